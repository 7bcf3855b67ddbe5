"""Compares the concepts of two data elements: equal, one in the other, borrowed from the form, or apart."""

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from app.domain.merging.alignment.elements import DataElement
from app.domain.merging.alignment.findings import Finding


@lru_cache(maxsize=1)
def _inclusions() -> dict[str, frozenset[str]]:
    """For every concept all those it holds (耕地 ⊃ 水田), closed over steps."""
    direct: dict[str, set[str]] = {}
    for line in files(__package__).joinpath("data/inclusions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        direct.setdefault(row["broader"], set()).update(row["narrower"])

    def below(concept: str) -> set[str]:
        return {inner for part in direct.get(concept, ()) for inner in (part, *below(part))}

    return {concept: frozenset(below(concept)) for concept in direct}


def compare_concepts(a: DataElement, b: DataElement) -> Iterator[Finding]:
    """One finding on what is asked, and one on the forms around where the labels say too little."""
    only_a, only_b = set(a.concepts) - set(b.concepts), set(b.concepts) - set(a.concepts)
    only_a, only_b = only_a - b.context, only_b - a.context
    if not only_a and not only_b:
        yield from _same_concepts(a, b)
    elif only_a and only_b:
        yield _two_sided(only_a, only_b)
    elif not (a.concepts and b.concepts):
        yield Finding("concept", "apart", "一方只写了通用字样", "one label is too general to compare", 0.3)
    elif only_b:
        yield Finding(
            "concept", "wider", f"后者另有限定：{'、'.join(sorted(only_b))}", "b adds a restriction"
        )
    else:
        yield Finding(
            "concept", "narrower", f"前者另有限定：{'、'.join(sorted(only_a))}", "a adds a restriction"
        )


def _same_concepts(a: DataElement, b: DataElement) -> Iterator[Finding]:
    if set(a.concepts) == set(b.concepts):
        yield Finding("concept", "equal", "所问内容相同", "same concepts")
    else:
        yield Finding(
            "concept", "open", "所缺内容由表题补足", "the form's title supplies what one label leaves out"
        )
    if (
        not a.concepts
        and a.dimension not in ("text", "date")
        and a.context
        and b.context
        and not a.context & b.context
    ):
        yield Finding(
            "context", "apart", "标签笼统，所在表不同", "general label in forms about different things"
        )


def _two_sided(only_a: set[str], only_b: set[str]) -> Finding:
    table = _inclusions()
    if all(any(part in table.get(whole, ()) for whole in only_a) for part in only_b):
        return Finding("concept", "wider", "前者包含后者", "a's concept holds b's")
    if all(any(part in table.get(whole, ()) for whole in only_b) for part in only_a):
        return Finding("concept", "narrower", "后者包含前者", "b's concept holds a's")
    left, right = ("".join(sorted(side)) for side in (only_a, only_b))
    shared = len(set(left) & set(right)) / max(1, len(set(left) | set(right)))
    return Finding(
        "concept",
        "apart",
        f"所问内容不同（{left} / {right}）",
        f"different concepts ({left} / {right})",
        shared,
    )
