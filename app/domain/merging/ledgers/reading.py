"""A filled ledger in: its columns as the form reader knows them, and its rows, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.merging.faults import WorkbookError
from app.domain.merging.field import Field, Table
from app.domain.merging.reading.blocks import find_blocks
from app.domain.merging.reading.bodies import TOTAL
from app.domain.merging.reading.grid import Grid
from app.domain.merging.reading.labels import as_unit, plain
from app.domain.merging.reading.segments import read_block
from app.domain.merging.reading.surroundings import Surroundings, is_note, is_sign_off
from app.domain.merging.sharing.values import BadValue, parse_value, quoted
from app.domain.merging.workbook.addresses import cell_address, column_number
from app.domain.merging.workbook.sheets import Cell, Sheet, read_sheets

MAX_ROWS = 20_000
_DEEPEST_HEAD = 10
_SAMPLE = 3
_FRAMED = (True, True, True, True)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One object: the row of the sheet in which it stands, and its values by column letters."""

    row: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """A filled ledger: its table (`first_row` is its first object's), its rows, and (sheet, cell, text) of
    values that are none of their column's kind and were left out."""

    name: str
    table: Table
    rows: tuple[LedgerRow, ...]
    not_understood: tuple[tuple[str, str, str], ...] = ()


def read_ledger(data: bytes, name: str) -> LedgerReading:
    """Read a list that is filled. `name` is the file's name, used where the list has no title.

    The columns are read as those of an empty form, from the header with blank rows below it. Raises
    WorkbookError for a file that holds no list with rows, or several. Trusts nothing, but runs in this
    process: uploads go through `read_ledger_guarded`.
    """
    found = [
        (sheet, table)
        for sheet in read_sheets(data).sheets
        if not sheet.hidden
        if (table := _table(sheet)) is not None
    ]
    if not found:
        raise _no_list()
    if len(found) > 1:
        names = "、".join(sheet.name for sheet, _ in found)
        raise WorkbookError(
            "several_lists", f"文件中有几份名册：{names}。", f"The file holds several lists: {names}.",
            remedy="一个文件只放一份台账，请分开上传。",
        )  # fmt: skip
    [(sheet, table)] = found
    titled = replace(table, title=table.title or name.rpartition(".")[0] or name)
    rows, odd = _rows(sheet, titled)
    if not rows:
        raise _no_list()
    return LedgerReading(name, titled, tuple(rows), tuple(odd))


def _no_list() -> WorkbookError:
    return WorkbookError(
        "no_rows",
        "文件中没有找到已填写的名册。",
        "No filled list was found in the file.",
        remedy="台账应有一行表头，下面每个对象一行。",
    )


def _table(sheet: Sheet) -> Table | None:
    """The ledger on a sheet: of the heads that read as one, the one right above the first object."""
    last = max((row for row, _ in sheet.cells), default=0)
    heads = {
        head: table
        for head in range(1, min(_DEEPEST_HEAD, last - 1) + 1)
        if (table := _below(sheet, head)) is not None
    }
    if not heads:
        return None
    numbered = [head for head in heads if _numbered(sheet, head + 1)]
    return heads[min(numbered) if numbered else _with_units(sheet, min(heads), heads)]


def _below(sheet: Sheet, head: int) -> Table | None:
    """The table of the sheet as if nothing were filled below row `head`; None where a cell spans that."""
    if any(area.top <= head < area.bottom for area in sheet.merges):
        return None
    kept = {place: cell for place, cell in sheet.cells.items() if place[0] <= head}
    columns = {column for row, column in kept if row == head or sheet.cells[row, column].text.strip()}
    framed = any(any(cell.style.sides) for (row, _), cell in kept.items() if row == head)
    for row in range(head + 1, head + 1 + _SAMPLE):
        for column in columns:
            filled = sheet.cells.get((row, column), Cell(row, column))
            style = replace(filled.style, sides=_FRAMED) if framed else filled.style
            kept[row, column] = Cell(row, column, style=style)
    merges = tuple(area for area in sheet.merges if area.bottom <= head)
    grid = Grid(replace(sheet, cells=kept, merges=merges, hidden_rows=frozenset()))
    tables = [table for block in find_blocks(grid) for table in read_block(grid, block, Surroundings())[0]]
    if len(tables) != 1 or tables[0].kind != "ledger" or tables[0].first_row != head + 1:
        return None
    return tables[0] if len(tables[0].fields) > 1 else None


def _numbered(sheet: Sheet, row: int) -> bool:
    """True where a row opens with the number 1: that of the first object."""
    first = min((column for at, column in sheet.cells if at == row), default=0)
    return bool(first) and sheet.cells[row, first].text.strip() == "1"


def _with_units(sheet: Sheet, head: int, heads: dict[int, Table]) -> int:
    """`head`, or the next row where that holds the units of the columns and nothing else."""
    words = [cell.text for (at, _), cell in sheet.cells.items() if at == head + 1 and cell.text.strip()]
    return head + 1 if head + 1 in heads and words and all(map(as_unit, words)) else head


def _rows(sheet: Sheet, table: Table) -> tuple[list[LedgerRow], list[tuple[str, str, str]]]:
    grid = Grid(sheet)
    columns = [(field, column_number(field.column)) for field in table.fields]
    found: list[LedgerRow] = []
    odd: list[tuple[str, str, str]] = []
    for row in range(table.first_row, max(at for at, _ in sheet.cells) + 1):
        if row in sheet.hidden_rows:
            continue
        if _ends(grid, row):
            break
        values = dict(_values(grid, row, columns, odd))
        if values and not _is_total(grid, row):
            found.append(LedgerRow(row, values))
        if len(found) > MAX_ROWS:
            raise WorkbookError(
                "too_large", f"台账超过 {MAX_ROWS} 行。", f"The ledger has more than {MAX_ROWS} rows.",
                sheet=sheet.name, remedy="请按乡镇拆分后上传。",
            )  # fmt: skip
    return found, odd


def _values(
    grid: Grid, row: int, columns: list[tuple[Field, int]], odd: list[tuple[str, str, str]]
) -> Iterator[tuple[str, str]]:
    for field, column in columns:
        slot = grid.slot(row, column)
        if not slot.text:
            continue
        try:
            value = parse_value(slot.text, field.type)
        except BadValue:
            odd.append((grid.sheet.name, cell_address(row, column), quoted(slot.text)))
            continue
        if value is not None:
            yield field.column, value if isinstance(value, str) else f"{value.normalize():f}"


def _ends(grid: Grid, row: int) -> bool:
    words = grid.words(row)
    return bool(words) and (is_note(words[0].text) or all(is_sign_off(slot.text) for slot in words))


def _is_total(grid: Grid, row: int) -> bool:
    return any(TOTAL.match(plain(slot.text)) for slot in grid.words(row)[:2])
