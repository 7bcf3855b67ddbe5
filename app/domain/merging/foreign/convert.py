"""Turns whatever an office sends as a form into the .xlsx that is read, kept and filled."""

import io
import zipfile
from pathlib import PurePath
from typing import Literal

from app.domain.merging.faults import WorkbookError
from app.domain.merging.foreign.delimited import csv_to_workbook, delimiter_of
from app.domain.merging.foreign.office import convert_with_office
from app.domain.merging.guard import word_to_workbook_guarded

Kind = Literal["xlsx", "xls", "doc", "docx", "web", "csv"]
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_FILE = 20 * 1024 * 1024


def as_workbook(data: bytes, name: str) -> tuple[bytes, str]:
    """(workbook, its name) of an uploaded form; an .xlsx passes as it is, others are converted.

    What it is, its bytes say and not its name: an .et of WPS is an Excel 97 file (LibreOffice opens it by the
    same filter) or, where it was renamed, an .xlsx. .docx tables are read in a guarded child process; .xls,
    .et and .doc go through LibreOffice where it is installed. Raises WorkbookError (`no_converter` where it
    is not) with the place and the remedy.
    """
    kind = kind_of(data)
    if kind == "xlsx" or len(data) > _MAX_FILE:
        return data, name
    if kind == "web":
        raise WorkbookError(
            "web_page",
            "这是网页格式的文件，只是改名为 .xls。",
            "This is a web page that is only named .xls.",
            remedy="请在 Excel 或 WPS 中打开，另存为 .xlsx 后重新上传。",
        )
    if kind == "csv":
        data = csv_to_workbook(data)
    if kind == "xls":
        data = convert_with_office(data, "xls", "xlsx")
    if kind == "doc":
        data = convert_with_office(data, "doc", "docx")
    if kind in ("doc", "docx"):
        data = word_to_workbook_guarded(data, name)
    return data, f"{PurePath(name).stem or 'form'}.xlsx"


def kind_of(data: bytes) -> Kind:
    """What the bytes are, whatever the file is called; "xlsx" also for what is to be refused when read."""
    if data.startswith(_OLE_MAGIC) and "EncryptedPackage".encode("utf-16-le") not in data:
        if "WordDocument".encode("utf-16-le") in data:
            return "doc"
        if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
            return "xls"
    if data[:512].lstrip().lower().startswith((b"<html", b"<!doctype html", b"<table")):
        return "web"
    if data.startswith(b"PK"):
        return "docx" if _is_word(data) else "xlsx"
    return "csv" if delimiter_of(data) else "xlsx"


def _is_word(data: bytes) -> bool:
    """Names only are looked at; what is in the parts is not trusted here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
