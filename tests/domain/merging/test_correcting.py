"""Corrections find their place again where the same was read, and nowhere else."""

import pytest

from app.domain.merging import CannotCorrect, Correction, correct, recall
from app.domain.merging.field import Field, Table

SHEET = "11月"


def table(*labels: str, sheet: str = SHEET, first: int = 2) -> Table:
    fields = tuple(
        Field(label, type="text", path=(label,), sheet=sheet, cell=f"B{row}")
        for row, label in enumerate(labels, first)
    )
    return Table("2026年11月人口登记表", "record", fields, sheet)


def cells(tables: tuple[Table, ...]) -> dict[str, str]:
    return {one.cell or one.column: one.label for part in tables for one in part.fields}


def said(*corrections: Correction, odd: tuple[tuple[str, str, str], ...] = ()):
    return correct([table("户数", "人口")], odd, corrections).said


def test_a_field_is_known_again_where_rows_moved_and_the_sheet_has_another_month() -> None:
    kept = said(Correction(SHEET, "B3", changes={"label": "常住人口"}))
    state = recall([table("户数", "面积", "人口", sheet="12月")], [], kept)
    assert cells(state.tables) == {"B2": "户数", "B3": "面积", "B4": "常住人口"}
    assert state.left == ()


def test_two_fields_of_that_name_are_left_alone() -> None:
    kept = said(Correction(SHEET, "B3", changes={"label": "常住人口"}))
    state = recall([table("户数", "面积", "人口", "人口")], [], kept)
    assert (cells(state.tables)["B4"], len(state.left)) == ("人口", 1)


def test_an_added_field_returns_only_where_the_sheet_was_read_as_before() -> None:
    kept = said(Correction(SHEET, "D2", changes={"label": "备注"}))
    assert cells(recall([table("户数", "人口")], [], kept).tables)["D2"] == "备注"
    state = recall([table("户数", "人口", "面积")], [], kept)
    assert ("D2" in cells(state.tables), len(state.left)) == (False, 1)


def test_a_text_that_asks_for_nothing_is_told_once() -> None:
    odd = ((SHEET, "A9", "共 11 页"),)
    kept = said(Correction(SHEET, "A9", drop=True), odd=odd)
    assert recall([table("户数", "人口")], [(SHEET, "A9", "共 12 页")], kept).not_understood == ()


def test_corrections_of_corrected_fields_follow_each_other() -> None:
    kept = said(
        Correction(SHEET, "B3", changes={"label": "常住人口"}),
        Correction(SHEET, "B3", changes={"unit": "万人"}),
        Correction(SHEET, "B2", drop=True),
    )
    state = recall([table("户数", "人口")], [], kept)
    [field] = state.tables[0].fields
    assert (field.label, field.unit, field.type, state.left) == ("常住人口", "万人", "decimal", ())


def test_choices_make_a_choice_and_another_type_loses_them() -> None:
    state = correct([table("户数")], [], [Correction(SHEET, "B2", changes={"options": ("是", "否")})])
    assert (state.tables[0].fields[0].type, state.tables[0].fields[0].options) == ("boolean", ("是", "否"))
    again = correct(state.tables, [], [Correction(SHEET, "B2", changes={"type": "text"})])
    assert again.tables[0].fields[0].options == ()


def test_a_ledger_and_a_record_turn_into_each_other() -> None:
    ledger = correct(
        [table("户数", "人口")], [], [Correction(SHEET, table=0, changes={"kind": "ledger", "first_row": 4})]
    )
    assert cells(ledger.tables) == {"B": "户数"}
    back = correct(ledger.tables, [], [Correction(SHEET, table=0, changes={"kind": "record"})])
    assert cells(back.tables) == {"B4": "户数"}


def test_nothing_is_applied_where_one_correction_fits_no_place() -> None:
    with pytest.raises(CannotCorrect) as refused:
        said(Correction(SHEET, "B2", drop=True), Correction(SHEET, "C9", drop=True))
    assert refused.value.number == 1


def test_a_column_of_two_ledgers_must_name_its_table() -> None:
    one = Table("甲", "ledger", (Field("户数", sheet=SHEET, column="B"),), SHEET, first_row=3, last_row=5)
    with pytest.raises(CannotCorrect):
        correct([one, one], [], [Correction(SHEET, "B", drop=True)])
    state = correct([one, one], [], [Correction(SHEET, "B", table=1, drop=True)])
    assert [len(part.fields) for part in state.tables] == [1, 0]


def test_a_formula_is_not_made_a_blank() -> None:
    computed = Table(
        "甲", "record", (Field("合计", sheet=SHEET, cell="B2", role="formula", formula="=B3+B4"),), SHEET
    )
    with pytest.raises(CannotCorrect):
        correct([computed], [], [Correction(SHEET, "B2", changes={"role": "input"})])
