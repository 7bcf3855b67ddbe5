"""A request as the rules read it: plain values, so that a draft can be checked before it exists."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["inspection", "report"]
Oversight = Literal["supervision", "inspection", "appraisal", ""]
Frequency = Literal["daily", "weekly", "ten_days", "monthly", "quarterly", "half_yearly", "yearly", ""]

TIMES_A_YEAR: dict[str, int] = {
    "": 1,
    "yearly": 1,
    "half_yearly": 2,
    "quarterly": 4,
    "monthly": 12,
    "ten_days": 36,
    "weekly": 52,
    "daily": 365,
}


@dataclass(frozen=True, slots=True)
class AskedField:
    """One field of the request's form, as far as the rules look at it."""

    label: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A request, stored or not.

    `department_level` is a level name of `app.domain.divisions.LEVELS` ("county"), empty if unknown, and
    `department` the sender's name.
    `earliest` and `latest` are local dates, or local datetimes where a time of day is set; a datetime
    may be aware or naive (naive is the clock of the request's place). `form_text` is what the form
    prints outside its fields: title, form number, approval, notes.
    """

    kind: Kind
    title: str
    description: str = ""
    oversight: Oversight = ""
    document_no: str = ""
    legal_basis: tuple[str, ...] = ()
    department_level: str = ""
    department: str = ""
    targets: tuple[str, ...] = ()
    earliest: date | datetime | None = None
    latest: date | datetime | None = None
    half_days: int = 1
    unannounced: bool = False
    recurrence: Frequency = ""
    fields: tuple[AskedField, ...] = ()
    form_text: str = ""

    @property
    def text(self) -> str:
        """Title and description, as sentences."""
        return f"{self.title}。\n{self.description}"
