"""Takes a township's answers: checked, stored as a version, and handed on to every department at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.merging import AnswerFault, check_answers, known_answers, merge_answers
from app.domain.merging.workbook.addresses import cell_address
from app.forms.returns import issue_returns
from app.forms.template import Template
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id, public_id
from app.kit.problems import Fault, Problem
from app.kit.words import Words
from app.tables import Bundle, FormReturn, Submission

Answers = Mapping[str, Any]


class UnfitAnswers(Problem):
    slug = "unfit-answers"
    status = 422
    title = Words("有填写错误，没有保存", "Some answers cannot stand; nothing was stored")
    remedy = Words("请按 errors 逐项改正后重新提交。", "Correct each of the errors and send it again.")


@dataclass(frozen=True, slots=True)
class Filled:
    """A stored version and the returns that it changed."""

    submission: Submission
    returns: list[FormReturn]


def latest_submission(session: Session, template: Template) -> Submission | None:
    """The newest version of a township's answers to a template."""
    return session.scalar(
        select(Submission)
        .where(
            Submission.bundle_id == template.bundle.id,
            Submission.township == template.township,
            Submission.period == template.period,
        )
        .order_by(Submission.version.desc())
        .limit(1)
    )


def check_fit(template: Template, answers: Answers, found: tuple[AnswerFault, ...] = ()) -> None:
    """Raises UnfitAnswers with every fault: those `found` while reading the file and those of the answers."""
    told = {(one.pointer, one.text) for one in found}
    others = [one for one in check_answers(template.shared, answers) if (one.pointer, one.text) not in told]
    faults = [*found, *others]
    if faults:
        raise UnfitAnswers(faults=[_fault(one) for one in faults])


def fill_template(
    session: Session, actor: Actor, template: Template, answers: Answers, now: datetime
) -> Filled:
    """Store the answers on top of the earlier ones (a blank never overwrites) and issue the returns."""
    # the bundle's row is the turnstile: two clerks saving at once get two versions, and none is lost
    session.execute(select(Bundle.id).where(Bundle.id == template.bundle.id).with_for_update(key_share=True))
    earlier = latest_submission(session, template)
    kept = known_answers(template.shared, earlier.answers) if earlier else {}
    merged = merge_answers(kept, answers)
    check_fit(template, merged)
    submission = Submission(
        id=new_id(), home=template.township[:6], township=template.township, bundle_id=template.bundle.id,
        period=template.period, version=(earlier.version if earlier else 0) + 1, answers=merged,
        template=template.shared.to_json(), submitted_at=now, submitted_by=actor.key_id,
    )  # fmt: skip
    session.add(submission)
    session.flush()
    returns = issue_returns(session, template, submission, now)
    record(
        session, actor, now, "submission.store", public_id("sub", submission.home, submission.id),
        submission.home, version=submission.version, returns=len(returns),
    )  # fmt: skip
    return Filled(submission, returns)


def _fault(one: AnswerFault) -> Fault:
    cell = cell_address(one.row, one.column) if one.row else None
    remedy = Words("改正这一格后重新提交。", "Correct this cell and send it again.")
    return Fault(
        Words(one.text, one.text_en), remedy, pointer=one.pointer or None, sheet=one.sheet or None, cell=cell
    )
