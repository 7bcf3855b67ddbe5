"""Reads the county's places and bureaus from their lists."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
COUNTY = "990101"
VALID_FROM = "2026-01-01"


@dataclass(frozen=True, slots=True)
class Division:
    """One place of the tree; `parent` is empty for the province."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Department:
    """One bureau with the prefix of its document numbers and how many teams it can send out a day."""

    code: str
    name: str
    short_name: str
    prefix: str
    teams: int

    @property
    def division(self) -> str:
        """The place whose bureau this is."""
        return self.code.partition("-")[0]

    @property
    def level(self) -> str:
        """province, city or county."""
        return LEVEL[len(self.division)]


LEVEL = {2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}
PARENT = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}


def source_lines(name: str) -> list[str]:
    """The lines of a source file, without comments and blanks."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def divisions() -> list[Division]:
    """Every place, parents before children, in the order of the list."""
    found: list[Division] = []
    for line in source_lines("divisions.txt"):
        head, _, tail = line.partition(":")
        code, name = head.split()
        found.append(_division(code, name))
        for number, village in enumerate(tail.split()):
            found.append(
                _division(f"{code}{1 + number if village.endswith('社区') else 200 + number:03d}", village)
            )
    return found


def _division(code: str, name: str) -> Division:
    return Division(code, name, LEVEL[len(code)], code[: PARENT[len(code)]])


def townships(county: str = COUNTY) -> list[Division]:
    """The county's townships by code."""
    return [one for one in divisions() if one.level == "township" and one.parent == county]


def villages(township: str) -> list[Division]:
    """The township's villages by code."""
    return [one for one in divisions() if one.parent == township]


def departments() -> dict[str, Department]:
    """Every bureau by code."""
    rows = (line.split("|") for line in source_lines("departments.txt"))
    return {row[0]: Department(row[0], row[1], row[2], row[3], int(row[4])) for row in rows}
