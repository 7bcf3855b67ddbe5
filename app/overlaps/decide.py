"""A coordinator's decision on a doubtful pair: it lasts, it can be taken back, and bundles follow it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id, public_id
from app.kit.problems import Fault, Invalid
from app.kit.web import PreconditionFailed
from app.kit.words import Words
from app.overlaps.bundling import bundle_of, settle_bundles
from app.overlaps.queue import wait_turn
from app.tables import Bundle, Overlap, OverlapDecision, WorkRequest

STATE_AFTER = {"confirm": "confirmed", "reject": "rejected", "reopen": "proposed"}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided, who leads, and why; `version` is the pair's as it was shown to who decides."""

    decision: str
    lead_department: str | None
    note: str
    version: int | None = None


def decide_overlap(session: Session, actor: Actor, row: Overlap, ruling: Ruling, now: datetime) -> None:
    """Apply `ruling` to the pair and settle the bundles of both sides.

    A confirmed pair stands together, a rejected one never again, however similar its neighbours.
    Raises Invalid where the lead department sent neither request, PreconditionFailed where the pair is no
    longer at the ruling's version: two coordinators then decide it once.
    """
    both = (row.first_id, row.second_id)
    sides = session.scalars(select(WorkRequest).where(WorkRequest.id.in_(both))).all()
    _check_lead(ruling, {side.department for side in sides})
    wait_turn(session, [code for side in sides for code in side.targets])
    session.refresh(row)
    if ruling.version not in (None, row.version):
        raise PreconditionFailed
    row.state, row.lead_department = STATE_AFTER[ruling.decision], ruling.lead_department
    row.version, row.updated_at = row.version + 1, now
    session.add(
        OverlapDecision(
            id=new_id(), home=row.home, overlap_id=row.id, version=row.version, decision=ruling.decision,
            lead_department=ruling.lead_department, note=ruling.note, decided_at=now, decided_by=actor.key_id,
        )
    )  # fmt: skip
    session.flush()
    settle_bundles(session, both, now)
    if ruling.decision == "confirm" and ruling.lead_department:
        _set_lead(session, row, ruling.lead_department, now)
    record(
        session, actor, now, f"overlap.{ruling.decision}", public_id("ovl", row.home, row.id), row.home,
        version=row.version,
    )  # fmt: skip


def _check_lead(ruling: Ruling, departments: set[str]) -> None:
    if ruling.lead_department is not None and ruling.lead_department not in departments:
        names = "、".join(sorted(departments))
        words = Words(f"牵头部门应是 {names} 之一", f"the lead department must be one of {names}")
        remedy = Words("从两个任务的发文部门中选择。", "Choose one of the two senders.")
        raise Invalid(faults=[Fault(words, remedy, pointer="/lead_department")])


def _set_lead(session: Session, row: Overlap, lead_department: str, now: datetime) -> None:
    bundle_id = bundle_of(session, row.first_id)
    if bundle_id is not None and bundle_id == bundle_of(session, row.second_id):
        bundle = session.get_one(Bundle, bundle_id)
        bundle.lead_department, bundle.updated_at = lead_department, now
