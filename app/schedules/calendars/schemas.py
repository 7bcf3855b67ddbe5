"""Calendars as they are written in JSON, every entry checked member by member."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

from dateutil.rrule import rrulestr
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from app.domain.scheduling import Closure, closed_days
from app.domain.scheduling.lunar import read_lunar_rule
from app.kit.validation import Told
from app.kit.web import StrictDate
from app.kit.words import Words

LONGEST_DAYS = 3660
_LIST = r"[-+,A-Z0-9]{1,60}"
_RULE = re.compile(
    r"FREQ=(?:DAILY(;INTERVAL=[1-9]\d{0,2})?"
    rf"|WEEKLY(;(INTERVAL=[1-9]\d{{0,2}}|(BYDAY|BYMONTH|WKST)={_LIST}))*"
    rf"|MONTHLY(;(INTERVAL=[1-9]\d{{0,2}}|(BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)={_LIST}))*"
    rf"|YEARLY(;(INTERVAL=[1-9]\d?|(BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|BYWEEKNO|BYYEARDAY|WKST)={_LIST}))*)"
)
"""RFC 5545 without what has no place in a range of days, or would let a rule run for ever unmatched."""


class EntryIn(BaseModel):
    """One date, or a range of at most ten years, or of a range the days that recur by an RFC 5545 rule.

    The rule is daily or coarser and leaves out COUNT and UNTIL: the range's `to` is its end. Markets by the
    lunar calendar are written as RFC 7529 has it: RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=3,6,9 (逢三六九).
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    date: StrictDate | None = None
    first: StrictDate | None = Field(None, alias="from")
    last: StrictDate | None = Field(None, alias="to")
    rule: str | None = Field(None, max_length=200, examples=["FREQ=WEEKLY;BYDAY=SA"])
    kind: Literal["holiday", "makeup", "closed"]
    name: str = Field(min_length=1, max_length=50)

    @field_validator("rule")
    @classmethod
    def _readable(cls, rule: str | None) -> str | None:
        if rule is None:
            return None
        rule = rule.strip().upper().removeprefix("RRULE:")
        lunar = read_lunar_rule(rule) is not None
        if not lunar and (not _RULE.fullmatch(rule) or not _is_readable(rule)):
            raise Told(
                Words("不是按天或更粗的重复规则（RFC 5545）", "it is no recurrence rule of days or coarser"),
                Words(
                    "写成如 FREQ=WEEKLY;BYDAY=SA 的形式，不写 COUNT 和 UNTIL；"
                    "农历写成 RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=3,6,9。",
                    "Write for example FREQ=WEEKLY;BYDAY=SA, without COUNT and UNTIL; lunar days as "
                    "RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=3,6,9.",
                ),
            )
        return rule

    @model_validator(mode="after")
    def _whole(self) -> "EntryIn":
        ranged = self.first is not None and self.last is not None
        if ranged == (self.date is not None) or (self.first is None) != (self.last is None):
            raise _told("写 date，或 from 和 to，二者取一", "write either date, or from and to")
        if self.rule and not ranged:
            raise _told("rule 要有 from 和 to", "a rule needs from and to")
        if self.first and self.last and not 0 <= (self.last - self.first).days < LONGEST_DAYS:
            raise _told("to 早于 from，或超过十年", "to is before from, or the range is over ten years")
        if self.rule and self.first and self.last and not _days(self.rule, self.first, self.last):
            raise _told("rule 在这一时段内没有一天", "the rule matches no day of its range")
        return self


class CalendarIn(BaseModel):
    """All entries of a division; a later one of a day wins over an earlier one, and over those above."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "entries": [
                        {"from": "2026-05-25", "to": "2026-06-10", "kind": "closed", "name": "三夏农忙"},
                        {
                            "from": "2026-01-01", "to": "2026-12-31", "rule": "FREQ=WEEKLY;BYDAY=WE",
                            "kind": "closed", "name": "集市",
                        },
                        {"date": "2026-12-12", "kind": "makeup", "name": "县里调休上班"},
                    ],
                    "announced": [],
                }
            ]
        },
    )  # fmt: skip

    entries: list[EntryIn] = Field(max_length=500)
    announced: list[Annotated[int, Field(ge=2024, le=2199)]] = Field(
        [],
        max_length=20,
        description="years whose holidays these entries hold in full: no longer provisional",
    )


class EntryOut(BaseModel):
    """An entry; `division` is whose it is."""

    division: str
    day: date | None = Field(serialization_alias="date")
    first: date | None = Field(serialization_alias="from")
    last: date | None = Field(serialization_alias="to")
    rule: str | None
    kind: str
    name: str


class CalendarOut(BaseModel):
    """A division's own entries, those from above, and what follows for a period.

    `provisional`: the holidays of a year in the period, one of `unknown_years`, are not announced yet
    (usually in November). Enter them when they are, and name the year in `announced`.
    """

    division: str
    version: int
    announced: list[int]
    entries: list[EntryOut]
    inherited: list[EntryOut]
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    working_days: list[date]
    provisional: bool
    unknown_years: list[int]


def _told(zh: str, en: str) -> Told:
    remedy = Words(
        "单日写 date；时段写 from 和 to；重复再加 rule。",
        "A day: date; a period: from and to; recurring: rule too.",
    )
    return Told(Words(zh, en), remedy)


def _is_readable(rule: str) -> bool:
    try:
        rrulestr(f"RRULE:{rule}", dtstart=datetime(2026, 1, 1))  # noqa: DTZ001  a day, not a moment
    except (ValueError, TypeError):
        return False
    return True


def _days(rule: str, first: date, last: date) -> frozenset[date]:
    return closed_days(Closure(first, last, rule), first, last)
