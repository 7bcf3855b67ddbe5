"""A department's ledger is counted for a figure that it surely is, of its day or later, and only offered."""

from datetime import UTC, datetime

import pytest

from app.domain.merging import Earlier, Memory, Standing, merge_forms
from tests.domain.merging.small_forms import column, field, form, ledger

UPLOADED = datetime(2026, 11, 2, tzinfo=UTC)
COLUMNS = (
    column("姓名", "B", grain="person"),
    column("性别", "C", grain="person"),
    column("身份证号", "D", grain="person"),
    column("出生日期", "E", "", "date", "person"),
)
PEOPLE = (
    ("王某", "男", "1", "1966-10-31"),
    ("李某", "女", "2", "1966-12-15"),
    ("赵某", "女", "3", "1990-01-02"),
)


def standing(people=PEOPLE, as_of="2026-10-31", *, whole=True, name="县民政局《低保对象台账》"):
    shared = merge_forms([ledger("ledger", "低保对象台账", *COLUMNS)])
    ids = [one.id for one in shared.fields]
    rows = [{key: value for key, value in zip(ids, one, strict=True) if value} for one in people]
    answers = {"rows": {shared.rosters[0].id: rows}}
    return Earlier(f"led_{name}", as_of, UPLOADED, shared, answers, Standing(name, whole))


def offered(label, period, *ledgers, **more):
    asked = merge_forms([form("a", field(label, "D1", period=period, **more), title="社会救助统计表")])
    found = Memory(ledgers or [standing()]).carry(asked, "", {}).values.values()
    return [(one.value, one.basis, one.period, one.ledger) for one in found]


def test_a_count_waits_to_be_confirmed_and_says_whose_list_it_is_of():
    assert offered("低保人数", "2026-10-31") == [("3", "unchanged", "2026-10-31", "县民政局《低保对象台账》")]
    assert [one[0] for one in offered("低保女性人数", "2026-11-30")] == ["2"]


def test_ages_are_those_on_the_day_that_is_asked():
    assert [one[0] for one in offered("60岁以上低保人数", "2026-10-31")] == ["1"]
    assert [one[0] for one in offered("60岁以上低保人数", "2026-12-31")] == ["2"]


@pytest.mark.parametrize(
    ("label", "period"),
    [
        ("低保人数", "2026-09-30"), ("低保人数", "2028-10-31"), ("新增低保人数", "2026-10"),
        ("残疾人数", "2026-10-31"),
    ],
)  # fmt: skip
def test_an_earlier_day_a_flow_and_another_question_are_asked(label, period):
    assert offered(label, period) == []


def test_a_list_that_is_not_whole_or_names_somebody_twice_or_nobody_is_not_counted():
    assert offered("低保人数", "2026-10-31", standing(whole=False)) == []
    assert offered("低保人数", "2026-10-31", standing((*PEOPLE, PEOPLE[0]))) == []
    assert offered("低保人数", "2026-10-31", standing((*PEOPLE, ("钱某", "男", "", "")))) == []
    assert offered("60岁以上低保人数", "2026-10-31", standing((*PEOPLE, ("钱某", "男", "4", "")))) == []


def test_two_ledgers_that_differ_offer_nothing():
    other = standing(PEOPLE[1:], name="县残联《低保对象台账》")
    assert offered("低保人数", "2026-10-31", standing(), other) == []
    assert len(offered("低保人数", "2026-10-31", standing(), standing(name="又一份"))) == 1


def test_a_definition_of_its_own_is_asked():
    assert offered("低保人数", "2026-10-31", note="含低保边缘人口") == []
