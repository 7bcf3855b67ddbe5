"""What of a township's earlier answers may be offered again: values, whence, and on what basis."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Basis = Literal["same", "rolled_up", "unchanged"]
"""`same`: the very fact, said for this time. `rolled_up`: it follows from facts that were said (months of a
quarter). `unchanged`: what was true earlier, for a person to confirm; never a fact by itself."""


@dataclass(frozen=True, slots=True)
class CarriedValue:
    """An answer given before, in the asking field's unit, and where, when and for which time it was given.

    For a figure rolled up, `of` names the answers that it was added up from, newest first; where the total
    runs on with this month's own figure, `plus` is that field, and `value` the total up to last month.
    `ledger` names the department's ledger that says it, as of `period`.
    """

    value: str
    source: str
    at: datetime
    basis: Basis = "same"
    period: str = ""
    of: tuple[str, ...] = ()
    plus: str = ""
    ledger: str = ""

    @property
    def code(self) -> str:
        """Stands for this very offer: another value has another code."""
        return _code(self.basis, self.period, self.value, self.plus)

    def total(self, values: Mapping[str, Any]) -> str | None:
        """The value as an answer; where it runs on, with this month's figure out of `values`, and None where
        that is not among them."""
        if not self.plus:
            return self.value
        try:
            return format(Decimal(self.value) + Decimal(str(values.get(self.plus))), "f")
        except InvalidOperation:
            return None


@dataclass(frozen=True, slots=True)
class CarriedRows:
    """Rows of a roster given before, by the asking form's columns, and where and when they were given.

    `unchanged` names the columns whose values were true at an earlier time and wait to be confirmed; `ledger`
    the department's ledger that holds the rows, as of `period`.
    """

    rows: tuple[dict[str, str], ...]
    source: str
    at: datetime
    period: str = ""
    unchanged: frozenset[str] = frozenset()
    ledger: str = ""

    @property
    def code(self) -> str:
        """Stands for this very offer: other rows have another code."""
        return _code(self.period, self.rows)

    @property
    def basis(self) -> Basis:
        """`same` only where nothing of it waits to be confirmed."""
        return "unchanged" if self.unchanged else "same"


@dataclass(frozen=True, slots=True)
class Carried:
    """What may be confirmed instead of typed: by field id, and by roster id.

    `revised` holds fresh offers for answers that followed from others and no longer equal them, since a month
    was corrected: the answer stays until somebody takes the offer.
    """

    values: dict[str, CarriedValue]
    rows: dict[str, CarriedRows]
    revised: dict[str, CarriedValue] = field(default_factory=dict)

    def sure(self) -> dict[str, Any]:
        """As answers: the offers that are facts already, to be filled into a workbook."""
        return {
            "values": {
                key: one.value
                for key, one in self.values.items()
                if one.basis != "unchanged" and not one.plus
            },
            "rows": {key: list(one.rows) for key, one in self.rows.items() if one.basis != "unchanged"},
        }

    def confirmed(self, codes: Collection[str], values: Mapping[str, Any]) -> dict[str, Any]:
        """As answers: the offers under these codes. A total that runs on takes this month's figure from
        `values`, and stays open where it is not among them."""
        return {
            "values": {
                key: total
                for key, one in (*self.values.items(), *self.revised.items())
                if one.code in codes and (total := one.total(values)) is not None
            },
            "rows": {key: list(one.rows) for key, one in self.rows.items() if one.code in codes},
        }

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all offers."""
        values = (*self.values.values(), *self.revised.values())
        return frozenset((*(one.code for one in values), *(one.code for one in self.rows.values())))


NOTHING = Carried({}, {})


def _code(*content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
