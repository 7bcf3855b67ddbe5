"""A coordinator's decision on a doubtful pair: it lasts, it can be taken back, and bundles follow it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id, public_id
from app.kit.problems import Fault, Invalid, Problem
from app.kit.web import PreconditionFailed
from app.kit.words import Words
from app.overlaps.bundling import bundle_of, settle_bundles
from app.overlaps.carry import asking_the_same, carry_decision
from app.overlaps.claims import refuse_claimed
from app.overlaps.found import DECIDED
from app.overlaps.precedent import STATES, sides_of
from app.overlaps.queue import wait_turn
from app.registry.scope import within
from app.tables import ApiKey, Bundle, Overlap, OverlapDecision, WorkRequest


class AlreadyDecided(Problem):
    slug = "already-decided"
    status = 409
    title = Words("这一对已有人处理", "Somebody decided this pair already")
    remedy = Words(
        "看一下决定和理由；要改，先 reopen 再决定。",
        "Read the decision and its note; to change it, reopen the pair first.",
    )


STATE_AFTER = {**STATES, "reopen": "proposed"}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided, who leads, and why; `version` is the pair's that was looked at, or None."""

    decision: str
    lead_department: str | None
    note: str
    version: int | None = None


def decide_overlap(
    session: Session, actor: Actor, row: Overlap, ruling: Ruling, now: datetime
) -> list[Overlap]:
    """Apply `ruling` to the pair, carry it to the pairs that ask the same, which are given, settle bundles.

    A confirmed pair stands together, a rejected one never again, however similar its neighbours. The same
    decision sent again by the same key changes nothing. Raises Invalid where the lead department sent
    neither request, Claimed where somebody else reads the pair, AlreadyDecided where somebody was quicker:
    nobody decides over what he has not seen.
    """
    both = (row.first_id, row.second_id)
    sides = session.scalars(
        select(WorkRequest).where(WorkRequest.id.in_(both), within(WorkRequest.home, row.home))
    ).all()
    _check_lead(ruling, {side.department for side in sides})
    wait_turn(session, [code for side in sides for code in side.targets])
    session.refresh(row)
    refuse_claimed(session, actor, row, now)
    last = _last_decision(session, row)
    if last is not None and _is_repeated(row, last, ruling, actor):
        return []
    _refuse_overruling(session, row, last, ruling)
    decision = _write(session, actor, row, ruling, now)
    carried = asking_the_same(session, row, decision)
    carry_decision(session, row, decision, carried, now)
    settle_bundles(session, sides_of((row, *carried)), now)
    for pair in (row, *carried):
        _set_lead(session, pair, now)
    record(
        session, actor, now, f"overlap.{ruling.decision}", public_id("ovl", row.home, row.id), row.home,
        version=row.version, carried=len(carried),
    )  # fmt: skip
    return carried


def _write(session: Session, actor: Actor, row: Overlap, ruling: Ruling, now: datetime) -> OverlapDecision:
    row.state, row.lead_department = STATE_AFTER[ruling.decision], ruling.lead_department
    row.evidence = [one for one in row.evidence if one["kind"] != "decision"]  # it follows no other any more
    row.follows_id = row.claimed_by = row.claimed_until = None
    row.version, row.updated_at = row.version + 1, now
    decision = OverlapDecision(
        id=new_id(), home=row.home, overlap_id=row.id, version=row.version, decision=ruling.decision,
        lead_department=ruling.lead_department, note=ruling.note, decided_at=now, decided_by=actor.key_id,
    )  # fmt: skip
    session.add(decision)
    session.flush()
    return decision


def _last_decision(session: Session, row: Overlap) -> OverlapDecision | None:
    query = select(OverlapDecision).where(
        OverlapDecision.home == row.home, OverlapDecision.overlap_id == row.id
    )
    return session.scalar(query.order_by(OverlapDecision.version.desc()).limit(1))


def _is_repeated(row: Overlap, last: OverlapDecision, ruling: Ruling, actor: Actor) -> bool:
    same = (last.decision, last.lead_department, last.note) == (
        ruling.decision, ruling.lead_department, ruling.note,
    )  # fmt: skip
    return same and last.decided_by == actor.key_id and last.version == row.version


def _refuse_overruling(session: Session, row: Overlap, last: OverlapDecision | None, ruling: Ruling) -> None:
    unseen = ruling.version is not None and ruling.version != row.version
    overruled = row.state in DECIDED and ruling.decision != "reopen"
    if last is None and unseen:
        raise PreconditionFailed  # a version that there never was
    if last is None or not (unseen or overruled):
        return
    who = session.scalar(select(ApiKey.label).where(ApiKey.id == last.decided_by)) or ""
    raise AlreadyDecided(
        Words(f"{who}：{last.decision}，{last.note}", f"{who}: {last.decision}, {last.note}"),
        extras={
            "decision": last.decision, "decided_by": who, "decided_at": last.decided_at.isoformat(),
            "version": row.version,
        },
    )  # fmt: skip


def _check_lead(ruling: Ruling, departments: set[str]) -> None:
    if ruling.lead_department is not None and ruling.lead_department not in departments:
        names = "、".join(sorted(departments))
        words = Words(f"牵头部门应是 {names} 之一", f"the lead department must be one of {names}")
        remedy = Words("从两个任务的发文部门中选择。", "Choose one of the two senders.")
        raise Invalid(faults=[Fault(words, remedy, pointer="/lead_department")])


def _set_lead(session: Session, row: Overlap, now: datetime) -> None:
    if row.state != "confirmed" or row.lead_department is None:
        return
    bundle_id = bundle_of(session, row.home, row.first_id)
    if bundle_id is not None and bundle_id == bundle_of(session, row.home, row.second_id):
        bundle = session.get_one(Bundle, bundle_id)
        bundle.lead_department, bundle.updated_at = row.lead_department, now
