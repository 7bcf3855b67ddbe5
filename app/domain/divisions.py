"""Division codes (统计用区划代码) as keys of a tree: which contains which, and where a row is at home."""

from collections.abc import Iterable
from functools import lru_cache

NATION = "0"
"""The root above every province; one digit, since no province code has one."""

LEVELS = {1: "nation", 2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}
COUNTY_DIGITS = 6
TOWNSHIP_DIGITS = 9
CITY_AND_PROVINCE_DIGITS = (4, 2)


def is_code(text: str) -> bool:
    """True where `text` has the shape of a division key: 2, 4, 6, 9 or 12 digits, or the nation's "0"."""
    return text == NATION or (text.isascii() and text.isdigit() and len(text) in LEVELS and len(text) > 1)


def level(code: str) -> str:
    """The level's English name. Raises ValueError for a text that is no key."""
    if not is_code(code):
        raise ValueError(f"not a division code: {code!r}")
    return LEVELS[len(code)]


@lru_cache(maxsize=1 << 16)  # all China has 45,000, and a scattered request asks for hundreds of them
def ancestors(code: str) -> tuple[str, ...]:
    """The code itself and all that contain it, from the nation down: `0, 51, 5101, 510112, 510112001`."""
    if code == NATION:
        return (NATION,)
    return (NATION, *(code[:digits] for digits in sorted(LEVELS)[1:] if digits <= len(code)))


def contains(outer: str, inner: str) -> bool:
    """True where `inner` lies within `outer` or is the same place."""
    return outer == NATION or inner.startswith(outer)


def meets(one: str, other: str) -> bool:
    """True where two places share ground, which in a tree means that one contains the other."""
    return contains(one, other) or contains(other, one)


def targets_meet(ones: Iterable[str], others: Iterable[str]) -> bool:
    """True where any target of one request shares ground with any target of the other. Symmetric.

    By what lies above each, not each beside each: two requests to 200 townships would be 40,000 looks.
    """
    mine, theirs = set(ones), set(others)
    return any(not theirs.isdisjoint(ancestors(one)) for one in mine) or any(
        not mine.isdisjoint(ancestors(other)) for other in theirs
    )


def shared_places(ones: Iterable[str], others: Iterable[str]) -> set[str]:
    """The places that make up the ground common to two requests' targets, none within another. Symmetric."""
    mine, theirs = set(ones), set(others)
    within = {code for code in mine if theirs.intersection(ancestors(code))}
    within |= {code for code in theirs if mine.intersection(ancestors(code))}
    return {code for code in within if not within.intersection(ancestors(code)[:-1])}


def home_of(codes: Iterable[str]) -> str:
    """The lowest division that holds all `codes`, a county at the lowest: where a row is at home.

    A county is the floor because it is the unit that schedules, settles and is distributed as one.
    Raises ValueError where `codes` is empty.
    """
    chains = [ancestors(code) for code in codes]
    if not chains:
        raise ValueError("a row without a place has no home")
    shared = set(chains[0]).intersection(*chains[1:])
    return max((code for code in shared if len(code) <= COUNTY_DIGITS), key=len)


def lift(codes: Iterable[str], most: int) -> tuple[str, ...]:
    """At most `most` places that hold all `codes`, in order: townships, or the counties, cities,
    provinces or the nation above them. Raises ValueError where `most` is below 1.
    """
    if most < 1:
        raise ValueError("no place holds anything")
    codes = set(codes)
    for digits in (TOWNSHIP_DIGITS, COUNTY_DIGITS, *CITY_AND_PROVINCE_DIGITS):
        places = {code if code == NATION else code[:digits] for code in codes}
        if len(places) <= most:
            return tuple(sorted(places))
    return (NATION,)
