"""What the shipped word lists know beyond single words: silent companions and which concept holds which."""

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from math import inf
from typing import Any


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The entries of one shipped list (JSON lines)."""
    text = files(__package__).joinpath(f"data/{name}.jsonl").read_text(encoding="utf-8")
    return map(json.loads, text.splitlines())


@lru_cache(maxsize=1)
def silent_companions() -> dict[str, frozenset[str]]:
    """For a concept those that add nothing beside it: 参保 beside 养老保险, 饮水 beside 自来水."""
    table: dict[str, set[str]] = {}
    for row in rows("silent"):
        for concept in row["beside"]:
            table.setdefault(concept, set()).update(row["silent"])
    return {concept: frozenset(silent) for concept, silent in table.items()}


@lru_cache(maxsize=1)
def inclusions() -> dict[str, frozenset[str]]:
    """For every concept all those it holds (耕地 ⊃ 水田), closed over steps."""
    direct: dict[str, set[str]] = {}
    for row in rows("inclusions"):
        direct.setdefault(row["broader"], set()).update(row["narrower"])

    def below(concept: str) -> set[str]:
        return {inner for part in direct.get(concept, ()) for inner in (part, *below(part))}

    return {concept: frozenset(below(concept)) for concept in direct}


@lru_cache(maxsize=1)
def concept_groups() -> dict[str, frozenset[str]]:
    """Named groups: `general` says too little by itself, `neutral` tells nothing of a form's subject,
    `body` is a small elected or appointed body whose members a form may count, `outcome` what is done about a
    thing that a form is about (整改), `rural` and
    `urban` what only the country or the town has."""
    return {row["group"]: frozenset(row["concepts"]) for row in rows("groups")}


@lru_cache(maxsize=1)
def themes() -> dict[str, frozenset[str]]:
    """What a form about a concept leaves unsaid in its labels: 扑火 in a form on 森林火灾."""
    return {row["theme"]: frozenset(row["implied"]) for row in rows("themes")}


@lru_cache(maxsize=1)
def age_limits() -> dict[str, tuple[float, float]]:
    """Groups of people that the law defines by age, as years from and to (老年人 60 and over)."""
    return {row["concept"]: (row.get("low", 0.0), row.get("high", inf)) for row in rows("ages")}


@lru_cache(maxsize=1)
def ordered_levels() -> dict[str, tuple[str, int]]:
    """Words of an ordered scale with their rank: 大专 → (学历, 4)."""
    return {
        word: (row["scale"], rank)
        for row in rows("levels")
        for rank, words in enumerate(row["levels"])
        for word in words
    }
