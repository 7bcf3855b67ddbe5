"""Files that mean harm, or are broken, end in a clear error."""

import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from app.domain.merging import WorkbookError, read_workbook, read_workbook_guarded
from app.domain.merging.workbook.package import pack
from tests.domain.merging.layouts import layouts
from tests.domain.merging.office import saved

GOOD = layouts()[0].data


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name, data):
    return zipped(parts_of(GOOD) | {name: data})


SHEET = "xl/worksheets/sheet1.xml"
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
)

CASES = {
    "empty": (b"", "not_a_workbook"),
    "text": (b"hello", "not_a_workbook"),
    "pdf": (b"%PDF-1.7", "not_a_workbook"),
    "old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_format"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "truncated": (GOOD[: len(GOOD) // 2], "truncated"),
    "other zip": (zipped({"a.txt": b"x"}), "not_a_workbook"),
    "word": (
        zipped(
            {
                "_rels/.rels": b'<Relationships><Relationship Id="r" Type="http://x/officeDocument" '
                b'Target="word/document.xml"/></Relationships>',
                "word/document.xml": b"<document/>",
            }
        ),
        "not_a_workbook",
    ),
    "bomb by ratio": (with_part("xl/bomb.xml", b"0" * (20 << 20)), "too_large"),
    "bomb by size": (
        zipped({f"xl/{n}.bin": random.Random(n).randbytes(1000) * 9000 for n in range(6)}),
        "too_large",
    ),
    "many parts": (zipped({f"xl/{n}.xml": b"<a/>" for n in range(300)}), "too_large"),
    "macros": (with_part("xl/vbaProject.bin", b"x"), "macros"),
    "xxe": (with_part(SHEET, XXE), "doctype"),
    "laughs": (with_part(SHEET, LAUGHS), "doctype"),
    "broken xml": (with_part(SHEET, b"<worksheet><sheetData>"), "broken"),
    "no sheet": (with_part(SHEET, b"<worksheet/>"), "no_table"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_ends_in_its_own_clear_error(name):
    data, reason = CASES[name]
    with pytest.raises(WorkbookError) as caught:
        read_workbook(data, f"{name}.xlsx")
    assert caught.value.reason == reason
    assert caught.value.text
    assert caught.value.text_en


def test_a_cell_at_the_far_end_of_the_sheet_costs_nothing():
    book = Workbook()
    book.active["A1"], book.active["B1"] = "户数（户）", "人口（人）"
    book.active["XFD1048576"] = "x"
    parts = parts_of(saved(book))
    merge = b'<mergeCells count="1"><mergeCell ref="A3:XFD1048000"/></mergeCells>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b"</sheetData>" + merge)
    reading = read_workbook(zipped(parts), "sparse.xlsx")

    assert [field.label for table in reading.tables for field in table.fields][:2] == ["户数", "人口"]
    assert any("A3" in cell for _, cell, _ in reading.not_understood)


def test_the_child_reads_as_the_parent_does_and_its_errors_come_through():
    assert read_workbook_guarded(GOOD, "form.xlsx") == read_workbook(GOOD, "form.xlsx")
    with pytest.raises(WorkbookError) as caught:
        read_workbook_guarded(CASES["macros"][0], "m.xlsx")
    assert caught.value.reason == "macros"
    assert caught.value.remedy


def test_the_child_dies_alone_when_a_file_costs_too_much():
    row = (
        b'<row r="%d">'
        + b"".join(b'<c r="%s%%d" t="n"><v>1</v></c>' % bytes([65 + n]) for n in range(26))
        + b"</row>"
    )
    rows = b"".join(row.replace(b"%d", str(n).encode()) for n in range(1, 60_000))
    huge = zipped(
        parts_of(GOOD) | {SHEET: b"<worksheet><sheetData>" + rows[:48_000_000] + b"</sheetData></worksheet>"},
        zipfile.ZIP_STORED,
    )
    with pytest.raises(WorkbookError) as caught:
        read_workbook_guarded(huge, "huge.xlsx")
    assert caught.value.reason in ("too_costly", "too_large", "broken")


def _outcome(data):
    """The tables, or the clear error; anything else that is raised fails the test."""
    try:
        return read_workbook(data, "m.xlsx").tables
    except WorkbookError as error:
        return error.text


def test_mutated_files_are_read_or_refused_and_never_crash():
    chance = random.Random(20261123)
    parts = parts_of(GOOD)
    for _ in range(300):
        name = chance.choice(sorted(parts))
        data = bytearray(parts[name])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        broken = zipped(parts | {name: bytes(data)}, zipfile.ZIP_STORED)
        if chance.random() < 0.2:
            broken = broken[: chance.randrange(len(broken))]
        outcome = _outcome(broken)
        assert outcome


def test_packing_adds_no_part():
    with pytest.raises(ValueError, match="not parts"):
        pack(GOOD, {"xl/new.xml": b""})
