"""Finds a new inspection its place in the published plan, moving nothing that is announced."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS, NATION, TOWNSHIP_DIGITS
from app.domain.scheduling import Proposal, StandingVisit
from app.overlaps.probe import Probe
from app.registry.scope import within
from app.schedules.periods import Turn, inspection_turns
from app.schedules.scene import Scene, Seeker, look_around
from app.schedules.standing import Standing
from app.tables import Division, Schedule, VisitRequest

MOST_TOWNSHIPS = 200
"""Beyond this a request is planned by the county's next plan, not inside the answer to a POST."""


@dataclass(frozen=True, slots=True)
class Place:
    """A day for one township: with the `joined` requests on the visit `visit_id`, or (None) on a new one.

    `half_days` is the visit's length with the newcomer on it.
    """

    township: str
    date: date
    session: int
    half_days: int
    visit_id: UUID | None
    joined: tuple[UUID, ...]
    occurrence: str
    reason: str
    reason_en: str


def find_places(
    session: Session,
    probe: Probe,
    half_days: int,
    mates: Collection[UUID],
    today: date,
    occurrences: Iterable[tuple[str, date]] = (),
) -> list[Place]:
    """Where an inspection fits into the published visits of the townships that it targets.

    Only townships whose county has published a schedule that meets the window are answered for: where
    nothing is published, the next plan decides. `mates` are the requests of its bundle: their visits
    are joined first. A recurring inspection gets a place for each of its `occurrences` (period, due).
    Changes nothing.
    """
    if probe.kind != "inspection":
        return []
    turns = _turns(probe, occurrences, today)
    if not turns:
        return []
    whole = (min(first for _, first, _ in turns), max(last for _, _, last in turns))
    townships = _townships_with_plan(session, probe, *whole)
    if not townships:
        return []
    seeker = Seeker(probe.department, half_days, probe.unannounced, frozenset(mates))
    scene = look_around(session, seeker, townships, whole, today)
    served = _already_served(session, probe.id)
    return [place for township in townships for place in _places(scene, township, turns, served)]


def _turns(probe: Probe, occurrences: Iterable[tuple[str, date]], today: date) -> list[Turn]:
    turns = inspection_turns(occurrences) or [("", probe.earliest, probe.latest)]
    return [(period, max(first, today), last) for period, first, last in turns if last >= today]


def _places(
    scene: Scene, township: str, turns: Sequence[Turn], served: Collection[tuple[str, str]]
) -> Iterable[Place]:
    taken: list[StandingVisit] = []
    standing = {str(visit.id): visit for visit in scene.standing.get(township, ())}
    for occurrence, first, last in turns:
        if (township, occurrence) in served:
            continue
        proposal = scene.propose(township, first, last, taken)
        if proposal is None:
            continue
        visit = standing.get(proposal.key or "")
        length = _length_with(scene.seeker, visit)
        yield Place(
            township, proposal.date, proposal.session, length, visit.id if visit else None,
            tuple(one.request for one in visit.served) if visit else (), occurrence, proposal.reason,
            proposal.reason_en,
        )  # fmt: skip
        scene.count(township, proposal.date)
        taken.append(_as_taken(scene.seeker, proposal, length))


def _length_with(seeker: Seeker, visit: Standing | None) -> int:
    if visit is None:
        return seeker.half_days
    own = [one for one in visit.served if one.department == seeker.department]
    if any(one.request not in seeker.mates for one in own):
        return visit.half_days + seeker.half_days  # its team does one work after the other
    return max(visit.half_days, seeker.half_days)


def _as_taken(seeker: Seeker, proposal: Proposal, length: int) -> StandingVisit:
    # held: two occurrences of one request never share a visit
    departments = frozenset({seeker.department})
    return StandingVisit("", proposal.date, proposal.session, length, departments, held=True)


def _already_served(session: Session, request_id: UUID) -> set[tuple[str, str]]:
    query = select(VisitRequest.township, VisitRequest.occurrence).where(
        VisitRequest.request_id == request_id, VisitRequest.active
    )
    return {(township, occurrence) for township, occurrence in session.execute(query)}


def _townships_with_plan(session: Session, probe: Probe, first: date, last: date) -> list[str]:
    if NATION in probe.targets:
        return []
    planned = select(Schedule.home).where(
        Schedule.state == "published", Schedule.starts <= last, Schedule.ends >= first
    )
    aimed = or_(*(within(Division.code, target[:TOWNSHIP_DIGITS]) for target in probe.targets))
    query = (
        select(Division.code)
        .where(aimed, Division.level == "township")
        .where(func.substr(Division.code, 1, COUNTY_DIGITS).in_(planned))
        .order_by(Division.code)
        .limit(MOST_TOWNSHIPS + 1)
    )
    found = list(session.scalars(query))
    return found if len(found) <= MOST_TOWNSHIPS else []
