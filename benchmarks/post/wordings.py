"""What a year's requests say: the seed county's notices, and some of every matter in the vocabulary.

The seed county's quarter is 113 works; a year of 5,250 requests that said nothing else would ask each work
of each county once a week. So two requests in three say something of the thousand other matters.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from app.commands.seed import SEEDS
from app.domain.matching import Reading, load_vocabulary
from app.domain.merging.field import Table
from app.forms.posted import tables_of
from app.requests.body import RequestIn
from app.requests.draft import read_body
from benchmarks.province.notices import Text, words_of

COUNTY = "990101"
HELD = "某发〔2026〕0号"
"""Stands in a wording for the document number that each request has of its own."""

SEEDED = 0.3
"""Share of requests that say what one of the seed county says, with its form if it has one."""

PER_MATTER = 1


@dataclass(frozen=True)
class Wording:
    """A body without number, place and time; `bureau` is the number of its sender among a place's, `cites`
    the document that some who say it cite."""

    bureau: str
    name: str
    cites: str
    body: dict[str, Any]
    popularity: float

    @cached_property
    def posted(self) -> RequestIn:
        """The body as a POST checks it."""
        return RequestIn.model_validate(self.body)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The form's tables."""
        return tables_of(self.posted.form) if self.posted.form else ()

    @cached_property
    def reading(self) -> Reading:
        """What is read in it, on the document number HELD."""
        return read_body(self.posted, self.name, self.tables, load_vocabulary())

    @property
    def citing(self) -> "Wording":
        """The same on one document more."""
        return replace(self, body=self.body | {"legal_basis": [*self.body["legal_basis"], self.cites]})

    @property
    def text(self) -> Text:
        """The wording as a province's year draws it."""
        title, body, kind = (self.body[name] for name in ("title", "description", "kind"))
        return Text(title, body, kind, self.reading, self.popularity, self.reading.matter)


def bureaus() -> list[dict[str, Any]]:
    """The seed county's departments: every place has as many, under the same short names."""
    lines = (SEEDS / "departments.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["division"] == COUNTY]


def write_wordings() -> list[Wording]:
    """Every title of the seed county with every text of its work and kind, and notices of all matters."""
    senders = bureaus()
    names = {row["code"].rpartition("-")[2]: row["short_name"] for row in senders}
    seeded, others = list(_of_the_seeds()), list(_of_the_vocabulary(sorted(names)))
    shares = [SEEDED / len(seeded)] * len(seeded) + [(1 - SEEDED) / len(others)] * len(others)
    return [
        Wording(bureau, names[bureau], f"上级〔2026〕{number}号", body | {"document_no": HELD}, share)
        for number, ((bureau, body), share) in enumerate(zip(seeded + others, shares, strict=True), 1)
    ]


def _of_the_seeds() -> Iterator[tuple[str, dict[str, Any]]]:
    lines = (SEEDS / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["department"].startswith(COUNTY)]
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        said[row["work"], row["body"]["kind"]].add(row["body"]["description"])
    for row in rows:
        for description in sorted(said[row["work"], row["body"]["kind"]]):
            yield row["department"].rpartition("-")[2], row["body"] | {"description": description}


def _of_the_vocabulary(senders: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    chance = random.Random(1)
    for matter in load_vocabulary().concepts.values():
        if matter.facet == "matter" and not matter.manner:
            for title, description, kind in words_of(matter, PER_MATTER, chance):
                yield chance.choice(senders), {
                    "kind": kind, "title": title, "description": description, "legal_basis": [],
                    "oversight": None, "half_days": 1, "unannounced": False, "recurrence": None,
                    "form": None, "window": {"earliest": "2026-01-01", "latest": "2026-01-01"},
                    "targets": ["0"],
                }  # fmt: skip
