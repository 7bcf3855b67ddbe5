"""What a draft is checked against: the moment, the working days, the county's own numbers, the counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.policy.worktime import CHINA


@dataclass(frozen=True, slots=True)
class CountyRules:
    """The numbers that a county sets for itself; None switches a cap off.

    No national minimum notice exists, so `notice_days` is a county parameter: below it an error, below
    `comfortable_days` a warning (both in working days); 0 notice days switch the rule off.
    `visits_per_month` caps the visit-days that one township receives in a month; `scan_in` says that
    the county runs 扫码入企 for visits to enterprises.
    """

    notice_days: int = 3
    comfortable_days: int = 5
    comprehensive_per_year: int = 1
    visits_per_month: int | None = None
    enterprise_visits_per_year: int | None = None
    scan_in: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """Everything outside the draft that a rule may look at.

    `received_at` must be aware, and is read on the clock of China. `open_days` are all working days
    from the day of receipt on (make-up days in, holidays out), ascending; past the last one Monday to
    Friday is assumed, so let them reach some weeks beyond. `comprehensive_this_year` counts the
    department's own items of the year that `oversight.is_comprehensive` names, without this draft;
    `visits_in_month` the visit-days already planned per township in the draft's month.
    `already_answered` counts the draft's fields whose answer exists; `shareable_visits` the planned
    visits that this draft could join. Raises ValueError where `received_at` has no zone.
    """

    received_at: datetime
    open_days: tuple[date, ...] = ()
    rules: CountyRules = CountyRules()
    comprehensive_this_year: int = 0
    visits_in_month: Mapping[str, int] = field(default_factory=dict)
    already_answered: int = 0
    shareable_visits: int = 0

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise ValueError("received_at needs a time zone: the notice time is counted to the hour")
        object.__setattr__(self, "received_at", self.received_at.astimezone(CHINA))
