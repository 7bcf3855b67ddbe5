"""A request as detection looks at it, stored or only drafted."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.matching import Reading
from app.tables import WorkRequest


@dataclass(frozen=True, slots=True)
class Probe:
    """What is compared: who asks, of whom, when, what was read in its words."""

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


def probe_of(row: WorkRequest) -> Probe:
    """A stored request as it was matched last."""
    return Probe(
        row.id, row.home, row.department, row.title, row.kind, tuple(row.targets), row.earliest, row.latest,
        row.unannounced, Reading.from_json(row.reading),
    )  # fmt: skip
