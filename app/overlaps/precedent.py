"""Finds what was decided on earlier editions of a pair: the same asked again, or forwarded by another."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors, contains
from app.domain.matching import asks_again, is_copy, line_of
from app.kit.clock import local_date
from app.kit.ids import public_id
from app.overlaps.found import Found
from app.overlaps.probe import Probe, probe_of
from app.registry.scope import within
from app.tables import Overlap, OverlapDecision, RequestVersion, WorkRequest

LONGEST_LINE = 100
"""Editions of one notice that are looked at, the latest: two years of weeks."""

STATES = {"confirm": "confirmed", "reject": "rejected"}
"""What a decision makes of a pair."""
_WORDS = {"confirm": ("确认并办", "confirmed"), "reject": ("否定并办", "rejected")}


@dataclass(frozen=True, slots=True)
class Precedent:
    """The last thing that was decided on a pair of earlier editions."""

    pair: UUID
    home: str
    decision: str
    decided_at: datetime
    lead: str | None
    sides: tuple[Probe, Probe]


def follow_precedents(session: Session, probe: Probe, found: Sequence[Found]) -> list[Found]:
    """`found` with the state of what was decided last on an earlier edition of each pair.

    A pair on which somebody decided himself, be it to reopen it, follows nothing.
    """
    decided = _decided_of_line(session, probe) if found else []
    own = {side.id for one in decided for side in one.sides if probe.id in {x.id for x in one.sides}}
    return [one if one.other.id in own else _follow(session, probe, one, decided) for one in found]


def continues(later: Probe, earlier: Probe) -> bool:
    """True where a decision on `earlier` holds for `later`: it is the same request, the same department asks
    the same of the same places again, or it is a copy within the places of the other.

    Never across changed targets or a changed matter: what was decided was decided on these.
    """
    if later.id == earlier.id:
        return set(later.targets) == set(earlier.targets) and line_of(later.reading) == line_of(
            earlier.reading
        )
    if later.department == earlier.department and set(later.targets) == set(earlier.targets):
        return asks_again(later.edition, earlier.edition)
    inside = all(any(contains(outer, inner) for outer in earlier.targets) for inner in later.targets)
    return inside and is_copy(later.edition, earlier.edition)


def applies(decision: str, pair: tuple[Probe, Probe], decided: tuple[Probe, Probe]) -> bool:
    """True where what was decided on one pair holds for the other, whichever side stands first.

    A check that is not announced is put together with another by nobody but a person.
    """
    if decision == "confirm" and any(side.unannounced for side in pair):
        return False
    (one, two), (a, b) = pair, decided
    return (continues(one, a) and continues(two, b)) or (continues(one, b) and continues(two, a))


def reason(decision: str, home: str, pair: UUID, decided_at: datetime) -> dict[str, Any]:
    """The evidence of a pair that follows another: which decision, of what day, and where to read it."""
    (done, done_en), name = _WORDS[decision], public_id("ovl", home, pair)
    day = local_date(decided_at)
    return {
        "kind": "decision",
        "text": f"同样的一对已于 {day} 由统筹员{done}（{name}），照此办理",
        "text_en": f"the same pair was {done_en} by a coordinator on {day} ({name}); this one follows it",
        "weight": 0.0,
    }


def sides_of(pairs: Iterable[Overlap]) -> list[UUID]:
    """The requests of the pairs."""
    return [id_ for pair in pairs for id_ in (pair.first_id, pair.second_id)]


def sides_by_id(session: Session, pairs: Collection[Overlap]) -> dict[UUID, Probe]:
    """The requests of some pairs as matching looks at them."""
    if not pairs:
        return {}
    ids = set(sides_of(pairs))
    beneath = or_(*(within(WorkRequest.home, home) for home in {pair.home for pair in pairs}))
    rows = session.scalars(select(WorkRequest).where(WorkRequest.id.in_(ids), beneath))
    return {row.id: probe_of(row) for row in rows}


def _decided_of_line(session: Session, probe: Probe) -> list[Precedent]:
    """The last decision on each pair in which a request stands that the probe continues, the latest first.

    Few lines were ever decided on, so that is asked before anything is read of their requests.
    """
    stored = select(WorkRequest.id).where(
        WorkRequest.line == line_of(probe.reading), WorkRequest.home.in_(ancestors(probe.home))
    )
    line = set(session.scalars(stored.order_by(WorkRequest.id.desc()).limit(LONGEST_LINE)))
    decided = _decided(session, probe.home, line) if line else []
    return [
        past for past in decided if any(side.id in line and _is_edition(probe, side) for side in past.sides)
    ]


def _is_edition(probe: Probe, stored: Probe) -> bool:
    return stored.id == probe.id or continues(probe, stored)


def _decided(session: Session, home: str, editions: set[UUID]) -> list[Precedent]:
    """The last decision on each pair in which one of the editions stands, the latest first."""
    rows = session.execute(
        select(Overlap, OverlapDecision)
        .join(OverlapDecision, OverlapDecision.overlap_id == Overlap.id)
        .where(or_(Overlap.first_id.in_(editions), Overlap.second_id.in_(editions)))
        .where(Overlap.home.in_(ancestors(home)), OverlapDecision.home == Overlap.home)
        .order_by(OverlapDecision.decided_at, OverlapDecision.version)
    ).all()
    last = {pair.id: (pair, decision) for pair, decision in rows}
    sides = sides_by_id(session, [pair for pair, _ in last.values()])
    return [
        Precedent(
            pair.id, pair.home, decision.decision, decision.decided_at, decision.lead_department,
            (sides[pair.first_id], sides[pair.second_id]),
        )
        for pair, decision in sorted(last.values(), key=lambda one: one[1].decided_at, reverse=True)
    ]  # fmt: skip


def _follow(session: Session, probe: Probe, one: Found, decided: Sequence[Precedent]) -> Found:
    pair = (probe, one.other)
    last = next((past for past in decided if applies("", pair, past.sides)), None)
    if last is None or last.decision not in STATES or not applies(last.decision, pair, last.sides):
        return one
    if not all(_is_as_decided(session, side, last.decided_at) for side in last.sides):
        return one
    told = reason(last.decision, last.home, last.pair, last.decided_at)
    lead = last.lead if last.lead in (probe.department, one.other.department) else None
    return replace(
        one, state=STATES[last.decision], follows=last.pair, lead=lead, evidence=(*one.evidence, told)
    )


def _is_as_decided(session: Session, side: Probe, decided_at: datetime) -> bool:
    """True where the request still asks what it asked when the decision fell."""
    query = select(RequestVersion.body).where(
        RequestVersion.home == side.home, RequestVersion.request_id == side.id,
        RequestVersion.written_at <= decided_at,
    )  # fmt: skip
    body = session.scalar(query.order_by(RequestVersion.version.desc()).limit(1)) or {}
    return body.get("title") == side.title and set(body.get("targets", ())) == set(side.targets)
