"""What no plan can help: how much stays without a visit, and of which departments."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.scheduling.units import Unit


@dataclass(frozen=True, slots=True)
class Shortage:
    """Any plan leaves out `least` in weight. Where `scarce` is not empty, one that leaves out no more leaves
    out exactly `scarce[d]` of each department d in it, and nobody else.
    """

    least: int = 0
    scarce: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, least: int, alone: Mapping[int, int]) -> "Shortage":
        """`alone[d]` is what department d must leave out, whatever the others do."""
        scarce = {department: out for department, out in alone.items() if out}
        return cls(least, scarce if sum(scarce.values()) == least else {})

    def may_leave_out(self, unit: Unit) -> bool:
        """True where some plan that leaves out no more than the least leaves out the unit."""
        return not self.scarce or all(department in self.scarce for department in unit.departments)
