"""Write values into a department's own workbook by patching its cells in the zip; every other part stays.

openpyxl and xlsxwriter cannot do this: they drop text boxes, check boxes, rich text and data bars on saving.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from lxml import etree

from app.domain.merging.faults import WorkbookError
from app.domain.merging.workbook.addresses import blank_number, cell_address, parse_cell
from app.domain.merging.workbook.insertion import Insertion, insert_rows
from app.domain.merging.workbook.names import attribute, child, children, text_of
from app.domain.merging.workbook.package import Package, open_package, pack
from app.domain.merging.workbook.prewritten import into_existing, present_text
from app.domain.merging.workbook.sheets import relationships, sheet_parts, workbook_part
from app.domain.merging.workbook.styles import Style, read_styles
from app.domain.merging.workbook.values import plain_number

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Filled(Protocol):
    """What is written into one cell; `fan_out`'s CellValue is one."""

    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def value(self) -> Decimal | str: ...
    @property
    def unit(self) -> str: ...
    @property
    def after(self) -> int: ...
    @property
    def computed(self) -> bool: ...


def fill_workbook(original: bytes, cells: Iterable[Filled]) -> bytes:
    """The original workbook with these cells filled, everything else as it was.

    Text is stored as text, so that a leading = + - @ never becomes a formula. Cells keep their styles; a
    formula keeps standing and only its stored result changes. Cells with `after` stand in rows that are
    inserted below that row, with its styles, merges, validations and formulas. Office programs recalculate on
    opening. Raises WorkbookError for a workbook that cannot be read and for sheets or cells it does not have.
    """
    try:
        return _fill(original, cells)
    except (ValueError, IndexError, KeyError, OverflowError) as error:
        if isinstance(error, WorkbookError):
            raise
        # addresses, row numbers and shared strings that no office program writes
        raise WorkbookError(
            "broken",
            "文件的单元格编号或引用已损坏，无法填写。",
            f"The file's addresses or references are damaged: {error}",
            remedy="请在 Excel 或 WPS 中打开，另存为 .xlsx 后重新上传。",
        ) from None


def _fill(original: bytes, cells: Iterable[Filled]) -> bytes:
    package = open_package(original)
    part = workbook_part(package)
    book = package.xml(part)
    by_sheet: dict[str, list[Filled]] = defaultdict(list)
    for cell in cells:
        by_sheet[cell.sheet].append(cell)
    parts = {name: target for name, target, _ in sheet_parts(package, part, book)}
    _refuse_unknown(by_sheet, parts)
    styles = _styles(package, part)
    insertions = [item for name, filled in by_sheet.items() for item in _insertions(name, filled)]
    changed: dict[str, etree._Element] = {part: book}
    if insertions:
        changed |= insert_rows(package, part, book, parts, insertions)
    for name, filled in by_sheet.items():
        root = changed.setdefault(parts[name], package.xml(parts[name]))
        _fill_sheet(
            root, filled, [item for item in insertions if item.sheet == name], _strings(package, part), styles
        )
    for target in parts.values():
        _forget_results(
            changed.setdefault(target, package.xml(target)),
            _kept_results(by_sheet, parts, target, insertions),
        )
    _recalculate(book)
    return pack(original, {name: _serialise(root) for name, root in changed.items()})


def _refuse_unknown(by_sheet: Mapping[str, Sequence[Filled]], parts: Mapping[str, str]) -> None:
    for name, filled in by_sheet.items():
        if name not in parts:
            raise WorkbookError(
                "no_sheet",
                f"原表中没有工作表“{name}”。",
                f"The original has no sheet {name!r}.",
                sheet=name,
                remedy="请使用当时合并的原表。",
            )
        for item in filled:
            try:
                parse_cell(item.cell)
            except ValueError:
                raise WorkbookError(
                    "no_cell",
                    f"单元格地址有误：{item.cell}",
                    f"Not a cell: {item.cell!r}",
                    sheet=name,
                    cell=item.cell,
                ) from None


def _insertions(sheet: str, filled: Sequence[Filled]) -> list[Insertion]:
    needed: dict[int, int] = {}
    for item in filled:
        if item.after:
            needed[item.after] = max(needed.get(item.after, 0), parse_cell(item.cell)[0] - item.after)
    return [Insertion(sheet, after, count) for after, count in sorted(needed.items())]


def final_place(item: Filled, insertions: Sequence[Insertion]) -> tuple[int, int]:
    """Where a cell of the issued layout stands once the rows of the same sheet are inserted."""
    row, column = parse_cell(item.cell)
    reference = item.after or row
    return row + sum(other.count for other in insertions if other.after < reference), column


def _fill_sheet(
    root: etree._Element,
    filled: Sequence[Filled],
    insertions: Sequence[Insertion],
    strings: tuple[str, ...],
    styles: tuple[Style, ...],
) -> None:
    data = child(root, "sheetData")
    if data is None:
        raise WorkbookError("broken", "工作表没有单元格。", "The sheet has no cells.", sheet=filled[0].sheet)
    rows = {int(attribute(row, "r")): row for row in children(data, "row") if attribute(row, "r").isdigit()}
    # of a sentence's blanks the last is filled first, so that the others keep their numbers
    for item in sorted(filled, key=lambda one: (final_place(one, insertions), -blank_number(one.cell))):
        number, column = final_place(item, insertions)
        row = rows.get(number)
        if row is None:
            row = rows[number] = _new_row(data, number)
        element = _find_cell(row, number, column)
        style = attribute(element, "s")
        shape = styles[int(style)] if style.isdigit() and int(style) < len(styles) else Style()
        _write(element, item, shape, strings)


