"""How well the reader reads the corpus of tests/forms: `python -m benchmarks.forms.reading [--wrong]`.

A field counts as found where its sheet and its cell (or column) are right; the label, unit, role, period and
grain are counted among those found, the kind among the tables, a ledger's first row among the ledgers.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.merging import WorkbookError, read_workbook
from tests.forms.corpus import SAMPLES
from tests.forms.notation import build, expected

MEMBERS = ("label", "unit", "role", "period", "grain", "path", "options", "type")
Place = tuple[str, str, int]


@dataclass
class Score:
    """Counts of one form or of all; `wrong` tells each fault in words."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, right: str, of: str) -> str:
        """A share as it is printed."""
        return f"{self.counts[right] / self.counts[of]:.3f}" if self.counts[of] else "-"


def places(document: Mapping[str, Any]) -> Iterator[tuple[Place, dict[str, Any], dict[str, Any]]]:
    """((sheet, cell or column, blank in the cell), field, its table) of a reading or of an expectation."""
    seen: Counter[tuple[str, str]] = Counter()
    for table in document["tables"]:
        for one in table["fields"]:
            cell = one.get("cell") or f"{one['column']}:{table['first_row']}"
            seen[table["sheet"], cell] += 1
            yield (table["sheet"], cell, seen[table["sheet"], cell]), one, table


def judge(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Score:
    """One form's counts."""
    score = Score()
    here = {place: (one, table) for place, one, table in places(found)}
    there = {place: (one, table) for place, one, table in places(wanted)}
    score.counts.update(found=len(here), wanted=len(there), right=len(here.keys() & there.keys()))
    score.wrong += [
        f"not found {place[:2]} {there[place][0]['label']}" for place in there.keys() - here.keys()
    ]
    score.wrong += [f"too much {place[:2]} {here[place][0]['label']}" for place in here.keys() - there.keys()]
    for place in here.keys() & there.keys():
        (mine, my_table), (theirs, their_table) = here[place], there[place]
        for name in (one for one in MEMBERS if one in theirs):
            same = mine.get(name, []) == theirs[name]
            score.counts[f"has {name}"] += 1
            score.counts[name] += same
            if not same:
                score.wrong.append(f"{name} {place[:2]} {mine.get(name)!r} for {theirs[name]!r}")
        score.counts["kind"] += my_table["kind"] == their_table["kind"]
        if my_table["kind"] != their_table["kind"]:
            score.wrong.append(f"kind {place[:2]} {my_table['kind']} for {their_table['kind']}")
        score.counts["title"] += my_table["title"] == their_table["title"]
        if my_table["title"] != their_table["title"]:
            score.wrong.append(f"title {place[:2]} {my_table['title']!r} for {their_table['title']!r}")
    return score


def measure() -> dict[str, Score]:
    """The score of each form by its name."""
    scores = {}
    for sample in SAMPLES:
        try:
            found = read_workbook(build(sample), f"{sample.key}.xlsx").to_json()
        except WorkbookError as error:
            found = {"tables": [], "not_understood": [{"text": error.text_en}]}
        scores[sample.key] = judge(found, expected(sample))
        scores[sample.key].wrong += [f"odd {one}" for one in found["not_understood"]]
    return scores


def total(scores: Mapping[str, Score]) -> Score:
    """All forms together."""
    whole = Score()
    for score in scores.values():
        whole.counts.update(score.counts)
    return whole


def line(name: str, score: Score) -> str:
    """One row of the table."""
    shares = [score.share("right", "found"), score.share("right", "wanted"), score.share("kind", "right")]
    shares += [score.share("title", "right")]
    shares += [score.share(member, f"has {member}") for member in MEMBERS]
    return f"{name:<24}{score.counts['wanted']:>7}" + "".join(f"{share:>9}" for share in shares)


def main(arguments: Sequence[str]) -> None:
    """Print the table; with --wrong every fault below its form."""
    heads = ("precision", "recall", "kind", "title", *MEMBERS)
    print(f"{'form':<24}{'fields':>7}" + "".join(f"{head[:8]:>9}" for head in heads))
    scores = measure()
    for name, score in scores.items():
        print(line(name, score))
        if "--wrong" in arguments:
            print("".join(f"    {text}\n" for text in sorted(score.wrong)), end="")
    print(line(f"all {len(scores)}", total(scores)))


if __name__ == "__main__":
    main(sys.argv[1:])
