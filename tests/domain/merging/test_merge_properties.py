"""Whatever forms are merged: every cell comes back, groups agree with themselves, and ids stay."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.merging import fan_out, merge_forms
from app.domain.merging.alignment import convert
from tests.domain.merging.small_forms import field, form

BASES = ["户籍人口", "常住人口", "低保人数", "耕地面积", "粮食产量", "企业数", "改厕户数"]
UNITS = {
    "耕地面积": ("亩", "公顷", "平方米"),
    "粮食产量": ("吨", "公斤", "万吨"),
    "企业数": ("家",),
    "改厕户数": ("户", "万户"),
}


@st.composite
def some_fields(draw, key):
    chosen = draw(st.lists(st.sampled_from(BASES), min_size=1, max_size=5, unique=True))
    fields = []
    for number, label in enumerate(chosen, 1):
        unit = draw(st.sampled_from(UNITS.get(label, ("人", "万人"))))
        kind = "integer" if unit in ("人", "户", "家") else "decimal"
        note = draw(st.sampled_from(["", "按户籍统计", "按居住地统计"]))
        fields.append(field(label, f"D{number}", unit, type=kind, note=note))
    return form(key, *fields)


FORMS = st.tuples(some_fields("a"), some_fields("b"), some_fields("c"))


@settings(max_examples=60, deadline=None)
@given(FORMS, st.data())
def test_merge_then_fan_out_returns_every_original_cell(forms, data):
    """The township knows each fact once; every form gets its own cell back in its own unit."""
    shared = merge_forms(forms)
    values = {}
    for item in shared.cells:
        whole = item.type == "integer"
        number = data.draw(st.integers(0, 10**7))
        values[item.id] = str(number if whole else Decimal(number) / 100)
    cells = {
        (key, cell.cell): cell for key, found in fan_out(shared, {"values": values}).items() for cell in found
    }

    asked = [(each.key, item) for each in forms for item in each.tables[0].fields]
    assert set(cells) == {(key, item.cell) for key, item in asked}
    for key, item in asked:
        home = next(
            one for one in shared.cells if any((s.file, s.cell) == (key, item.cell) for s in one.sources)
        )
        exact = convert(Decimal(values[home.id]), home.unit, item.unit)
        assert cells[key, item.cell].unit == item.unit
        assert abs(cells[key, item.cell].value - exact) <= Decimal("0.0000005")
        assert bool(cells[key, item.cell].rounding) == (cells[key, item.cell].value != exact)


@settings(max_examples=40, deadline=None)
@given(FORMS)
def test_adding_a_form_keeps_the_groups_and_an_order_of_forms_changes_no_cell(forms):
    before, after = merge_forms(forms[:2]), merge_forms(forms)

    def groups(shared):
        return {
            frozenset((s.file, s.cell) for s in item.sources if s.file != "c") for item in shared.fields
        } - {frozenset()}

    assert groups(before) <= groups(after)
    kept = {
        item.id
        for item in before.fields
        if item.unit in {other.unit for other in after.fields if other.id == item.id}
    }
    changed = [
        item
        for item in before.fields
        if item.id not in {other.id for other in after.fields}
        and not any(
            other.unit != item.unit
            and other.sources[0] == replace(item.sources[0], factor=other.sources[0].factor)
            for other in after.fields
        )
    ]
    assert changed == []
    assert kept <= {item.id for item in after.fields}


@settings(max_examples=40, deadline=None)
@given(FORMS)
def test_every_group_agrees_with_itself(forms):
    for item in merge_forms(forms).fields:
        assert len({source.note for source in item.sources} - {""}) <= 1
        assert len({source.file for source in item.sources}) == len(item.sources)
