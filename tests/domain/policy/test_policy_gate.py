"""The gate as a whole: quiet for decent notices, pure, ordered, and every rule says where it comes from."""

import string
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_drafts import INSPECTION, REPORT, inspection, report, rules, said

from app.domain.policy import Context
from app.domain.policy.check import CHECKS
from app.domain.policy.finding import SEVERITIES
from app.domain.policy.rulebook import rulebook

DECENT = [
    INSPECTION,
    REPORT,
    inspection(
        description="现场检查消防通道。检查不打分、不排名、不要求陪同，严禁打卡留痕，不得签订责任状。"
    ),
    inspection(title="关于开展森林防火实地督导的通知", oversight="supervision"),
    inspection(title="关于开展生产安全事故隐患整治检查的通知", description="入户抽查液化气使用。"),
    inspection(title="关于贯彻落实《乡镇考核办法》情况的检查通知", description="实地查看两个村。"),
    inspection(title="关于开展危险化学品企业安全检查的通知", description="现场检查储罐区。"),
    report(recurrence="monthly", description="每月5日前报送上月新增低保户数。"),
    report(recurrence="quarterly", legal_basis=(), description="每季度首月10日前报送。"),
    report(title="关于填报房屋安全隐患排查统计表的通知"),
    report(description="通过省民政系统填报，不再报送纸质件，无需盖章。"),
    report(title="Notice on reporting rural broadband coverage", description="Please report by 15 December."),
]


@pytest.mark.parametrize("draft", DECENT, ids=lambda draft: draft.title[:24])
def test_a_decent_notice_yields_nothing(draft):
    assert said(draft) == ()


def test_errors_come_first():
    worst = inspection(
        title="关于开展林长制调研的通知",
        description="设置优秀、合格、不合格三个等次，签订责任状，每月通报排名。",
        unannounced=True,
    )
    severities = [finding.severity for finding in said(worst)]
    assert set(severities) == set(SEVERITIES)
    assert severities == sorted(severities, key=SEVERITIES.index)


def test_every_rule_has_a_source_and_a_check_and_speaks_both_languages():
    book = rulebook()
    assert set(book) == {key for key, _ in CHECKS}
    for rule in book.values():
        assert rule.source
        assert rule.source_en
        for saying in rule.sayings.values():
            assert saying.severity in SEVERITIES
            assert saying.text
            assert saying.remedy
            for chinese, english in ((saying.text, saying.text_en), (saying.remedy, saying.remedy_en)):
                assert _names(english) <= _names(chinese) | {name + "_en" for name in _names(chinese)}


def _names(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_rule_says_nothing_before_it_is_in_force():
    old = datetime(2009, 6, 1, 9, tzinfo=UTC)
    draft = report(title="关于报送统计报表的通知", latest=date(2009, 6, 2))
    assert rules(draft, received_at=old) == []
    assert rules(draft) == ["R05", "R11"]


def test_the_moment_of_receipt_needs_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        Context(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - the naive moment is what is refused


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["inspection", "report"]))
def test_any_text_is_read_without_a_fault_and_twice_the_same(title, description, kind):
    draft = inspection(kind=kind, title=title, description=description)
    findings = said(draft)
    assert findings == said(draft)
    assert all(finding.source and finding.text_en for finding in findings)


def test_every_rule_has_its_row_in_the_guide():
    guide = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    table = [line for line in guide.splitlines() if line.startswith("| ") and "|" in line[2:]]
    rows = {key.strip() for line in table for key in line.split("|")[1].split(",")}
    assert {key for key, _ in CHECKS} <= rows
