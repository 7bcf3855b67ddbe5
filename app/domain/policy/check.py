"""The gate: every rule in force is asked about a draft, and its remarks come back, the gravest first."""

from collections.abc import Callable, Iterator

from app.domain.policy import documents, notice, oversight
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
    ("R17", oversight.new_duty),
    ("R18", notice.unannounced),
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
