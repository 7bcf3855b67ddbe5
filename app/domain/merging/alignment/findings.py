"""What comparing one aspect of two fields can say, in both languages."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["equal", "open", "wider", "narrower", "conflict", "apart", "derivable"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One aspect's outcome: equal; open (one side says nothing); wider (a holds b) or narrower; conflict
    (same words, other definition or date); apart (never one fact); derivable (one is calculated from the
    other and its like)."""

    aspect: str
    kind: Kind
    text: str
    text_en: str
