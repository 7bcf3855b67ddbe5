"""Every form, filled once and handed back, holds the once-given answers after LibreOffice recalculated it."""

import io
import zipfile
from pathlib import Path

import pytest

from app.domain.merging import CellValue, fill_workbook
from app.domain.merging.workbook.package import pack
from benchmarks.forms.rich_workbooks import rich_workbooks
from benchmarks.forms.round_trip import Report, compare_formulas, compare_parts, originals, round_trip


@pytest.mark.needs("soffice")
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # openpyxl, of what it cannot keep
def test_every_cell_comes_back_in_its_own_unit_and_nothing_of_a_workbook_is_lost(tmp_path: Path) -> None:
    report = round_trip(originals(), tmp_path)
    assert report.wrong == []
    assert report.counts["files"] >= 90
    assert report.counts["cells"] > 4000
    assert report.counts["formulas"] > 100
    assert report.counts["results"] > 30
    assert report.counts["parts untouched"] > 600


def test_the_comparison_sees_what_is_lost() -> None:
    before = rich_workbooks()["rich_list.xlsx"]
    filled = fill_workbook(before, [CellValue("统计表", "C3", "12")])
    sheet = "xl/worksheets/sheet1.xml"
    cases = {
        "a drawing": pack(
            filled, {"xl/drawings/drawing1.xml": b"<wsDr/>", "xl/styles.xml": b"<styleSheet/>"}
        ),
        "a rule": pack(filled, {sheet: _sheet(filled).replace(b"dataValidation", b"dataVanished")}),
        "a formula": pack(filled, {sheet: _sheet(filled).replace(b"<f>", b"<g>").replace(b"</f>", b"</g>")}),
    }
    for lost, after in cases.items():
        report = Report()
        compare_parts(lost, before, after, report)
        compare_formulas(lost, before, after, report)
        assert report.wrong, lost
    report = Report()
    compare_parts("nothing", before, filled, report)
    compare_formulas("nothing", before, filled, report)
    assert report.wrong == []


def _sheet(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")
