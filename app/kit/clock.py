"""The one place that reads the time, so that everything else can be handed it and tests can set it."""

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


def local_date(moment: datetime) -> date:
    """The date that a clerk's wall calendar shows at `moment`."""
    return moment.astimezone(SHANGHAI).date()
