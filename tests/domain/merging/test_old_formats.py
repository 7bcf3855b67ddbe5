"""Forms in the formats of older and other offices (.xls, .et, .doc, .csv) are known by what is in them."""

import io
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.merging import WorkbookError, fan_out, fill_workbook, merge_forms, read_workbook
from app.domain.merging.foreign.convert import as_workbook, kind_of
from benchmarks.forms.reading import judge
from tests.domain.merging.test_foreign import WORD
from tests.forms.corpus import SAMPLES
from tests.forms.notation import build, expected

SOME = SAMPLES[::20]
CSV = "村民人口表,,\r\n村名,人口（人）,户数（户）\r\n东村,,\r\n西村,,\r\n合计,,\r\n"


def converted(folder: Path, target: str, *sources: Path) -> None:
    """The files as LibreOffice saves them in another format, in one run of it."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
         target, "--outdir", str(folder), *map(str, sources)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="session")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some forms of the corpus as .xls."""
    folder = tmp_path_factory.mktemp("old")
    sources = [folder / f"{sample.key}.xlsx" for sample in SOME]
    for source, sample in zip(sources, SOME, strict=True):
        source.write_bytes(build(sample))
    converted(folder, "xls:MS Excel 97", *sources)
    return folder


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("sample", SOME, ids=[sample.key for sample in SOME])
def test_an_et_that_is_an_excel_97_file_is_read_like_the_new_one(sample, old_files: Path) -> None:
    data = (old_files / f"{sample.key}.xls").read_bytes()
    assert kind_of(data) == "xls"
    reading = read_workbook(*as_workbook(data, f"{sample.key}.et"))
    assert judge(reading.to_json(), expected(sample)).wrong == []


@pytest.mark.parametrize("sample", SOME, ids=[sample.key for sample in SOME])
def test_an_et_that_is_a_renamed_xlsx_is_taken_for_one(sample) -> None:
    data, name = as_workbook(build(sample), f"{sample.key}.et")
    assert name == f"{sample.key}.et"
    assert judge(read_workbook(data, name).to_json(), expected(sample)).wrong == []


@pytest.mark.parametrize("inside", ["", "PowerPoint Document", "EncryptedPackage"])
def test_an_old_file_that_holds_no_table_says_so(inside: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + inside.encode("utf-16-le") + bytes(2000)
    with pytest.raises(WorkbookError) as refused:
        read_workbook(*as_workbook(data, "form.et"))
    assert refused.value.reason in ("old_format", "encrypted")
    assert refused.value.remedy


@pytest.mark.needs("soffice")
def test_a_word_97_file_is_read_merged_filled_and_handed_back(tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(WORD)
    converted(tmp_path, "doc:MS Word 97", tmp_path / "form.docx")
    old = (tmp_path / "form.doc").read_bytes()
    assert kind_of(old) == "doc"
    data, name = as_workbook(old, "form.doc")
    assert name == "form.xlsx"
    new, _ = as_workbook(WORD, "form.docx")
    reading = read_workbook(data, name)
    labels = [one.label for one in reading.tables[0].fields]
    assert labels == [one.label for one in read_workbook(new, name).tables[0].fields] != []
    shared = merge_forms([reading.to_form("a")])
    values = {one.id: one.options[0] if one.options else "7" for one in shared.fields}
    cells = fan_out(shared, {"values": values})["a"]
    assert len(cells) == len(labels)
    book = load_workbook(io.BytesIO(fill_workbook(data, cells)))
    shown = [str(cell.value) for row in book.active for cell in row if cell.value is not None]
    assert sum("7" in text for text in shown) == sum(not one.options for one in shared.fields)
    assert any("☑男" in text for text in shown)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_of_excel_and_wps(encoding: str, mark: str) -> None:
    data = CSV.replace(",", mark).encode(encoding)
    assert kind_of(data) == "csv"
    workbook, name = as_workbook(data, "人口.csv")
    assert name == "人口.xlsx"
    [table] = read_workbook(workbook, name).tables
    assert (table.kind, table.title, len(table.fields)) == ("crosstab", "村民人口表", 6)
    assert {one.unit for one in table.fields} == {"人", "户"}


def test_what_begins_like_a_formula_in_a_csv_stays_text() -> None:
    data, name = as_workbook(f'{CSV}=HYPERLINK("x"),,\r\n'.encode(), "a.csv")
    cells = [cell for row in load_workbook(io.BytesIO(data)).active for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert read_workbook(data, name).tables


@pytest.mark.parametrize(
    "data", [b'{"a": 1,\n"b": 2}', b"<a>,\n</a>,", b"words\nonly", b"\x00,\n,\n", b"", b"a,b"]
)
def test_other_text_is_no_csv(data: bytes) -> None:
    assert kind_of(data) == "xlsx"
    with pytest.raises(WorkbookError):
        read_workbook(data, "form.csv")


def test_a_csv_larger_than_a_form_is_refused() -> None:
    with pytest.raises(WorkbookError) as refused:
        as_workbook(("a,b\n" * 6000).encode(), "a.csv")
    assert refused.value.reason == "too_large"
