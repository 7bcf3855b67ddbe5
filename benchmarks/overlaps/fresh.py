"""How fresh notices of the whole field are read: `python -m benchmarks.overlaps.fresh [learnt | held]`.

242 notices on 53 topics that stand in no other file, each with what a reader says it asks for, written down
before the program had seen it. The topics are cut in two halves by a hash: from one the vocabulary learns,
from the other nothing is ever mended. What is read wrongly of the learnt half is listed, of the held half
only counted.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.matching import Notice, Reading, Relation, load_vocabulary, read_notice
from benchmarks.overlaps.coverage import READ_FROM

NOTICES = Path(__file__).parents[1] / "data" / "fresh_notices.jsonl"
WRITTEN = NOTICES.with_name("written_notices.jsonl")
"""2,963 notices on every matter and on works that had none, written without looking at labels."""

HALVES = ("learnt", "held")
VERDICTS = ("right", "near", "wrong", "guessed")


@dataclass(frozen=True)
class Fresh:
    """A notice with what a reader accepts for it, and what was read."""

    row: dict[str, Any]
    reading: Reading

    @property
    def matter(self) -> str:
        """right: a matter that the reader accepts, or a part of it; near: its whole, a sibling or a related
        one; guessed: another one, and another was held as likely; wrong: another one, held for sure."""
        vocabulary, mine = load_vocabulary(), self.reading.matter
        accepted = self.row["matters"]
        if any(mine == one or one in vocabulary.ancestors(mine) for one in accepted):
            return "right"
        close = (Relation.CONTAINS, Relation.BESIDE, Relation.KIN)
        if any(vocabulary.relate(mine, one) in close for one in accepted):
            return "near"
        return "guessed" if self.reading.certainty <= READ_FROM else "wrong"

    @property
    def named(self) -> bool:
        """Whether an accepted matter, or a part of one, is anywhere among those that were read."""
        vocabulary = load_vocabulary()
        found = {one.concept for one in self.reading.matters}
        found |= {above for one in found for above in vocabulary.ancestors(one)}
        return bool(found & set(self.row["matters"]))

    @property
    def objects_met(self) -> bool:
        """Whether one of the objects that the reader names was read."""
        return bool({one.concept for one in self.reading.objects} & set(self.row["objects"]))

    @property
    def acts_met(self) -> bool:
        """Whether an act that the reader names was read in title or text."""
        return bool(set(self.reading.acts_told) & set(self.row["acts"]))

    @property
    def season_met(self) -> bool:
        """Whether the season of the title was read; where it names none, whether none was read."""
        told, read = set(self.row["season"]), set(self.reading.season)
        return bool(told & read) if told else not read


def notices(path: Path, half: str = "") -> list[dict[str, Any]]:
    """The rows of a file of notices, of one half or of both."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [row for row in rows if half in ("", row["half"])]


def fresh_notices(half: str = "") -> list[Fresh]:
    """The notices of a half, or of both, as the shipped vocabulary reads them."""
    return [
        Fresh(row, read_notice(Notice(row["title"], row["department"], row["text"]), load_vocabulary()))
        for row in notices(NOTICES, half)
    ]


def _shares(found: Sequence[Fresh]) -> str:
    verdicts = Counter(one.matter for one in found)
    with_objects = [one for one in found if one.row["objects"]]
    shares = [verdicts[name] / len(found) for name in VERDICTS]
    shares += [
        sum(one.named for one in found) / len(found),
        sum(one.objects_met for one in with_objects) / len(with_objects),
        sum(one.acts_met for one in found) / len(found),
        sum(one.season_met for one in found) / len(found),
    ]
    return f"{len(found):>6}" + "".join(f"{share:>9.3f}" for share in shares)


def run(halves: Sequence[str] = HALVES) -> None:
    """Prints the shares of each half, and what the learnt half reads otherwise than the reader."""
    columns = (*VERDICTS, "among", "object", "act", "season")
    print(f"{'':<8}{'n':>6}" + "".join(f"{name:>9}" for name in columns))
    for half in halves:
        print(f"{half:<8}{_shares(fresh_notices(half))}")
    for one in fresh_notices("learnt") if "learnt" in halves else ():
        if one.matter != "right":
            print(f"  {one.matter:<8}{one.row['title']} → {one.reading.matter} ({one.reading.certainty:.2f})")


if __name__ == "__main__":
    run(sys.argv[1:] or HALVES)
