"""A request as detection looks at it, stored or only drafted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.domain.divisions import COUNTY_DIGITS, NATION
from app.domain.matching import Reading

SCATTERED = 16
"""From this many targets on, keys are filed under their counties: fewer rows, and the gate stays exact."""


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

    @property
    def scopes(self) -> tuple[str, ...]:
        """The codes under which its keys are filed and looked for."""
        return scopes_of(self.targets)

    def asked_by(self, name: str) -> "Probe":
        """The same with the department's name in place of its code, for what people read."""
        return replace(self, department=name)


def scopes_of(targets: Sequence[str]) -> tuple[str, ...]:
    """The targets, or where they are many the counties that hold them."""
    if len(targets) <= SCATTERED:
        return tuple(sorted(set(targets)))
    return tuple(sorted({code if code == NATION else code[:COUNTY_DIGITS] for code in targets}))
