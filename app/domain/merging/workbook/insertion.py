"""Insert rows into a sheet's XML so that everything below, and everything that points there, moves along."""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from app.domain.merging.workbook.addresses import Area, area_address, cell_address, parse_area, parse_cell
from app.domain.merging.workbook.formulas import shift_area, shift_formula
from app.domain.merging.workbook.names import attribute, child, children, local
from app.domain.merging.workbook.package import Package
from app.domain.merging.workbook.sheets import relationships
from app.domain.merging.workbook.tokens import translate
from app.domain.merging.workbook.unshare import unshare_formulas

_AREAS = {"sqref", "ref"}
_FORMULAS = ("f", "formula", "formula1", "formula2")


@dataclass(frozen=True, slots=True)
class Insertion:
    """`count` new rows below row `after` of a sheet, which they look like. Rows are of the issued layout."""

    sheet: str
    after: int
    count: int


def insert_rows(
    package: Package,
    part: str,
    book: etree._Element,
    parts: Mapping[str, str],
    insertions: Sequence[Insertion],
) -> dict[str, etree._Element]:
    """The changed parts by name. `book` (the workbook's own part) is changed in place."""
    changed = {target: package.xml(target) for target in parts.values()}
    for root in changed.values():
        unshare_formulas(root)
    for related in _companions(package, part, parts, insertions):
        changed.setdefault(related, package.xml(related))
    # from the bottom up, so that each insertion's row number is still the issued one
    for insertion in sorted(insertions, key=lambda item: -item.after):
        for name, target in parts.items():
            _shift_formulas(changed[target], name == insertion.sheet, insertion)
        _grow_sheet(changed[parts[insertion.sheet]], insertion)
        _shift_names(book, insertion)
        for target, kind in _related(package, parts[insertion.sheet]):
            if target in changed:
                _shift_companion(changed[target], kind, insertion)
        _shift_calc_chain(package, part, book, changed, insertion)
    return changed


def _grow_sheet(root: etree._Element, insertion: Insertion) -> None:
    data = child(root, "sheetData")
    if data is None:
        return
    rows = {int(attribute(row, "r") or 0): row for row in children(data, "row")}
    for number, row in rows.items():
        if number > insertion.after:
            _renumber(row, number + insertion.count)
    model = rows.get(insertion.after)
    if model is not None:
        counting = _counting_columns(rows.get(insertion.after - 1), model)
        position = data.index(model) + 1
        for at in range(insertion.count):
            copied = _copied_row(model, insertion.after, insertion.after + 1 + at)
            _go_on_counting(copied, counting, at + 1)
            data.insert(position + at, copied)
    _shift_areas(root, insertion)
    _copy_merges(root, insertion)
    for page_break in children(child(root, "rowBreaks"), "brk"):
        number = int(attribute(page_break, "id") or 0)
        if number > insertion.after:
            page_break.set("id", str(number + insertion.count))


def _shift_names(book: etree._Element, insertion: Insertion) -> None:
    for entry in children(child(book, "definedNames"), "definedName"):
        if entry.text:
            named = "=" + entry.text
            entry.text = shift_formula(named, False, insertion.sheet, insertion.after, insertion.count)[1:]


def _counting_columns(before: etree._Element | None, model: etree._Element) -> dict[int, int]:
    """Columns that number the rows (序号 1, 2, 3 …), with the number that the last blank row has."""
    if before is None:
        return {}
    earlier, last = _whole_numbers(before), _whole_numbers(model)
    return {column: number for column, number in last.items() if earlier.get(column) == number - 1}


def _whole_numbers(row: etree._Element) -> dict[int, int]:
    found = {}
    for cell in children(row, "c"):
        stored = child(cell, "v")
        text = "" if stored is None else (stored.text or "")
        if attribute(cell, "t") in ("", "n") and text.isdigit() and child(cell, "f") is None:
            found[parse_cell(attribute(cell, "r"))[1]] = int(text)
    return found


def _go_on_counting(row: etree._Element, counting: dict[int, int], offset: int) -> None:
    for cell in children(row, "c"):
        number = counting.get(parse_cell(attribute(cell, "r"))[1])
        if number is not None:
            namespace = etree.QName(cell).namespace
            etree.SubElement(cell, f"{{{namespace}}}v" if namespace else "v").text = str(number + offset)


def _renumber(row: etree._Element, number: int) -> None:
    row.set("r", str(number))
    for cell in children(row, "c"):
        _, column = parse_cell(attribute(cell, "r"))
        cell.set("r", cell_address(number, column))


def _copied_row(model: etree._Element, source: int, number: int) -> etree._Element:
    """The row again with its styles and formulas, without its values."""
    row = copy.deepcopy(model)
    row.set("r", str(number))
    for cell in children(row, "c"):
        _, column = parse_cell(attribute(cell, "r"))
        formula = child(cell, "f")
        cell.set("r", cell_address(number, column))
        cell.attrib.pop("t", "")
        for inner in list(cell):
            if inner is not formula:
                cell.remove(inner)
        if formula is not None:
            if attribute(formula, "t") == "shared" or not formula.text:
                cell.remove(formula)
            else:
                formula.text = translate(formula.text, number - source, 0)[1:]
    return row


