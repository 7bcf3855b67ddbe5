"""The gate: every rule in force is asked about a draft, and its remarks come back, the gravest first."""

from collections.abc import Callable, Iterator

from app.domain.policy import (
    channels,
    documents,
    enterprise,
    frequency,
    ladder,
    notice,
    oversight,
    personal,
    statistics,
)
from app.domain.policy.context import Context
from app.domain.policy.draft import Draft
from app.domain.policy.finding import SEVERITIES, Finding
from app.domain.policy.rulebook import Rule, rulebook

Check = Callable[[Draft, Context, Rule], Iterator[Finding]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("R01", oversight.basis),
    ("R02", oversight.central_cap),
    ("R03", oversight.monthly_cap),
    ("R04", oversight.local_cap),
    ("R05", notice.notice_time),
    ("R06", oversight.disguise),
    ("R07", oversight.pressure),
    ("R08", documents.return_demands),
    ("R09", documents.length),
    ("R10", channels.channels),
    ("R11", statistics.survey_marks),
    ("R12", frequency.least_frequency),
    ("R13", enterprise.published_item),
    ("R14", enterprise.barred_inspectors),
    ("R15", enterprise.yearly_cap),
    ("R16", enterprise.scan_in),
    ("R17", oversight.new_duty),
    ("R18", notice.unannounced),
    ("R19", frequency.floors),
    ("PIPL6", personal.personal_data),
    ("PIPL28", personal.sensitive_data),
    ("LADDER", ladder.cheaper_ways),
)


def check_request(draft: Draft, context: Context) -> tuple[Finding, ...]:
    """What the rules say about `draft`: errors first, then warnings and hints, each in the rules' order.

    Pure: the same draft and context give the same findings. An empty tuple is the normal answer to a
    decent notice. No finding refuses anything. Rules not yet, or no longer, in force on the day of
    receipt say nothing.
    """
    day = context.received_at.date()
    book = rulebook()
    findings = [
        finding
        for key, check in CHECKS
        if book[key].in_force(day)
        for finding in check(draft, context, book[key])
    ]
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))
