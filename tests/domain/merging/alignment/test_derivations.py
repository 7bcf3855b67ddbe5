"""What one figure can be calculated from, and what must never be calculated though it looks so."""

import pytest

from app.domain.merging.alignment import align_fields, derivation_rules, element_of
from app.domain.merging.alignment.standards import standard_elements
from app.domain.merging.alignment.units import find_unit
from app.domain.merging.field import Field
from tests.domain.merging.alignment.test_alignment import field


@pytest.mark.parametrize(
    ("a", "b", "formula"),
    [
        (field("信访件数|件", period="2026-Q3"), field("信访件数|件", period="2026-08"), "之和"),
        (field("粮食产量|吨", period="2026"), field("粮食产量|吨", period="2026-Q3"), "之和"),
        (field("当年救助金额|元"), field("当月救助金额|元"), "之和"),
        (field("出生人数|人", period="2026-11 本年累计"), field("出生人数|人", period="2026-11"), "上期累计"),
        (field("累计救助金额|元"), field("当月救助金额|元"), "上期累计"),
        (field("隐患整改率|%"), field("已整改隐患数|处"), "分子分母"),
        (field("年龄|岁"), field("出生日期"), "出生日期"),
        (field("年龄"), field("出生年月"), "出生日期"),
    ],
    ids=lambda one: one.label if isinstance(one, Field) else one,
)
def test_what_follows_by_calculation_is_said_with_its_formula(a: Field, b: Field, formula: str):
    for found in (align_fields(a, b), align_fields(b, a)):
        assert (found.verdict, found.factor) == ("derivable", None)
        assert formula in found.formula
        assert found.reasons[-1].text_en


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        # a stock is never summed: it is that of the last day, or another one
        (field("常住人口|人", period="2026-Q3"), field("常住人口|人", period="2026-08"), "conflicting"),
        (field("常住人口|人", period="2026-Q3"), field("常住人口|人", period="2026-09"), "same"),
        (field("生猪存栏数|头", period="2026"), field("生猪存栏数|头", period="2026-12-31"), "same"),
        # rates and means are never averaged over months
        (field("隐患整改率|%", period="2026-Q3"), field("隐患整改率|%", period="2026-08"), "conflicting"),
        (field("人均纯收入|元", period="2026"), field("人均纯收入|元", period="2026-08"), "conflicting"),
        # nobody knows whether it is a flow
        (field("某某件数|件", period="2026-Q3"), field("某某件数|件", period="2026-08"), "conflicting"),
        # a total of this year does not hold a month of the last
        (field("出生人数|人", period="2026"), field("出生人数|人", period="2025-11"), "conflicting"),
        (
            field("出生人数|人", period="2026-10 本年累计"),
            field("出生人数|人", period="2026-11"),
            "different",
        ),
        # other things differ too
        (field("男性出生人数|人", period="2026"), field("出生人数|人", period="2026-11"), "different"),
        (field("父亲年龄|岁"), field("出生日期"), "different"),
        (field("参保率|%"), field("缴费人数|人"), "different"),
    ],
    ids=lambda one: f"{one.label} {one.period}" if isinstance(one, Field) else one,
)
def test_what_only_looks_derivable_is_not(a: Field, b: Field, verdict: str):
    assert align_fields(a, b).verdict == verdict


def test_the_dictionarys_rules_name_its_elements_in_units_that_fit():
    known = {one.label: one for one in standard_elements()}
    for rule in derivation_rules():
        whole, *parts = (known[name] for name in (rule.whole, *rule.parts))
        for one in (whole, *parts):
            assert element_of(Field(label=one.label, unit=one.unit)).standard == one.label
        units = [find_unit(one.unit) for one in (whole, *parts)]
        dimensions = [unit.dimension for unit in units if unit]
        assert len(dimensions) == len(units)
        if rule.kind in ("sum", "difference"):
            assert len(set(dimensions)) == 1
        else:
            expected = "ratio" if rule.kind == "rate" else f"{dimensions[1]}/{dimensions[2]}"
            assert dimensions[0] == expected
        assert rule.formula.startswith(rule.whole)
