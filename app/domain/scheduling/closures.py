"""Closed days (禁排日) of a township: farming season, floods, market days, by range and recurrence."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from app.domain.scheduling.lunar import SCALE, read_lunar_rule
from app.domain.scheduling.problem import ProblemError


@dataclass(frozen=True, slots=True)
class Closure:
    """Days closed from `first` to `last` (inclusive); with a `rule`, only those that recur by it.

    `rule` is an RFC 5545 recurrence ("FREQ=WEEKLY;BYDAY=SA" for a weekly market, "FREQ=DAILY;INTERVAL=5"
    for one every fifth day), counted from `first`; or an RFC 7529 one of the lunar calendar
    ("RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=3,6,9").
    """

    first: date
    last: date
    rule: str = ""
    name: str = ""


def closed_days(closure: Closure, earliest: date, latest: date) -> frozenset[date]:
    """The closed days that fall between `earliest` and `latest`, both inclusive.

    Raises ProblemError (pointer "/rule") for a recurrence that cannot be read or is finer than a day.
    """
    first, last = max(closure.first, earliest), min(closure.last, latest)
    if not closure.rule:
        return frozenset(first + timedelta(n) for n in range((last - first).days + 1))
    wanted = closure.rule.upper().removeprefix("RRULE:")
    if wanted.startswith(SCALE):
        lunar = read_lunar_rule(wanted)
        if lunar is None:
            raise _bad_rule(closure.rule)
        return frozenset(lunar.between(first, last))
    dates = _recurrence(closure, wanted)
    return frozenset(
        day.date() for day in dates.between(_midnight(first), _midnight(last), inc=True)
    )  # fmt: skip


def _recurrence(closure: Closure, wanted: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    # dateutil, because recurrence is a standard with many corners that others have walked already
    if "\n" in wanted or "FREQ=" not in wanted or any(f"FREQ={fine}" in wanted for fine in _FINER):
        raise _bad_rule(closure.rule)
    try:
        return rrulestr(f"RRULE:{wanted}", dtstart=_midnight(closure.first))
    except (ValueError, TypeError) as error:
        raise _bad_rule(closure.rule) from error


_FINER = ("HOURLY", "MINUTELY", "SECONDLY")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _bad_rule(rule: str) -> ProblemError:
    return ProblemError(
        "/rule",
        f"无法识别的重复规则“{rule}”，请写成如 FREQ=WEEKLY;BYDAY=SA 的形式",
        f"{rule!r} is no daily or coarser recurrence rule (RFC 5545); write for example FREQ=WEEKLY;BYDAY=SA",
    )
