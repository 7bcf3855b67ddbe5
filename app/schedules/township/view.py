"""A township's schedule as one value, from which JSON, calendar and printed sheet are made alike."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.kit.clock import local_date
from app.schedules.open_days import open_days
from app.schedules.township.due_sequence import due_sequence
from app.schedules.township.dues import DueDay, read_dues
from app.schedules.township.visits import ShownVisit, read_visits
from app.tables import Division


class Hours(NamedTuple):
    """A half-day by the clock of Asia/Shanghai, and its name."""

    begins: str
    ends: str
    name: str
    name_en: str


SESSIONS = {1: Hours("08:30", "12:00", "上午", "morning"), 2: Hours("14:30", "18:00", "下午", "afternoon")}


@dataclass(frozen=True, slots=True)
class TownshipView:
    """Visits and due days of one township between two days, both inclusive, as one reader may see them."""

    township: Division
    first: date
    last: date
    visits: tuple[ShownVisit, ...]
    cancelled: tuple[ShownVisit, ...]
    due_days: tuple[DueDay, ...]
    unknown_years: frozenset[int]
    due_sequence: int

    @property
    def provisional(self) -> bool:
        """True where the holidays of a year of the period are not announced yet."""
        return bool(self.unknown_years)

    def is_provisional(self, day: date) -> bool:
        """True where those of the day's own year are not."""
        return day.year in self.unknown_years


def read_view(
    session: Session, township: Division, span: tuple[date, date], now: datetime, *, everything: bool = False
) -> TownshipView:
    """The schedule of `township`; `everything` adds what it may not know yet, for coordinators."""
    visits = read_visits(session, township.code, span, local_date(now), everything=everything)
    return TownshipView(
        township=township,
        first=span[0],
        last=span[1],
        visits=tuple(visit for visit in visits if visit.row.state == "published"),
        cancelled=tuple(visit for visit in visits if visit.row.state == "cancelled"),
        due_days=tuple(read_dues(session, township.code, span)),
        due_sequence=due_sequence(session, township.code),
        unknown_years=open_days(session, township.code, *span).unknown_years,
    )


def hours_of(visit: ShownVisit) -> Hours:
    """From when to when a visit lasts: its first half-day's beginning to its last one's end."""
    first = SESSIONS[min(visit.row.session, 2)]
    last = SESSIONS[min(visit.row.session + visit.row.half_days - 1, 2)]
    if first is last:
        return first
    return Hours(first.begins, last.ends, "全天", "whole day")
