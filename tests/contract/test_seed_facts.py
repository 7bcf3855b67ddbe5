"""The seed forms open, their blank cells are facts, and every township's facts add up."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from seeds.build.facts import base_unit
from tests.contract.seed_files import answers, facts, forms, lines, requests


def test_every_form_opens_and_is_asked_for():
    asked = {Path(line["form_file"]).name for line in requests().values() if line["form_file"]}
    assert asked == set(forms())
    assert len(forms()) >= 24
    assert any(len(book.worksheets) > 1 for book in forms().values())


def test_the_facts_answer_every_blank_cell():
    named = {
        (Path(cell["form"]).name, cell["sheet"], cell.get("cell") or cell["column"])
        for fact in facts()
        for cell in fact["cells"]
        if "form" in cell
    }
    for name, sheet, place in named:
        page = forms()[name][sheet]
        if place[-1].isdigit():
            assert page[place].value in (None, "□是　　□否"), (name, place)
            assert page[place].border.left.style == "thin", (name, place)
    asked = {
        (cell["request"], cell["label"]) for fact in facts() for cell in fact["cells"] if "request" in cell
    }
    fields = {
        (key, field["label"])
        for key, line in requests().items()
        for field in (line["body"]["form"] or {"fields": []})["fields"]
    }
    assert asked == fields


def test_validated_cells_are_facts():
    named = {
        (Path(cell["form"]).name, cell["sheet"], cell["cell"])
        for fact in facts()
        for cell in fact["cells"]
        if "cell" in cell
    }
    for name, book in forms().items():
        for page in book.worksheets:
            places = [
                str(place) for rule in page.data_validations.dataValidation for place in rule.sqref.ranges
            ]
            single = {(name, page.title, place) for place in places if ":" not in place}
            assert single <= named


def test_one_fact_has_one_dimension():
    for fact in facts():
        for cell in fact["cells"]:
            assert base_unit(cell["unit"])[0] == fact["unit"], (fact["id"], cell)


def test_a_conflict_never_shares_a_cell():
    cells_of = {fact["id"]: {json.dumps(cell) for cell in fact["cells"]} for fact in facts()}
    conflicts = [line["conflict"] for line in lines("key/fields.jsonl") if "conflict" in line]
    assert any({"toilets_built", "toilets_system"} <= set(names) for names in conflicts)
    for names in conflicts:
        assert set(names) <= set(cells_of)
        for one, other in combinations(names, 2):
            assert not cells_of[one] & cells_of[other]


def test_a_split_fact_names_its_parts_and_its_computed_total():
    split = [fact for fact in facts() if "parts" in fact]
    known = {fact["id"] for fact in facts()}
    assert len(split) >= 20
    for fact in split:
        assert set(fact["parts"]) <= known
        for cell in fact["totals"]:
            value = forms()[Path(cell["form"]).name][cell["sheet"]][cell["cell"]].value
            assert str(value).startswith("=SUM("), cell
        for town in answers():
            parts = sum(town["facts"][part] for part in fact["parts"])
            assert parts == pytest.approx(town["facts"][fact["id"]]), (town["name"], fact["id"])


def test_every_township_answers_every_fact():
    for town in answers():
        columns = {name for rows in town["rosters"].values() for row in rows for name in row}
        for fact in facts():
            assert fact["id"] in town["facts"] or fact["id"] in columns, (town["township"], fact["id"])
        figures = [value for value in town["facts"].values() if not isinstance(value, str)]
        assert all(value >= 0 for value in figures)


TOTALS = [
    ("lb_civil_total", ["lb_civil_boys", "lb_civil_girls"]),
    ("lb_civil_total", ["lb_civil_grand", "lb_civil_kin", "lb_civil_none"]),
    ("jobs_out", ["jobs_out_province", "jobs_in_province"]),
    ("toilets_system", ["toilets_built", "toilets_double"]),
    ("subsidy_out", ["subsidy_out_forest", "subsidy_out_built", "subsidy_out_other"]),
    ("cancer_found", ["cancer_cervix", "cancer_breast"]),
    ("insured_due", ["insured_paid", "insured_not"]),
    ("field_illegal_ytd", ["field_stopped_ytd", "field_filed_ytd"]),
    ("dispute_all", ["dispute_all_done", "dispute_all_open"]),
]


@pytest.mark.parametrize(("total", "parts"), TOTALS)
def test_totals_add_up(total, parts):
    for town in answers():
        assert town["facts"][total] == pytest.approx(sum(town["facts"][part] for part in parts)), town["name"]
