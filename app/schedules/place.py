"""Finds a new inspection its place in the published plan, moving nothing that is announced."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from app.domain.scheduling import Proposal, StandingVisit
from app.overlaps.probe import Probe
from app.registry.scope import within
from app.schedules.in_force import Span, planned_days
from app.schedules.periods import Turn, inspection_turns
from app.schedules.scene import Scene, Seeker, look_around
from app.tables import Division, Visit, VisitRequest, WorkRequest

MOST_TOWNSHIPS = 200
"""Beyond this a request is planned by the county's next plan, not inside the answer to a POST."""


@dataclass(frozen=True, slots=True)
class Place:
    """A day for one township: with the `joined` requests on the visit `visit_id`, or (None) on a new one.

    `half_days` is the visit's length with the newcomer on it; `provisional`: the year's holidays are unknown;
    `outside_plan`: no schedule is published for that day, only for others of its window.
    Of a request of several days it is the place of day `part` of `parts`, which takes `own_half_days`;
    `last_day` is that of the last of them.
    """

    township: str
    last_day: date
    date: date
    session: int
    half_days: int
    own_half_days: int
    part: int
    parts: int
    visit_id: UUID | None
    joined: tuple[UUID, ...]
    occurrence: str
    reason: str
    reason_en: str
    provisional: bool
    outside_plan: bool


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
    planned = planned_days(session, probe.targets, *whole)
    townships = _townships(session, probe, planned)
    if not townships:
        return []
    seeker = Seeker(probe.department, half_days, probe.unannounced, frozenset(mates))
    scene = look_around(session, seeker, townships, whole, today)
    served = _already_served(session, probe)
    found = [one for township in townships for one in _propose(scene, township, turns, served)]
    company = _company(session, [one.key for turn in found for one in turn.days if one.key])
    return [place for turn in found for place in _places(scene, turn, company, planned)]


def _turns(probe: Probe, occurrences: Iterable[tuple[str, date]], today: date) -> list[Turn]:
    turns = inspection_turns(occurrences) or [("", probe.earliest, probe.latest)]
    return [(period, max(first, today), last) for period, first, last in turns if last > today]


class Proposed(NamedTuple):
    """The days of one occurrence in one township."""

    township: str
    occurrence: str
    days: Sequence[Proposal]


def _propose(
    scene: Scene, township: str, turns: Sequence[Turn], served: Collection[tuple[str, str]]
) -> Iterable[Proposed]:
    """By township and occurrence; occurrences of one request never share a visit (`held`)."""
    taken: list[StandingVisit] = []
    for occurrence, first, last in turns:
        if (township, occurrence) in served:
            continue
        days = scene.propose(township, scene.first_day(township, first, last), last, taken)
        if not days:
            continue
        yield Proposed(township, occurrence, days)
        who = frozenset({scene.seeker.department})
        for one, half_days in zip(days, scene.lengths(township), strict=True):
            scene.count(township, one.date)
            taken.append(StandingVisit("", one.date, one.session, half_days, who, held=True))


Company = Mapping[str, Sequence[tuple[UUID, str, int]]]
"""By visit: who is on it already (request, department) and how many half-days it lasts."""


def _company(session: Session, keys: Iterable[str]) -> Company:
    visits = [UUID(key) for key in keys]
    query = (
        select(VisitRequest.visit_id, WorkRequest.id, WorkRequest.department, Visit.half_days)
        .join(Visit, Visit.id == VisitRequest.visit_id)
        .join(WorkRequest, WorkRequest.id == VisitRequest.request_id)
        .where(VisitRequest.visit_id.in_(visits), VisitRequest.active)
        .order_by(WorkRequest.id)
    )
    found: dict[str, list[tuple[UUID, str, int]]] = {}
    for visit, request, department, half_days in session.execute(query) if visits else ():
        found.setdefault(str(visit), []).append((request, department, half_days))
    return found


def _places(
    scene: Scene, turn: Proposed, company: Company, planned: Mapping[str, Sequence[Span]]
) -> Iterable[Place]:
    spans = planned[turn.township[:COUNTY_DIGITS]]
    lengths = scene.lengths(turn.township)
    for number, (proposal, own) in enumerate(zip(turn.days, lengths, strict=True), start=1):
        aboard = company.get(proposal.key or "", ())
        yield Place(
            township=turn.township,
            date=proposal.date,
            session=proposal.session,
            half_days=_length(scene.seeker, own, aboard),
            own_half_days=own,
            part=number,
            parts=len(lengths),
            last_day=turn.days[-1].date,
            visit_id=UUID(proposal.key) if proposal.key else None,
            joined=tuple(one for one, _, _ in aboard),
            occurrence=turn.occurrence,
            reason=proposal.reason,
            reason_en=proposal.reason_en,
            provisional=scene.calendars.is_provisional(turn.township, proposal.date),
            outside_plan=not any(starts <= proposal.date <= ends for starts, ends in spans),
        )


def _length(seeker: Seeker, own: int, aboard: Sequence[tuple[UUID, str, int]]) -> int:
    """How long the visit is with the newcomer on it."""
    half_days = max((length for _, _, length in aboard), default=0)
    if any(who == seeker.department and one not in seeker.mates for one, who, _ in aboard):
        half_days += own  # its team does one work after the other
    return max(half_days, own)


def _already_served(session: Session, probe: Probe) -> set[tuple[str, str]]:
    query = select(VisitRequest.township, VisitRequest.occurrence).where(
        within(VisitRequest.home, probe.home), VisitRequest.request_id == probe.id, VisitRequest.active
    )
    return {(township, occurrence) for township, occurrence in session.execute(query)}


def _townships(session: Session, probe: Probe, planned: Collection[str]) -> list[str]:
    """The townships that it targets in counties with a plan."""
    if not planned:
        return []
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
