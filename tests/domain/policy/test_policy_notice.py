"""R05 and R18: notice to the hour, on working days, and visits that must stay unknown."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_drafts import RECEIVED, inspection, report, rules, said

from app.domain.policy.context import CountyRules
from app.domain.policy.worktime import CHINA, earliest_due, working_days


def at(*parts):
    return datetime(*parts, tzinfo=CHINA)


def test_golden_fail_next_day_return_of_jinhu():
    finding = said(report(latest=at(2025, 3, 4, 16)), received_at=at(2025, 3, 3, 15))[0]
    assert (finding.rule, finding.severity, finding.pointer) == ("R05", "error", "/window/latest")
    assert "只有 1 个工作日" in finding.text
    assert "2025-03-06 15:00" in finding.remedy


def test_golden_fail_same_day_return_of_jinhu():
    finding = said(report(latest=at(2025, 3, 6, 15)), received_at=at(2025, 3, 6, 10))[0]
    assert (finding.rule, finding.severity) == ("R05", "error")
    assert "只有 0 个工作日" in finding.text


def test_the_same_moment_in_utc_reads_the_same():
    due, received = at(2025, 3, 4, 16), at(2025, 3, 3, 15)
    ours = said(report(latest=due), received_at=received)
    assert said(report(latest=due.astimezone(UTC)), received_at=received.astimezone(UTC)) == ours
    assert said(report(latest=due.replace(tzinfo=None)), received_at=received) == ours


@pytest.mark.parametrize(
    ("latest", "severity"),
    [
        (at(2026, 11, 26, 8, 59), "error"),
        (at(2026, 11, 26, 9), "warning"),
        (date(2026, 11, 27), "warning"),
        (at(2026, 11, 30, 9), None),
        (date(2026, 12, 15), None),
    ],
)
def test_three_working_days_are_wanted_and_five_advised(latest, severity):
    assert [f.severity for f in said(report(latest=latest))] == ([severity] if severity else [])


def test_a_county_sets_its_own_notice():
    draft = report(latest=date(2026, 11, 25))
    assert rules(draft, rules=CountyRules(notice_days=1, comfortable_days=2)) == []
    assert rules(draft, rules=CountyRules(notice_days=0)) == []
    assert rules(report(), rules=CountyRules(notice_days=20)) == ["R05"]


def test_an_emergency_is_told_not_blamed():
    draft = report(title="关于启动防汛Ⅲ级应急响应报送险情的通知", latest=at(2026, 11, 23, 15))
    assert [f.severity for f in said(draft)] == ["hint"]
    bureau = report(title="应急管理局关于报送企业底数的通知", latest=at(2026, 11, 23, 15))
    assert [f.severity for f in said(bureau)] == ["error"]


def test_a_visit_needs_time_too_unless_it_is_unannounced():
    soon = inspection(earliest=date(2026, 11, 24), latest=date(2026, 11, 24))
    assert [(f.rule, f.severity) for f in said(soon)] == [("R05", "warning")]
    hidden = inspection(latest=date(2026, 11, 24), unannounced=True)
    assert [(f.rule, f.severity) for f in said(hidden)] == [("R18", "hint")]


def test_an_unannounced_visit_asks_for_no_preparation():
    draft = inspection(unannounced=True, description="请各乡镇提前准备汇报材料。")
    assert [f.severity for f in said(draft)] == ["warning", "hint"]


def test_an_undeclared_unannounced_visit_would_be_seen():
    draft = inspection(description="采取四不两直方式实地抽查。")
    assert [(f.rule, f.pointer) for f in said(draft)] == [("R18", "/unannounced")]


def test_holidays_do_not_count_and_make_up_days_do():
    spring = tuple(
        day
        for day in (date(2026, 2, 9) + timedelta(n) for n in range(30))
        if (day.weekday() < 5 and not date(2026, 2, 15) <= day <= date(2026, 2, 23))
        or day in (date(2026, 2, 14), date(2026, 2, 28))
    )
    assert earliest_due(at(2026, 2, 13, 15), spring, 2) == at(2026, 2, 24, 15)
    assert earliest_due(at(2026, 2, 16, 15), spring, 1) == at(2026, 2, 25, 9)
    after_the_holiday = tuple(day for day in spring if day > date(2026, 2, 16))
    assert earliest_due(at(2026, 2, 16, 15), after_the_holiday, 1) == at(2026, 2, 25, 9)


def test_after_hours_counts_from_the_next_morning():
    assert earliest_due(at(2026, 11, 27, 19), (), 1) == at(2026, 12, 1, 9)
    assert earliest_due(at(2026, 11, 23, 6), (), 1) == at(2026, 11, 24, 9)


@given(st.integers(0, 60 * 24 * 40), st.integers(1, 12))
def test_the_earliest_due_leaves_exactly_the_days_asked(minutes, days):
    received = RECEIVED + timedelta(minutes=minutes)
    due = earliest_due(received, (), days)
    assert working_days(received, due, (), 20) == days
    assert working_days(received, due - timedelta(minutes=1), (), 20) == days - 1
