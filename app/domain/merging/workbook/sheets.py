"""A workbook's sheets as cells, merges and validations, read straight from the XML.

Not openpyxl: it refuses whole files over one odd style or validation that WPS wrote, needs fifty times
the file's size in memory, and loses what we must write back. What is read here is only what a form says.
"""

import posixpath
import re
from dataclasses import dataclass, field

from lxml import etree

from app.domain.merging.faults import WorkbookError
from app.domain.merging.workbook.addresses import MAX_COLUMN, Area, parse_area, parse_cell
from app.domain.merging.workbook.names import attribute, child, children, local, text_of
from app.domain.merging.workbook.package import Package, open_package
from app.domain.merging.workbook.styles import Style, read_styles
from app.domain.merging.workbook.values import CellKind, formula_of, value_of

MAX_CELLS = 500_000
MAX_MERGED = 200_000
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is its value as plain text (numbers without a trailing .0, dates in ISO 8601)."""

    row: int
    column: int
    text: str = ""
    kind: CellKind = "blank"
    formula: str = ""
    style: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True)
class Validation:
    """A rule on cells: `type` list, whole, decimal, date, textLength, custom; its two operands as written."""

    areas: tuple[Area, ...]
    type: str
    operator: str = "between"
    first: str = ""
    second: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet. `skipped` lists (cell, reason) for what was too odd to take in."""

    name: str
    part: str
    hidden: bool
    cells: dict[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    validations: tuple[Validation, ...] = ()
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    skipped: tuple[tuple[str, str], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """The sheets in the order of their tabs, and the defined names with what they stand for."""

    sheets: tuple[Sheet, ...]
    names: dict[str, str]


@dataclass(frozen=True)
class _Shared:
    strings: tuple[str, ...]
    styles: tuple[Style, ...]
    epoch_1904: bool


def read_sheets(data: bytes) -> Workbook:
    """Every sheet of an .xlsx. Raises WorkbookError for files that are hostile, broken or too large."""
    package = open_package(data)
    part = workbook_part(package)
    root = package.xml(part)
    shared = _shared(package, part, root)
    sheets = []
    for name, sheet_part, hidden in sheet_parts(package, part, root):
        sheets.append(_read_sheet(package.xml(sheet_part), name, sheet_part, hidden, shared))
    names = {
        attribute(entry, "name"): (entry.text or "").strip()
        for entry in children(child(root, "definedNames"), "definedName")
    }
    return Workbook(tuple(sheets), names)


def workbook_part(package: Package) -> str:
    """The name of the workbook's own part. Raises WorkbookError where there is none."""
    for kind, target, _ in relationships(package, ""):
        if kind.endswith("/officeDocument") and target in package.parts:
            if local(package.xml(target)) == "workbook":
                return target
            break
    raise WorkbookError(
        "not_a_workbook",
        "这不是 Excel 工作簿（可能是 Word 文档或 .xlsb）。",
        "This is not an Excel workbook (perhaps a Word document or .xlsb).",
        remedy="请另存为 .xlsx 后重新上传。",
    )


def sheet_parts(package: Package, part: str, root: etree._Element) -> list[tuple[str, str, bool]]:
    """(name, part, hidden) of every worksheet; chart sheets and missing parts are left out."""
    targets = {
        key: target for kind, target, key in relationships(package, part) if kind.endswith("/worksheet")
    }
    found = []
    for entry in children(child(root, "sheets"), "sheet"):
        target = targets.get(attribute(entry, "id"), "")
        if target in package.parts:
            found.append((attribute(entry, "name"), target, attribute(entry, "state") not in ("", "visible")))
    return found


def relationships(package: Package, part: str) -> list[tuple[str, str, str]]:
    """(type, target part, id) of what a part refers to inside the file; empty part: the file itself."""
    folder, _, name = part.rpartition("/")
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in package.parts:
        return []
    found = []
    for entry in children(package.xml(rels), "Relationship"):
        if attribute(entry, "TargetMode") != "External":
            target = attribute(entry, "Target")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found.append((attribute(entry, "Type"), path, attribute(entry, "Id")))
    return found


def _shared(package: Package, part: str, root: etree._Element) -> _Shared:
    strings: tuple[str, ...] = ()
    styles: tuple[Style, ...] = ()
    for kind, target, _ in relationships(package, part):
        if kind.endswith("/sharedStrings") and target in package.parts:
            strings = tuple(text_of(item) for item in children(package.xml(target), "si"))
        if kind.endswith("/styles") and target in package.parts:
            styles = read_styles(package.xml(target))
    properties = child(root, "workbookPr")
    return _Shared(
        strings, styles, properties is not None and attribute(properties, "date1904") in ("1", "true")
    )


def _read_sheet(root: etree._Element, name: str, part: str, hidden: bool, shared: _Shared) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    masters: dict[str, tuple[str, str]] = {}
    for element in _cell_elements(root):
        try:
            row, column = parse_cell(attribute(element, "r"))
        except ValueError:
            continue  # cells without an address occur only in files that no office program wrote
        number = attribute(element, "s")
        style = (
            shared.styles[int(number)] if number.isdigit() and int(number) < len(shared.styles) else Style()
        )
        kind, text = value_of(element, shared.strings, style.shape == "date", shared.epoch_1904)
        cells[row, column] = Cell(row, column, text, kind, formula_of(element, masters), style)
        if len(cells) > MAX_CELLS:
            raise WorkbookError(
                "too_large",
                f"工作表“{name}”的单元格超过 {MAX_CELLS} 个。",
                f"Sheet {name!r} has more than {MAX_CELLS} cells.",
                sheet=name,
                remedy="请删去多余的空行后重新上传。",
            )
    merges, skipped = _merges(root)
    return Sheet(
        name, part, hidden, cells, merges, _validations(root), skipped=skipped,
        hidden_rows=_hidden_rows(root), hidden_columns=_hidden_columns(root),
    )  # fmt: skip


def _hidden_rows(root: etree._Element) -> frozenset[int]:
    rows = children(child(root, "sheetData"), "row")
    return frozenset(
        int(attribute(row, "r"))
        for row in rows
        if attribute(row, "hidden") in _TRUE and attribute(row, "r").isdigit()
    )


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    found: set[int] = set()
    for entry in children(child(root, "cols"), "col"):
        first, last = attribute(entry, "min"), attribute(entry, "max")
        if attribute(entry, "hidden") in _TRUE and first.isdigit() and last.isdigit():
            found.update(range(int(first), min(int(last), MAX_COLUMN) + 1))
    return frozenset(found)


def _cell_elements(root: etree._Element) -> list[etree._Element]:
    return [cell for row in children(child(root, "sheetData"), "row") for cell in children(row, "c")]


def _merges(root: etree._Element) -> tuple[tuple[Area, ...], tuple[tuple[str, str], ...]]:
    merges: list[Area] = []
    skipped: list[tuple[str, str]] = []
    covered = 0
    for entry in children(child(root, "mergeCells"), "mergeCell"):
        text = attribute(entry, "ref")
        try:
            area = parse_area(text)
        except ValueError:
            skipped.append((text, "合并区域无法识别 (merge not understood)"))
            continue
        if covered + area.size > MAX_MERGED:
            skipped.append((text.partition(":")[0], f"合并区域 {text} 过大，已忽略 (merge too large)"))
            continue
        covered += area.size
        merges.append(area)
    return tuple(merges), tuple(skipped)


def _validations(root: etree._Element) -> tuple[Validation, ...]:
    found = []
    for entry in root.iter():
        if not isinstance(entry.tag, str) or local(entry) != "dataValidation":
            continue
        areas = []
        for text in re.split(r"\s+", attribute(entry, "sqref") or _inner(entry, "sqref")):
            try:
                areas.append(parse_area(text))
            except ValueError:
                continue
        found.append(
            Validation(
                tuple(areas),
                attribute(entry, "type") or "none",
                attribute(entry, "operator") or "between",
                _inner(entry, "formula1"),
                _inner(entry, "formula2"),
            )
        )
    return tuple(found)


def _inner(entry: etree._Element, name: str) -> str:
    """The text below a child: formula1 holds it directly, its 2010 extension inside an xm:f."""
    item = child(entry, name)
    return "" if item is None else "".join(str(text) for text in item.itertext()).strip()
