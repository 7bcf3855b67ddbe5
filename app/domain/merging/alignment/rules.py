"""What the dictionary of data elements knows of sums and rates (ISO/IEC 11179 derivation rules)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.domain.merging.alignment.dictionary import rows

RuleKind = Literal["sum", "difference", "rate", "ratio"]


@dataclass(frozen=True, slots=True)
class DerivationRule:
    """`whole` follows from `parts`, both labels of the dictionary: their sum where the parts exclude each
    other and make up the whole, the first less the others, or the first divided by the second."""

    whole: str
    kind: RuleKind
    parts: tuple[str, ...]

    @property
    def formula(self) -> str:
        """The rule in words: 问题整改率＝已整改问题数÷发现问题数×100%."""
        signs: dict[RuleKind, str] = {"sum": "＋", "difference": "－", "rate": "÷", "ratio": "÷"}
        return f"{self.whole}＝{signs[self.kind].join(self.parts)}{'×100%' if self.kind == 'rate' else ''}"


@lru_cache(maxsize=1)
def derivation_rules() -> tuple[DerivationRule, ...]:
    """Every shipped rule; kinds of people that overlap (低保, 特困, 残疾) are in none."""
    return tuple(
        DerivationRule(row["whole"], row["kind"], tuple(row["parts"])) for row in rows("derivations")
    )
