"""The tables of a Word document as a workbook: cells, merges and the lines between, in their order."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import xlsxwriter
from lxml import etree

from app.domain.merging.faults import WorkbookError
from app.domain.merging.workbook.names import attribute, child, children, local
from app.domain.merging.workbook.package import open_package

_MOST_ROWS, _MOST_COLUMNS = 5000, 200
_SAVE_AS = "请把表格复制到 Excel 或 WPS 表格中，另存为 .xlsx 后重新上传。"


@dataclass
class _Cell:
    text: str
    row: int
    column: int
    bottom: int
    right: int


def word_to_workbook(data: bytes) -> bytes:
    """An .xlsx with one sheet: every table framed, the paragraphs above and below it as lines.

    Underlined gaps and form check boxes become `____` and □, as they look in print. Raises WorkbookError for
    what is no document, holds no table, or is too large. Trusts nothing, but runs in this process.
    """
    body = child(open_package(data).xml("word/document.xml"), "body")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("表格")
    frame = book.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
    row, tables = 0, 0
    for block in _blocks(body):
        if local(block) == "p":
            text = _text_of_paragraph(block).strip()
            if text:
                sheet.write_string(row, 0, text)
                row += 1
            continue
        cells, height = _read_table(block, row)
        for cell in cells:
            if (cell.bottom, cell.right) == (cell.row, cell.column):
                sheet.write_string(cell.row, cell.column, cell.text, frame)
            else:
                sheet.merge_range(cell.row, cell.column, cell.bottom, cell.right, cell.text, frame)
        row += height
        tables += 1
        if row > _MOST_ROWS:
            raise _too_large()
    book.close()
    if not tables:
        raise WorkbookError("no_table", "文档中没有表格。", "The document holds no table.", remedy=_SAVE_AS)
    return out.getvalue()


def _blocks(body: etree._Element | None) -> Iterator[etree._Element]:
    """Paragraphs and tables of the body in their order, content controls opened."""
    for item in body if body is not None else ():
        if not isinstance(item.tag, str):
            continue
        if local(item) == "sdt":
            yield from _blocks(child(item, "sdtContent"))
        elif local(item) in ("p", "tbl"):
            yield item


def _read_table(table: etree._Element, top: int) -> tuple[list[_Cell], int]:
    cells: list[_Cell] = []
    open_above: dict[int, _Cell] = {}
    rows = [
        item
        for item in table.iter()
        if isinstance(item.tag, str) and local(item) == "tr" and _owner(item) is table
    ]
    if len(rows) > _MOST_ROWS:
        raise _too_large()
    for at, row in enumerate(rows):
        column = _count(child(row, "trPr"), "gridBefore", 0)
        for entry in (one for one in _cells(row)):
            properties = child(entry, "tcPr")
            right = column + _count(properties, "gridSpan", 1) - 1
            if right >= _MOST_COLUMNS:
                raise _too_large()
            merge = child(properties, "vMerge") if properties is not None else None
            above = open_above.get(column)
            if merge is not None and attribute(merge, "val") != "restart" and above and above.right == right:
                above.bottom = top + at
            else:
                cell = _Cell(_text_of_cell(entry), top + at, column, top + at, right)
                cells.append(cell)
                open_above[column] = cell
            column = right + 1
    return cells, len(rows)


def _owner(row: etree._Element) -> etree._Element | None:
    """The table that a row belongs to: the nearest above it."""
    above = row.getparent()
    while above is not None and local(above) != "tbl":
        above = above.getparent()
    return above


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for item in row:
        if isinstance(item.tag, str) and local(item) == "tc":
            yield item
        elif isinstance(item.tag, str) and local(item) == "sdt":
            content = child(item, "sdtContent")
            yield from children(content, "tc")


def _text_of_cell(entry: etree._Element) -> str:
    paragraphs = (item for item in entry.iter() if isinstance(item.tag, str) and local(item) == "p")
    lines = (_text_of_paragraph(item).rstrip() for item in paragraphs)
    return "\n".join(line for line in lines if line)[:32_000]


def _text_of_paragraph(paragraph: etree._Element) -> str:
    """The words of a paragraph as they are printed."""
    words = []
    for item in paragraph.iter():
        if not isinstance(item.tag, str):
            continue
        name = local(item)
        if name == "t":
            words.append(_underlined(item) if _is_gap(item) else item.text or "")
        elif name == "tab":
            words.append("\t" if local_parent(item) == "r" else "")
        elif name == "br":
            words.append("\n")
        elif name == "checkBox":
            words.append("□")
    return "".join(words)


def local_parent(item: etree._Element) -> str:
    """The name of the element around this one."""
    above = item.getparent()
    return "" if above is None else local(above)


def _is_gap(text: etree._Element) -> bool:
    run = text.getparent()
    properties = child(run, "rPr") if run is not None else None
    line = child(properties, "u") if properties is not None else None
    return line is not None and attribute(line, "val") != "none" and not (text.text or "").strip()


def _underlined(text: etree._Element) -> str:
    return "_" * max(2, len(text.text or ""))


def _count(properties: etree._Element | None, name: str, default: int) -> int:
    entry = child(properties, name) if properties is not None else None
    value = "" if entry is None else attribute(entry, "val")
    return (
        min(int(value), _MOST_COLUMNS + 1) if value.isdigit() and len(value) < 7 and int(value) else default
    )


def _too_large() -> WorkbookError:
    return WorkbookError(
        "too_large", "文档中的表格过大。", "The document's tables are too large.", remedy=_SAVE_AS
    )
