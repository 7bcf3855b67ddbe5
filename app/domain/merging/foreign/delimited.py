"""A form saved as CSV, as Excel and WPS write it, turned into the workbook that is read, kept and filled."""

import csv
import io
import re

import xlsxwriter

from app.domain.merging.faults import WorkbookError

_LARGEST = 2 * 1024 * 1024
_ROWS, _COLUMNS = 5_000, 200
_LOOKED_AT = 50
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode_text(data: bytes) -> str | None:
    """The bytes as text: UTF-8 (with its mark or without), UTF-16 with its mark, else GB 18030, which holds
    GBK and GB 2312, in which Excel and WPS save in China; None where they are no text."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def delimiter_of(data: bytes) -> str:
    """The delimiter of a table in text (comma, tab or semicolon); empty where the bytes are no such table."""
    text = decode_text(data[:_LARGEST])
    if not text or text.lstrip()[:1] in ("{", "[", "<"):
        return ""
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]
    for mark in (",", "\t", ";"):
        if len(lines) > 1 and 2 * sum(mark in line for line in lines) > len(lines):
            return mark
    return ""


def csv_to_workbook(data: bytes) -> bytes:
    """The rows as texts on one sheet, without frames; what begins with = stays a text.

    Raises WorkbookError where it is larger than a form is.
    """
    text = decode_text(data) or ""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(data)))
    if len(data) > _LARGEST or len(rows) > _ROWS or max(map(len, rows)) > _COLUMNS:
        raise WorkbookError(
            "too_large",
            f"CSV 超过 {_ROWS} 行或 {_COLUMNS} 列。",
            f"The CSV has more than {_ROWS} rows or {_COLUMNS} columns.",
            remedy="请只上传表样，或另存为 .xlsx 后上传。",
        )
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value.strip():
                sheet.write_string(at, column, value)
    book.close()
    return out.getvalue()
