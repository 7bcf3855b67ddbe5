"""Field alignment: which fields of different forms are one fact, and by what factor."""

from app.domain.merging.alignment.align import Alignment, align_fields
from app.domain.merging.alignment.elements import DataElement, element_of
from app.domain.merging.alignment.rules import DerivationRule, derivation_rules
from app.domain.merging.alignment.units import convert

__all__ = [
    "Alignment",
    "DataElement",
    "DerivationRule",
    "align_fields",
    "convert",
    "derivation_rules",
    "element_of",
]