def _new_row(data: etree._Element, number: int) -> etree._Element:
    row = etree.Element(_qualified(data, "row"), r=str(number))
    before = [
        at for at, other in enumerate(children(data, "row")) if int(attribute(other, "r") or 0) < number
    ]
    data.insert(len(before), row)
    return row


def _find_cell(row: etree._Element, number: int, column: int) -> etree._Element:
    """The cell's element, made in its right order where the file had none, with the row's own style."""
    position = 0
    for other in children(row, "c"):
        at = parse_cell(attribute(other, "r"))[1]
        if at == column:
            return other
        if at > column:
            break
        position += 1
    cell = etree.Element(_qualified(row, "c"), r=cell_address(number, column))
    if attribute(row, "customFormat") in ("1", "true") and attribute(row, "s"):
        cell.set("s", attribute(row, "s"))
    row.insert(position, cell)
    return cell


def _write(element: etree._Element, item: Filled, style: Style, strings: tuple[str, ...]) -> None:
    formula = child(element, "f")
    existing = present_text(element, strings)
    for old in list(element):
        if old is not formula:
            element.remove(old)
    element.attrib.pop("t", "")
    said = plain_number(item.value) if isinstance(item.value, Decimal) else str(item.value)
    kept = into_existing(existing, said, blank_number(item.cell)) if existing and formula is None else None
    number = _as_number(item, style) if kept is None else None
    if number is not None:
        etree.SubElement(element, _qualified(element, "v")).text = plain_number(number)
        return
    text = _safe_text(kept if kept is not None else said)
    if formula is not None:
        element.set("t", "str")
        etree.SubElement(element, _qualified(element, "v")).text = text
        return
    element.set("t", "inlineStr")
    inline = etree.SubElement(element, _qualified(element, "is"))
    words = etree.SubElement(inline, _qualified(element, "t"))
    words.text = text
    words.set(_XML_SPACE, "preserve")


def _as_number(item: Filled, style: Style) -> Decimal | None:
    """Numbers as they are, per cents as fractions in per cent cells, dates as day numbers in date cells."""
    if isinstance(item.value, Decimal):
        return item.value / 100 if style.shape == "percent" and item.unit in ("%", "％", "") else item.value
    if style.shape == "date" and len(item.value) == 10:
        try:
            return Decimal((date.fromisoformat(item.value) - date(1899, 12, 30)).days)
        except ValueError:
            return None
    return None


def _safe_text(text: str) -> str:
    """Characters that XML cannot hold are dropped; nothing else changes."""
    return "".join(
        letter
        for letter in text
        if letter in "\t\n"
        or (letter >= " " and letter not in "\ufffe\uffff" and not "\ud800" <= letter <= "\udfff")
    )


def _kept_results(
    by_sheet: Mapping[str, Sequence[Filled]],
    parts: Mapping[str, str],
    target: str,
    insertions: Sequence[Insertion],
) -> set[str]:
    return {
        cell_address(*final_place(item, [other for other in insertions if other.sheet == name]))
        for name, filled in by_sheet.items()
        if parts[name] == target
        for item in filled
        if item.computed
    }


def _forget_results(root: etree._Element, kept: set[str]) -> None:
    """Drop the stored results of formulas that we did not compute: a stale total is worse than none."""
    for row in children(child(root, "sheetData"), "row"):
        for cell in children(row, "c"):
            stored = child(cell, "v")
            if child(cell, "f") is not None and stored is not None and attribute(cell, "r") not in kept:
                cell.remove(stored)
                cell.attrib.pop("t", "")


def _recalculate(book: etree._Element) -> None:
    """Ask office programs to compute every formula on opening."""
    settings = child(book, "calcPr")
    if settings is None:
        settings = etree.Element(_qualified(book, "calcPr"))
        after = ("sheets", "functionGroups", "externalReferences", "definedNames")
        places = [
            at
            for at, item in enumerate(book)
            if isinstance(item.tag, str) and etree.QName(item).localname in after
        ]
        book.insert(max(places, default=len(book) - 1) + 1, settings)
    settings.set("fullCalcOnLoad", "1")


def _strings(package: Package, part: str) -> tuple[str, ...]:
    for kind, target, _ in relationships(package, part):
        if kind.endswith("/sharedStrings") and target in package.parts:
            return tuple(text_of(item) for item in children(package.xml(target), "si"))
    return ()


def _styles(package: Package, part: str) -> tuple[Style, ...]:
    for kind, target, _ in relationships(package, part):
        if kind.endswith("/styles") and target in package.parts:
            return read_styles(package.xml(target))
    return ()


def _serialise(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))


def _qualified(element: etree._Element, name: str) -> str:
    namespace = etree.QName(element).namespace
    return f"{{{namespace}}}{name}" if namespace else name