def _shift_areas(root: etree._Element, insertion: Insertion) -> None:
    """Merges, validations, conditional formats, filters, links: whatever names areas of this sheet."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if local(element) == "sqref" and element.text:
            element.text = _shift_list(element.text, insertion, growing=True)
        for key in _AREAS & set(element.attrib):
            growing = local(element) in (
                "dataValidation",
                "conditionalFormatting",
                "autoFilter",
                "protectedRange",
            )
            element.set(key, _shift_list(str(element.get(key)), insertion, growing))


def _shift_list(text: str, insertion: Insertion, growing: bool) -> str:
    areas = []
    for item in text.split():
        try:
            area = parse_area(item)
        except ValueError:
            areas.append(item)
            continue
        moved = shift_area(area, insertion.after, insertion.count)
        if growing and area.bottom == insertion.after == area.top:
            moved = moved._replace(bottom=moved.bottom + insertion.count)
        areas.append(area_address(moved))
    return " ".join(areas)


def _copy_merges(root: etree._Element, insertion: Insertion) -> None:
    """Cells merged along the model row are merged along each new row too."""
    merges = child(root, "mergeCells")
    if merges is None:
        return
    for entry in list(children(merges, "mergeCell")):
        try:
            area = parse_area(attribute(entry, "ref"))
        except ValueError:
            continue
        if area.top == area.bottom == insertion.after:
            for at in range(1, insertion.count + 1):
                added = copy.deepcopy(entry)
                added.set("ref", area_address(Area(area.top + at, area.left, area.top + at, area.right)))
                merges.append(added)
    merges.set("count", str(len(list(children(merges, "mergeCell")))))


def _shift_formulas(root: etree._Element, here: bool, insertion: Insertion) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str) or local(element) not in _FORMULAS or not element.text:
            continue
        if here and _stands_in(element, insertion.after):
            continue  # the model row's own formulas are what the new rows copy
        shifted = shift_formula("=" + element.text, here, insertion.sheet, insertion.after, insertion.count)
        element.text = shifted[1:]


def _stands_in(element: etree._Element, row: int) -> bool:
    above = element.getparent()
    outer = None if above is None else above.getparent()
    return outer is not None and local(outer) == "row" and attribute(outer, "r") == str(row)


def _companions(
    package: Package, part: str, parts: Mapping[str, str], insertions: Sequence[Insertion]
) -> Iterator[str]:
    for insertion in insertions:
        for target, _ in _related(package, parts[insertion.sheet]):
            yield target
    for kind, target, _ in relationships(package, part):
        if kind.endswith("/calcChain") and target in package.parts:
            yield target


def _related(package: Package, sheet_part: str) -> list[tuple[str, str]]:
    """(part, kind) of the drawings, comments and tables of a sheet."""
    found = []
    for kind, target, _ in relationships(package, sheet_part):
        name = kind.rpartition("/")[2]
        if (
            name in ("drawing", "comments", "table", "vmlDrawing", "threadedComment")
            and target in package.parts
        ):
            found.append((target, name))
    return found


def _shift_companion(root: etree._Element, kind: str, insertion: Insertion) -> None:
    if kind == "drawing":
        for element in root.iter():
            if isinstance(element.tag, str) and local(element) == "row" and (element.text or "").isdigit():
                number = int(element.text or 0)
                element.text = str(number + insertion.count if number >= insertion.after else number)
    elif kind == "vmlDrawing":
        _shift_notes(root, insertion)
    else:
        _shift_areas(root, insertion)


def _shift_notes(root: etree._Element, insertion: Insertion) -> None:
    """The old drawing format keeps a note's row, and the rows of its box, as plain numbers from 0."""
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.text:
            continue
        if local(element) == "Row" and element.text.strip().isdigit():
            number = int(element.text)
            element.text = str(number + insertion.count if number >= insertion.after else number)
        if local(element) == "Anchor":
            numbers = [int(text) for text in re.findall(r"-?\d+", element.text)]
            if len(numbers) == 8 and numbers[2] >= insertion.after:
                numbers[2] += insertion.count
                numbers[6] += insertion.count
                element.text = ", ".join(map(str, numbers))


def _shift_calc_chain(
    package: Package,
    part: str,
    book: etree._Element,
    changed: Mapping[str, etree._Element],
    insertion: Insertion,
) -> None:
    """The list of formula cells must follow the formulas, or Excel calls the file damaged."""
    number = next(
        (
            attribute(entry, "sheetId")
            for entry in children(child(book, "sheets"), "sheet")
            if attribute(entry, "name") == insertion.sheet
        ),
        "",
    )
    for kind, target, _ in relationships(package, part):
        if not kind.endswith("/calcChain") or target not in changed:
            continue
        current = ""
        for entry in children(changed[target], "c"):
            current = attribute(entry, "i") or current
            if current == number:
                moved = shift_area(parse_area(attribute(entry, "r")), insertion.after, insertion.count)
                entry.set("r", cell_address(moved.top, moved.left))
