"""Any office form as a workbook in, its tables and fields out, with what was not understood."""

from dataclasses import dataclass, replace
from typing import Any

from app.domain.merging.faults import WorkbookError
from app.domain.merging.field import Field, Form, Table
from app.domain.merging.reading.blocks import find_blocks
from app.domain.merging.reading.fields import list_options
from app.domain.merging.reading.grid import Grid
from app.domain.merging.reading.segments import read_block
from app.domain.merging.reading.surroundings import Surroundings
from app.domain.merging.workbook.addresses import Area, cell_address
from app.domain.merging.workbook.sheets import Sheet, Validation, Workbook, read_sheets

_MAX_FIELDS = 20_000


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """The tables of a file in reading order, and (sheet, cell, text) of what no rule could place."""

    name: str
    tables: tuple[Table, ...]
    not_understood: tuple[tuple[str, str, str], ...] = ()

    def to_form(self, key: str, department: str = "") -> Form:
        """The reading as a form that can be merged, under the key that its returns will carry."""
        title = next((table.title for table in self.tables if table.title), self.name)
        return Form(key, title, self.tables, department)

    def to_json(self) -> dict[str, Any]:
        """`{"tables": […], "not_understood": […]}` as `forms read` prints it."""
        return {
            "tables": [table_json(table) for table in self.tables],
            "not_understood": [
                {"sheet": sheet, "cell": cell, "text": text} for sheet, cell, text in self.not_understood
            ],
        }


def read_workbook(data: bytes, name: str) -> WorkbookReading:
    """Read a form. `name` is the file's name, used where the form has no title.

    Raises WorkbookError for files that are hostile, broken, of another type, or hold no table.
    Trusts nothing, but runs in this process: uploads go through `read_workbook_guarded`.
    """
    workbook = read_sheets(data)
    tables: list[Table] = []
    odd: list[tuple[str, str, str]] = []
    for sheet in workbook.sheets:
        if sheet.hidden:
            continue
        grid = Grid(_with_options(sheet, workbook))
        odd += [(sheet.name, cell, text) for cell, text in sheet.skipped]
        blocks = find_blocks(grid)
        above = Surroundings()
        odd += [(sheet.name, cell, text) for cell, text in _beside(sheet, [block.area for block in blocks])]
        for block in blocks:
            found, strange, above = read_block(grid, block, above)
            tables += [replace(table, title=table.title or sheet.name) for table in found]
            odd += [(sheet.name, cell, text) for cell, text in strange]
    if not any(table.fields for table in tables):
        raise WorkbookError(
            "no_table",
            "文件中没有找到可填写的表格。",
            "No table to fill was found in the file.",
            remedy="请确认表格在可见的工作表中，并带有表头或标签。",
        )
    if sum(len(table.fields) for table in tables) > _MAX_FIELDS:
        raise WorkbookError(
            "too_large",
            f"表格的填报项超过 {_MAX_FIELDS} 个。",
            f"The form asks for more than {_MAX_FIELDS} cells.",
            remedy="请拆分后上传。",
        )
    return WorkbookReading(name, tuple(tables), tuple(odd))


def _beside(sheet: Sheet, areas: list[Area]) -> list[tuple[str, str]]:
    """Texts in the rows of a block that belong to none: perhaps another table, which then needs frames."""
    return [
        (cell_address(*place), cell.text.strip())
        for place, cell in sorted(sheet.cells.items())
        if cell.text
        and any(area.top <= place[0] <= area.bottom for area in areas)
        and not any(area.holds(*place) for area in areas)
    ]


def table_json(table: Table) -> dict[str, Any]:
    """A table as plain values; a ledger has `first_row`, its fields `column` instead of `cell`."""
    document: dict[str, Any] = {
        "sheet": table.sheet,
        "title": table.title,
        "kind": table.kind,
        "notes": list(table.notes),
        "fields": [field_json(field) for field in table.fields],
    }
    if table.kind == "ledger":
        document |= {"first_row": table.first_row, "last_row": table.last_row}
    return document


def field_json(field: Field) -> dict[str, Any]:
    """A field as plain values; what the form does not say is an empty text."""
    cell, _, blank = field.cell.partition("#")
    place: dict[str, Any] = {"column": field.column} if field.column else {"cell": cell}
    extra: dict[str, Any] = {
        "options": list(field.options),
        "note": field.note,
        "code": field.code,
        "section": field.section,
        "formula": field.formula,
        "low": field.low,
        "high": field.high,
        "blank": int(blank or 0),
    }
    return (
        place
        | {
            "path": list(field.path),
            "label": field.label,
            "unit": field.unit,
            "type": field.type,
            "role": field.role,
            "period": field.period,
            "grain": field.grain,
        }
        | {name: value for name, value in extra.items() if value}
    )


def _with_options(sheet: Sheet, workbook: Workbook) -> Sheet:
    """The sheet with the choices of its list rules looked up, on whatever sheet they stand."""
    rules = tuple(
        replace(rule, options=_resolve(rule, sheet, workbook)) if rule.type == "list" else rule
        for rule in sheet.validations
    )
    return replace(sheet, validations=rules)


def _resolve(rule: Validation, sheet: Sheet, workbook: Workbook) -> tuple[str, ...]:
    source = rule.first.lstrip("=")
    source = workbook.names.get(source, source)
    name = source.rpartition("!")[0].strip("'").replace("''", "'")
    home = next((other for other in workbook.sheets if other.name == name), sheet)
    return list_options(Grid(replace(home, validations=())), source)
