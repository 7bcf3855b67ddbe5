"""The labelled pairs of real form fields, and the groups that cross-validation must not split."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.domain.merging.alignment import element_of
from app.domain.merging.field import Field

DATA = Path(__file__).parents[1] / "data" / "field_pairs_dev.jsonl"
MERGED = {"same", "convertible"}
#: Verdicts that the readers' five labels do not have, as `jianfu score fields` prints them.
SCORED: dict[str, str] = {"conflicting": "different", "derivable": "different"}


@dataclass(frozen=True)
class Pair:
    """Two fields, the verdict of the first reader and every verdict that a fair reader accepts."""

    id: str
    a: Field
    b: Field
    label: str
    acceptable: frozenset[str]

    @property
    def one_fact(self) -> bool:
        """Whether the reader would merge the two."""
        return self.label in MERGED


def load(path: Path = DATA, half: str = "") -> list[Pair]:
    """The pairs of `path`, of one `half` (dev, held) where it is split; `same_form` and the issuing bodies
    are not read, they are no evidence."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Pair(row["id"], _field(row["a"]), _field(row["b"]), row["label"], frozenset(row["acceptable"]))
        for row in rows
        if not half or row["half"] == half
    ]


def _field(row: dict[str, str]) -> Field:
    return Field(
        label=row["label"],
        unit=row["unit"],
        period=row["period"],
        form_title=row["form_title"],
        section=row["section"],
    )


def groups(pairs: list[Pair]) -> list[str]:
    """One name a pair: pairs that share a head concept, directly or over others, are one group."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    names = [[_head(pair.a), _head(pair.b)] for pair in pairs]
    for left, right in names:
        parent[root(left)] = root(right)
    return [root(left) for left, _ in names]


def _head(field: Field) -> str:
    concepts = element_of(field).concepts
    return concepts[-1] if concepts else field.label
