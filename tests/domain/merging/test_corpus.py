"""Every form of the corpus is read as a person reads it; the files beside it are those forms."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.domain.merging import read_workbook
from benchmarks.forms.reading import judge
from tests.forms.corpus import SAMPLES
from tests.forms.notation import Sample, build, expected
from tests.forms.write import HERE, answers


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.key for sample in SAMPLES])
def test_every_field_is_found_with_kind_unit_role_period_and_grain(sample: Sample) -> None:
    reading = read_workbook(build(sample), f"{sample.key}.xlsx")
    assert judge(reading.to_json(), expected(sample)).wrong == []
    assert tuple(text for _, _, text in reading.not_understood) == sample.not_understood


def test_the_corpus_has_forty_forms_of_every_kind() -> None:
    kinds = [read.kind for sample in SAMPLES for page in sample.pages for read in page.reads]
    assert len({sample.key for sample in SAMPLES}) == len(SAMPLES) >= 40
    assert all(kinds.count(kind) >= 8 for kind in ("record", "indicators", "ledger", "crosstab"))


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.key for sample in SAMPLES])
def test_the_file_in_the_repository_is_the_form(sample: Sample) -> None:
    kept = load_workbook(HERE / "xlsx" / f"{sample.key}.xlsx")
    built = load_workbook(BytesIO(build(sample)))
    assert [_cells(page) for page in kept] == [_cells(page) for page in built]


def test_the_answers_in_the_repository_are_those_of_the_forms() -> None:
    assert (HERE / "expected.jsonl").read_text(encoding="utf-8") == answers()


def _cells(page):
    merged = sorted(str(area) for area in page.merged_cells.ranges)
    return page.title, merged, [[cell.value for cell in row] for row in page.iter_rows()]
