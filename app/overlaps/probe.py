"""A request as detection looks at it, stored or only drafted."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from app.domain.matching import Edition, Reading
from app.tables import WorkRequest


@dataclass(frozen=True, slots=True)
class Probe:
    """What is compared: who asks, of whom, when, what was read in its words; `sender` is the department's
    name, where somebody is to be told the reasons."""

    id: UUID
    home: str
    department: str
    title: str
    kind: str
    targets: tuple[str, ...]
    earliest: date
    latest: date
    unannounced: bool
    reading: Reading
    half_days: int = 1
    sender: str = ""

    @property
    def edition(self) -> Edition:
        """The request as one of a line of notices."""
        return Edition(self.title, self.reading)


def probe_of(row: WorkRequest | Row[Any]) -> Probe:
    """A stored request, or a row of the columns in question, as it was matched last."""
    return Probe(
        row.id, row.home, row.department, row.title, row.kind, tuple(row.targets), row.earliest, row.latest,
        row.unannounced, Reading.from_json(row.reading), row.half_days,
    )  # fmt: skip
