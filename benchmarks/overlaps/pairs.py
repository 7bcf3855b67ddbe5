"""Reads labelled pairs of notices, and reads the notices in them with a vocabulary of one's choice."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.domain.matching import Example, Notice, Reading, Vocabulary, read_notice

SHIPPED = Path(__file__).parents[1] / "data" / "overlap_pairs_dev.jsonl"
"""224 pairs of published notices, labelled by the majority of three readers; `department` has the issuer."""

OTHER_DEV = SHIPPED.with_name("overlap_pairs_other_dev.jsonl")
"""252 pairs of notices on 39 other matters: their mistakes were looked at and learned from."""

OTHER_SEEN = SHIPPED.with_name("overlap_pairs_other_heldout.jsonl")
"""288 pairs on 46 matters more: held out until they had been measured, then looked at and learned from."""

THIRD = SHIPPED.with_name("overlap_pairs_third.jsonl")
"""216 pairs on 45 matters more, majority of three readings: measured blind, then learned from."""

HELD_OUT = SHIPPED.with_name("overlap_pairs_fourth.jsonl")
"""216 pairs on 31 matters that stand in no other file: no label, feature or weight was chosen by them."""

FIFTH = SHIPPED.with_name("overlap_pairs_fifth.jsonl")
"""191 pairs of the held half of the fresh notices, 28 topics of the whole field: measured only."""

SIXTH = SHIPPED.with_name("overlap_pairs_sixth.jsonl")
"""240 pairs on 34 duties more, drawn and labelled blind, in the shares of the first file: measured only."""

LEARNED = (SHIPPED, OTHER_DEV, OTHER_SEEN, THIRD)

MERGE = ("duplicate", "overlap")


@dataclass(frozen=True)
class Pair:
    """Two notices and what readers say of them: duplicate, overlap, related or distinct."""

    a: Notice
    b: Notice
    label: str
    hard: bool
    original: bool

    @property
    def merge(self) -> bool:
        """True where readers would join the two."""
        return self.label in MERGE


def load_pairs(path: Path = SHIPPED, label: str = "label") -> list[Pair]:
    """The pairs of a JSON-lines file; "first_label" takes what the first reader said alone."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Pair(
            *(
                Notice(row[side]["title"], row[side]["department"], row[side].get("text", ""))
                for side in "ab"
            ),
            label=row[label],
            hard=row.get("hard", False),
            original=row.get("both_titles_original", True),
        )
        for row in rows
    ]


def read_all(pairs: list[Pair], vocabulary: Vocabulary) -> dict[Notice, Reading]:
    """Each notice read once."""
    notices = {notice for pair in pairs for notice in (pair.a, pair.b)}
    return {notice: read_notice(notice, vocabulary) for notice in notices}


def examples(pairs: list[Pair], vocabulary: Vocabulary) -> list[Example]:
    """The pairs as decisions, read with `vocabulary`."""
    readings = read_all(pairs, vocabulary)
    return [Example(readings[pair.a], readings[pair.b], pair.merge) for pair in pairs]
