"""Builders for the tests of the rules: a decent notice, and what the gate says about a change to it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.domain.policy import AskedField, Context, Draft, Finding, check_request
from app.domain.policy.worktime import CHINA

RECEIVED = datetime(2026, 11, 23, 9, tzinfo=CHINA)  # a Monday

INSPECTION = Draft(
    kind="inspection",
    oversight="inspection",
    document_no="东安办〔2026〕29号",
    title="关于开展冬春火灾防控检查的通知",
    description="对各乡镇冬春火灾防控工作开展实地检查，抽查小场所、自建房，发现问题现场反馈。",
    legal_basis=("国办发〔2023〕12号",),
    department_level="county",
    targets=("990101",),
    earliest=date(2026, 12, 1),
    latest=date(2026, 12, 20),
)

REPORT = Draft(
    kind="report",
    document_no="东民发〔2026〕41号",
    title="关于报送农村低保基础数据的通知",
    description="请各乡镇于12月15日前报送农村低保对象基础数据。",
    legal_basis=("国发〔2012〕45号",),
    department_level="county",
    targets=("990101",),
    earliest=date(2026, 11, 24),
    latest=date(2026, 12, 15),
    fields=(AskedField("农村低保户数", "户"), AskedField("农村低保人数", "人")),
)


def inspection(**changes: Any) -> Draft:
    return replace(INSPECTION, **changes)


def report(**changes: Any) -> Draft:
    return replace(REPORT, **changes)


def said(draft: Draft, **context: Any) -> tuple[Finding, ...]:
    return check_request(draft, Context(**{"received_at": RECEIVED, **context}))


def rules(draft: Draft, **context: Any) -> list[str]:
    return [finding.rule for finding in said(draft, **context)]
