"""Two saves become one: rows meet by the object they name, and nobody undoes another's change unseen."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.merging import changed_since, merge_answers, merge_forms, overtaken
from tests.domain.merging.small_forms import column, field, form, ledger

SHARED = merge_forms(
    [
        form("a", field("耕地面积", "D1", "亩", type="decimal"), field("检查家次", "D2", "家次")),
        ledger("b", "企业台账", column("企业名称", "B"), column("用工人数", "C", "人", "integer")),
    ]
)
AREA, VISITS = (item.id for item in SHARED.cells)
[ROSTER] = (item.id for item in SHARED.rosters)
NAME, STAFF = (item.id for item in SHARED.columns(ROSTER))


def listed(*rows):
    return {"values": {}, "rows": {ROSTER: [dict(zip((NAME, STAFF), row, strict=False)) for row in rows]}}


def merged(old, new):
    return [tuple(row.values()) for row in merge_answers(SHARED, old, new)["rows"][ROSTER]]


def test_rows_meet_by_name_whatever_their_order():
    old = listed(("甲厂", "1"), ("乙厂", "2"))
    assert merged(old, listed(("乙厂", "3"))) == [("甲厂", "1"), ("乙厂", "3")]
    assert merged(old, listed(("乙厂",), ("甲厂", "4"))) == [("甲厂", "4"), ("乙厂", "2")]
    assert merged(old, listed(("丙厂", "5"))) == [("甲厂", "1"), ("乙厂", "2"), ("丙厂", "5")]


def test_a_row_renamed_in_a_whole_list_keeps_nothing_of_the_object_before_it():
    old = listed(("甲厂", "1"), ("乙厂", "2"))
    assert merged(old, listed(("甲厂", "1"), ("新厂",))) == [("甲厂", "1"), ("新厂",)]


def test_a_row_struck_off_leaves_and_others_stay():
    old = listed(("甲厂", "1"), ("乙厂", "2"))
    gone = {"values": {}, "rows": {ROSTER: [{NAME: "甲厂", "_removed": True}]}}
    assert merged(old, gone) == [("乙厂", "2")]
    assert merged(listed(), gone) == []


def test_what_was_only_sent_back_undoes_nothing():
    read = {"values": {AREA: "1", VISITS: "2"}, **{"rows": listed(("甲厂", "1"), ("乙厂", "2"))["rows"]}}
    first = merge_answers(SHARED, read, {"values": {AREA: "7"}, "rows": listed(("甲厂", "9"))["rows"]})
    sent = {"values": {AREA: 1.0, VISITS: "5"}, "rows": listed(("甲厂", "1"), ("乙厂", "8"))["rows"]}
    mine = changed_since(SHARED, read, sent)
    assert mine == {"values": {VISITS: "5"}, "rows": listed(("乙厂", "8"))["rows"]}
    both = merge_answers(SHARED, first, mine)
    assert both == {"values": {AREA: "7", VISITS: "5"}, "rows": listed(("甲厂", "9"), ("乙厂", "8"))["rows"]}


def test_what_two_people_changed_is_told():
    read, now = {"values": {AREA: "1", VISITS: "2"}}, {"values": {AREA: "7", VISITS: "3"}}
    [one] = overtaken(SHARED, read, now, {"values": {AREA: "8", VISITS: "3"}})
    assert (one.label, one.first, one.then) == ("耕地面积", "7", "8")


NAMES = st.lists(st.sampled_from("甲乙丙丁戊"), unique=True)


@given(NAMES, NAMES, st.randoms())
def test_no_row_ever_takes_a_figure_of_another_object(old, new, order):
    before = listed(*((name, f"old {name}") for name in old))
    rows = [(name, f"new {name}") if order.random() < 0.5 else (name,) for name in new]
    order.shuffle(rows)
    for name, *figure in merged(before, listed(*rows)) if rows else ():
        assert not figure or figure[0].endswith(name)
