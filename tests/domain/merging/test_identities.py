"""Sums that a form's notes state are checked, and told with every cell that they name."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.merging import check_answers, fan_out, merge_forms
from app.domain.merging.field import Form, Table
from app.domain.merging.sharing.identities import stated_identities
from tests.domain.merging.small_forms import field


def table(note, *fields):
    return Table("情况表", "indicators", fields, "S", (note,))


AREAS = (
    replace(field("补贴面积", "D5", "亩", type="decimal"), code="03"),
    replace(field("已作林地", "D6", "亩", type="decimal"), code="04"),
    replace(field("非农征占用", "D7", "公顷", type="decimal"), code="05"),
)


@pytest.mark.parametrize(
    ("note", "terms"),
    [
        ("填表说明：1. 代码03=04+05。", [(1, "已作林地"), (1, "非农征占用")]),
        ("3栏＝4栏＋5栏；面积保留两位小数", [(1, "已作林地"), (1, "非农征占用")]),
        ("勾稽关系：补贴面积=已作林地+非农征占用", [(1, "已作林地"), (1, "非农征占用")]),
        ("2. 补贴面积－已作林地=非农征占用", [(1, "已作林地"), (1, "非农征占用")]),
        ("03=04-05", [(1, "已作林地"), (-1, "非农征占用")]),
        ("利用率=已作林地÷补贴面积×100%", None),
        ("03≥04+05", None),
        ("03=04+09", None),
        ("补贴面积=已作林地", None),
        ("1公顷=15亩", None),
        ("截止2026-11-30填报", None),
    ],
)
def test_notes_are_read_as_sums_of_cells(note, terms):
    found = list(stated_identities(table(note, *AREAS)))
    assert [(item.whole.label, [(t.sign, t.field.label) for t in item.terms]) for item in found] == (
        [("补贴面积", terms)] if terms else []
    )


def test_each_column_has_its_own_sum():
    other = [replace(item, cell=item.cell.replace("D", "E"), period="2026-12") for item in AREAS]
    found = stated_identities(table("03=04+05", *AREAS, *other))
    assert [{item.whole.cell[0], *(t.field.cell[0] for t in item.terms)} for item in found] == [{"D"}, {"E"}]


@pytest.mark.parametrize(
    ("parts", "computed"), [(("10", "1"), "25"), (("10", "2"), "40"), (("10", None), None)]
)
def test_a_total_that_a_form_states_is_computed_in_its_unit_and_not_asked(parts, computed):
    shared = merge_forms([Form("a", "补贴核实表", (table("代码03=04+05", *AREAS),))])
    whole, *terms = shared.fields
    assert not whole.asked
    assert whole.derived_from.text == "代码03=04+05"
    answers = {"values": {item.id: value for item, value in zip(terms, parts, strict=True) if value}}
    assert check_answers(shared, answers) == ()
    returned = fan_out(shared, answers)["a"]
    found = [cell.value for cell in returned if cell.cell == whole.sources[0].cell]
    assert found == ([Decimal(computed)] if computed else [])


def test_a_total_given_beside_its_parts_must_be_their_sum():
    people = [replace(one, unit="人", type="integer") for one in AREAS]
    shared = merge_forms([Form("a", "表", (table("代码03=04+05", *people),))])
    ids = [item.id for item in shared.fields]
    assert check_answers(shared, {"values": dict(zip(ids, (3, 1, 2), strict=True))}) == ()
    (fault,) = check_answers(shared, {"values": dict(zip(ids, (4, 1, 2), strict=True))})
    assert (fault.pointer, "代码03=04+05" in fault.text) == (f"/values/{ids[0]}", True)
