"""Takes a township's answers: checked, stored as a version, and handed on to every department at once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS
from app.domain.merging import (
    AnswerFault,
    Carried,
    Moved,
    Overtaken,
    Revision,
    Unplaced,
    changed_since,
    check_answers,
    merge_answers,
    overtaken,
)
from app.domain.merging.sharing.origins import Origins, origins_of, shares_of
from app.domain.merging.workbook.addresses import cell_address
from app.forms.carry import carry_forward, revised_totals
from app.forms.edition import answers_today
from app.forms.returns import Reissue, issue_returns, next_returns
from app.forms.template import Template
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id, public_id
from app.kit.problems import Fault, Problem
from app.kit.words import Words
from app.tables import Bundle, Submission

Answers = Mapping[str, Any]


class UnfitAnswers(Problem):
    slug = "unfit-answers"
    status = 422
    title = Words("有填写错误，没有保存", "Some answers cannot stand; nothing was stored")
    remedy = Words("请按 errors 逐项改正后重新提交。", "Correct each of the errors and send it again.")


class OfferGone(Problem):
    slug = "offer-gone"
    status = 409
    title = Words(
        "要确认的旧数已经变了，没有保存", "What was to be confirmed has changed; nothing was stored"
    )
    remedy = Words(
        "请重新打开共享模板，核对后再确认。",
        "Fetch the template again, check it, and confirm what it offers now.",
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """What a township sends. `read` is the version that its sender had read, None where not told; `confirm`
    the codes of offers that are still right; `faults`, `unplaced` and `moved` what reading it found."""

    answers: Answers
    read: int | None = None
    confirm: tuple[str, ...] = ()
    faults: tuple[AnswerFault, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A version (kept, or only tried), the returns that it changes, what two people both changed, and saved
    totals that no longer equal their parts."""

    submission: Submission
    returns: tuple[Reissue, ...]
    overtaken: tuple[Overtaken, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    moved: tuple[Moved, ...] = ()
    revised: tuple[Revision, ...] = ()


def latest_submission(session: Session, template: Template) -> Submission | None:
    """The newest version of a township's answers to a template."""
    return session.scalar(_versions(template).order_by(Submission.version.desc()).limit(1))


def _versions(template: Template) -> Select[Submission]:
    return select(Submission).where(
        Submission.home == template.township[:COUNTY_DIGITS],
        Submission.bundle_id == template.bundle.id,
        Submission.township == template.township,
        Submission.period == template.period,
    )


def fill_template(session: Session, actor: Actor, template: Template, sent: Sent, now: datetime) -> Filled:
    """Store the answers on top of the earlier ones (a blank never overwrites) and issue the returns.

    Raises UnfitAnswers with every fault at once, and OfferGone for a confirmation of what is offered no more.
    """
    # the bundle's row is the turnstile: two clerks saving at once get two versions, and none is lost
    row = select(Bundle.id).where(Bundle.home == template.bundle.home, Bundle.id == template.bundle.id)
    session.execute(row.with_for_update(key_share=True))
    filled = try_template(session, actor, template, sent, now)
    submission = filled.submission
    session.add(submission)
    session.flush()
    issue_returns(session, filled.returns)
    record(
        session, actor, now, "submission.store", public_id("sub", submission.home, submission.id),
        submission.home, version=submission.version, returns=len(filled.returns), confirmed=len(sent.confirm),
    )  # fmt: skip
    return filled


def try_template(session: Session, actor: Actor, template: Template, sent: Sent, now: datetime) -> Filled:
    """The version that `fill_template` would store, checked in the same way, and nothing stored."""
    latest = latest_submission(session, template)
    kept = answers_today(template.shared, latest)
    found = _faults(template, sent)
    answers, read = sent.answers, _read_version(session, template, sent.read)
    before = answers_today(template.shared, read)
    if read is not None:
        answers = changed_since(template.shared, before, answers)
    offered = carry_forward(session, template, kept)
    answers = _with_confirmed(template, offered, kept, answers, sent.confirm)
    merged = merge_answers(template.shared, kept, answers)
    fields = {one.field for one in found}
    found += [one for one in check_answers(template.shared, merged) if one.field not in fields]
    if found:
        raise UnfitAnswers(faults=[_fault(one) for one in found])
    submission = Submission(
        id=new_id(), home=template.township[:COUNTY_DIGITS], township=template.township,
        bundle_id=template.bundle.id, period=template.period,
        version=(latest.version if latest else 0) + 1, answers=merged,
        template=template.shared.to_json(), submitted_at=now, submitted_by=actor.key_id,
    )  # fmt: skip
    known = Origins.from_json(latest.origins) if latest else Origins()
    origins = origins_of(template.shared, offered, kept, merged, known)
    submission.origins = origins.to_json()
    submission.confirmed_share, submission.carried_share = shares_of(template.shared, origins)
    if sent.unplaced:  # nothing that was typed is lost, though no form asks for it now
        submission.answers = {**merged, "unplaced": [asdict(one) for one in sent.unplaced]}
    doubled = overtaken(template.shared, before, kept, answers) if read else ()
    returns = tuple(next_returns(session, template, submission, now))
    revised = revised_totals(session, template, merged)
    return Filled(submission, returns, doubled, sent.unplaced, sent.moved, revised)


def _read_version(session: Session, template: Template, version: int | None) -> Submission | None:
    """The version that the sender had read; version 0 is the empty one."""
    if not version:
        return None
    return session.scalar(_versions(template).where(Submission.version == version))


def _with_confirmed(
    template: Template, offered: Carried, kept: Answers, answers: Answers, codes: tuple[str, ...]
) -> Answers:
    """The answers on top of the offers that are confirmed by their codes."""
    if not codes:
        return answers
    gone = [code for code in codes if code not in offered.codes]
    if gone:
        at = [f"/confirm/{codes.index(code)}" for code in gone]
        words = Words("这一项现在没有可确认的旧数", "nothing is offered under this code now")
        raise OfferGone(faults=[Fault(words, OfferGone.remedy, pointer=pointer) for pointer in at])
    values = {**(kept.get("values") or {}), **(answers.get("values") or {})}
    return merge_answers(template.shared, offered.confirmed(codes, values), answers)


def _faults(template: Template, sent: Sent) -> list[AnswerFault]:
    """What is wrong with what was sent by itself. Raises UnfitAnswers where it does not even have the shape
    of answers, so that nothing more can be told."""
    told = {(one.pointer, one.text) for one in sent.faults}
    others = [
        one for one in check_answers(template.shared, sent.answers) if (one.pointer, one.text) not in told
    ]
    found = [*sent.faults, *others]
    if any(template.shared.field(one.field) is None for one in found):
        raise UnfitAnswers(faults=[_fault(one) for one in found])
    return found


def _fault(one: AnswerFault) -> Fault:
    cell = cell_address(one.row, one.column) if one.row else None
    remedy = Words("改正这一格后重新提交。", "Correct this cell and send it again.")
    return Fault(
        Words(one.text, one.text_en), remedy, pointer=one.pointer or None, sheet=one.sheet or None, cell=cell
    )
