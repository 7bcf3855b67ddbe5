"""How much of official lists the vocabulary reads; run as `python -m benchmarks.overlaps.coverage`.

Each item of a list of duties or spot checks names the matters that a reader accepts for it. A matter is read
where it is likelier than all others together, guessed else; right where it is one of those, or above or below
one.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.matching import Notice, Reading, load_vocabulary, read_notice

ITEMS = Path(__file__).parents[1] / "data" / "duty_items.jsonl"
READ_FROM = 0.5
"""Above this certainty the matter is likelier than all others together."""


@dataclass(frozen=True)
class Read:
    """An item of a list and what was read of it."""

    item: dict[str, Any]
    reading: Reading

    @property
    def read(self) -> bool:
        """Whether the foremost matter was read, not guessed."""
        return self.reading.certainty > READ_FROM

    @property
    def right(self) -> bool:
        """Whether the foremost matter is one that a reader accepts, or its whole or part."""
        vocabulary, mine = load_vocabulary(), self.reading.matter
        return any(
            mine == one or mine in vocabulary.ancestors(one) or one in vocabulary.ancestors(mine)
            for one in self.item["matters"]
        )


def items() -> list[Read]:
    """Every item of the lists, read as a title."""
    rows = [json.loads(line) for line in ITEMS.read_text("utf-8").splitlines()]
    return [Read(row, read_notice(Notice(row["item"]), load_vocabulary())) for row in rows]


def run() -> None:
    """Prints the shares, of lists seen while the vocabulary was written and of those looked up after."""
    found = items()
    for after, name in ((False, "lists seen before"), (True, "lists looked up after")):
        mine = [one for one in found if one.item["looked_up_after"] is after]
        read, right = sum(one.read for one in mine), sum(one.right for one in mine)
        print(f"{name}: {len(mine)} items, read {read / len(mine):.0%}, right {right / len(mine):.0%}")
    for one in found:
        if not one.right:
            print(f"  {one.item['item']} → {one.reading.matter} ({one.reading.certainty:.2f})")


if __name__ == "__main__":
    run()
