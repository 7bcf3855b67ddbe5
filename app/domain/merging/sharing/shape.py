"""The shared form as data: what is asked once, whom it serves, and what could not be merged."""

from dataclasses import asdict, dataclass, field
from typing import Any

from app.domain.merging.field import FieldType, FormKind
from app.domain.merging.sharing.tally import Condition, Tally


@dataclass(frozen=True, slots=True)
class Source:
    """One cell (or a ledger's column) of one form that a shared field serves.

    `factor` times the shared value gives the value in this form's `unit` (for reading; exact conversion goes
    by the units). `formula` marks a cell that the form computes; `label` and `note` are the form's own.
    """

    file: str
    sheet: str
    cell: str = ""
    column: str = ""
    unit: str = ""
    factor: float = 1.0
    label: str = ""
    note: str = ""
    type: FieldType = ""
    decimals: int = -1
    formula: bool = False
    table: int = 0

    @property
    def place(self) -> str:
        """Sheet and cell as an office program names them: 表1!D10, or 表1!D列 for a ledger's column."""
        return f"{self.sheet}!{self.cell or self.column + '列'}"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a field follows from others: an arithmetic expression over field ids, or a tally of a roster's
    rows; and the ids it needs."""

    expression: str
    of: tuple[str, ...]
    text: str = ""
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class SharedField:
    """One fact. It is asked unless it is derived; `roster` names the roster whose column it is."""

    id: str
    label: str
    unit: str
    type: FieldType
    kind: FormKind
    sources: tuple[Source, ...]
    derived_from: Derivation | None = None
    options: tuple[str, ...] = ()
    period: str = ""
    grain: str = ""
    note: str = ""
    section: str = ""
    low: str = ""
    high: str = ""
    roster: str = ""

    @property
    def asked(self) -> bool:
        """True where a person has to fill it."""
        return self.derived_from is None


@dataclass(frozen=True, slots=True)
class RosterSource:
    """Where one form keeps this roster: its blank rows run from `first_row` to `last_row`."""

    file: str
    sheet: str
    first_row: int
    last_row: int
    title: str = ""
    table: int = 0


@dataclass(frozen=True, slots=True)
class Roster:
    """One list of objects for all the ledgers of the same objects; its columns are fields that name it."""

    id: str
    title: str
    grain: str
    sources: tuple[RosterSource, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Fields that look alike and are not the same fact; each keeps its own cell and its own definition."""

    fields: tuple[str, str]
    label: str
    definitions: tuple[str, str]
    reasons: tuple[str, ...]
    reasons_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two fields (or rosters) that may be one; a person decides."""

    fields: tuple[str, str]
    verdict: str
    score: float
    reasons: tuple[str, ...]
    reasons_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A relation (勾稽关系) between answers: `at_most` (first ≤ second) or `equals` (first = expression);
    `form` is the key of the form that states it."""

    kind: str
    fields: tuple[str, ...]
    text: str
    text_en: str
    expression: str = ""
    form: str = ""


@dataclass(frozen=True)
class SharedForm:
    """What a township fills once. `fields` holds rosters' columns too, `forms` the forms' keys."""

    fields: tuple[SharedField, ...]
    rosters: tuple[Roster, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    checks: tuple[Check, ...] = ()
    forms: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)

    def field(self, key: str) -> SharedField | None:
        """The field of that id."""
        return next((item for item in self.fields if item.id == key), None)

    def columns(self, roster: str) -> tuple[SharedField, ...]:
        """The columns of a roster, in order."""
        return tuple(item for item in self.fields if item.roster == roster)

    @property
    def cells(self) -> tuple[SharedField, ...]:
        """The fields that are single cells."""
        return tuple(item for item in self.fields if not item.roster)

    def to_json(self) -> dict[str, Any]:
        """The map as plain values; a source has `cell` or `column`, never both."""
        document: dict[str, Any] = _plain(asdict(self))
        for item in document["fields"]:
            for source in item["sources"]:
                del source["column" if source["cell"] else "cell"]
        return document

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> "SharedForm":
        """What `to_json` wrote, also through a file. Raises KeyError or TypeError for anything else."""
        return cls(
            fields=tuple(_field(item) for item in document["fields"]),
            rosters=tuple(
                Roster(**{**item, "sources": tuple(RosterSource(**source) for source in item["sources"])})
                for item in document["rosters"]
            ),
            conflicts=tuple(Conflict(**_tuples(item)) for item in document["conflicts"]),
            suggestions=tuple(Suggestion(**_tuples(item)) for item in document["suggestions"]),
            checks=tuple(Check(**_tuples(item)) for item in document["checks"]),
            forms=tuple(document["forms"]),
            titles=dict(document["titles"]),
        )


def _plain(value: Any) -> Any:
    """Lists instead of tuples, all the way down, as JSON has them."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _field(item: dict[str, Any]) -> SharedField:
    derived = item["derived_from"]
    return SharedField(
        **{
            **_tuples(item),
            "sources": tuple(Source(**source) for source in item["sources"]),
            "derived_from": _derivation(derived) if derived else None,
        }
    )


def _derivation(item: dict[str, Any]) -> Derivation:
    told = item.get("tally")
    if told is None:
        return Derivation(**_tuples(item))
    conditions = tuple(Condition(**one) for one in told["conditions"])
    return Derivation(**{**_tuples(item), "tally": Tally(**{**told, "conditions": conditions})})


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in item.items()}
