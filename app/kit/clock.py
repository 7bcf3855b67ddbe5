"""The one place that reads the time, so that everything else can be handed it and tests can set it."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""All local dates of the product are dates of this zone; China keeps one time for the whole country."""


def system_clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def fixed_clock(moment: datetime) -> Clock:
    """A clock that always tells `moment`; raises ValueError where it has no zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is not a moment")
    at = moment.astimezone(UTC)
    return lambda: at


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter in which `day` lies."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    last_month = first.month + 2
    return first, date(day.year, last_month, monthrange(day.year, last_month)[1])


def local_date(moment: datetime) -> date:
    """The date that a clerk's wall calendar shows at `moment`."""
    return moment.astimezone(SHANGHAI).date()
