"""Forms that are no .xlsx are read as the form that they are, or refused with a reason."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from app.domain.merging import WorkbookError, fan_out, fill_workbook, merge_forms, read_workbook
from app.domain.merging.foreign import office
from app.domain.merging.foreign.convert import as_workbook
from app.domain.merging.foreign.word import word_to_workbook

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def document(body: str, part: str = "word/document.xml") -> bytes:
    """A .docx with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(part, f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, span: int = 1, merge: str = "") -> str:
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{down}</w:tcPr>{line(text)}</w:tc>'


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


UNDERLINED = '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">   </w:t></w:r>'
GAP = f"<w:tc><w:p><w:r><w:t>共</w:t></w:r>{UNDERLINED}<w:r><w:t>层</w:t></w:r></w:p></w:tc>"
WORD = document(
    line("附件1")
    + line("农房安全登记表")
    + table(
        cell("户主", merge="restart") + cell("姓名") + cell("") + cell("性别") + cell("□男　□女"),
        cell("", merge="continue") + cell("联系电话") + cell("", span=3),
        cell("层数") + GAP + cell("备注") + cell("", span=2),
    )
    + line("填表人：")
)


def test_the_tables_of_a_document_are_read_with_their_merges_and_gaps() -> None:
    [table] = read_workbook(word_to_workbook(WORD), "form.docx").tables
    assert (table.title, table.kind) == ("农房安全登记表", "record")
    assert {field.cell: (field.path, field.unit, field.options) for field in table.fields} == {
        "C3": (("户主", "姓名"), "", ()), "E3": (("户主", "性别"), "", ("男", "女")),
        "C4": (("户主", "联系电话"), "", ()), "B5#1": (("层数",), "层", ()), "D5": (("备注",), "", ()),
    }  # fmt: skip


def test_a_document_is_filled_as_the_workbook_that_it_was_turned_into() -> None:
    data, name = as_workbook(WORD, "登记表.docx")
    assert name == "登记表.xlsx"
    shared = merge_forms([read_workbook(data, name).to_form(name)])
    values = {item.id: "3" if item.unit == "层" else "无" for item in shared.fields if not item.options}
    filled = fill_workbook(data, fan_out(shared, {"values": values, "rows": {}})[name])
    assert "共3层" in zipfile.ZipFile(io.BytesIO(filled)).read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (document(line("没有表格")), "no_table"),
        (document(table(*[cell("甲", span=900)])), "too_large"),
        (document("<w:tbl>" + "<w:tr/>" * 6000 + "</w:tbl>"), "too_large"),
        (document(line("甲"), "word/other.xml"), "not_a_workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (WORD[:300], "truncated"),
    ],
)
def test_what_is_no_form_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(WorkbookError) as refused:
        read_workbook(*as_workbook(data, "form.docx"))
    assert refused.value.reason == reason
    assert refused.value.remedy


def test_a_document_with_a_doctype_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_rels/.rels", "<Relationships/>")
        bad = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        archive.writestr("word/document.xml", f"{bad}<w:document {NAMES}><w:body>&e;</w:body></w:document>")
    with pytest.raises(WorkbookError) as refused:
        as_workbook(out.getvalue(), "form.docx")
    assert refused.value.reason == "doctype"


def test_an_old_file_says_what_to_do_where_no_office_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(WorkbookError) as refused:
        as_workbook(OLD, "form.xls")
    assert refused.value.reason == "no_converter"
    assert ".xlsx" in refused.value.remedy


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(2000)


@pytest.mark.needs("soffice")
def test_a_damaged_old_file_is_refused_and_leaves_no_process_behind() -> None:
    with pytest.raises(WorkbookError) as refused:
        office.convert_with_office(OLD, "xls", "xlsx")
    assert refused.value.reason == "not_converted"


@pytest.mark.needs("soffice")
def test_what_takes_too_long_is_ended_with_all_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 77 & sleep 77\n")
    slow.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(slow) if name == "soffice" else None)
    monkeypatch.setattr(office, "WALL_SECONDS", 1)
    office._alone.cache_clear()
    try:
        with pytest.raises(WorkbookError) as refused:
            office.convert_with_office(OLD, "xls", "xlsx")
    finally:
        office._alone.cache_clear()
    assert refused.value.reason == "not_converted"
    alive = subprocess.run(["pgrep", "-f", "sleep 77"], capture_output=True, text=True, check=False)
    assert alive.stdout == ""
