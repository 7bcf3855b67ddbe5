"""Names what two notices have in common or not: matters, objects, documents, the fields of their forms."""

from collections.abc import Callable, Iterator

from app.domain.matching.concept import Relation
from app.domain.matching.features import Comparison, Match
from app.domain.matching.reading import Reading
from app.domain.matching.vocabulary import Vocabulary

Texts = tuple[str, str]
"""A sentence in Chinese and in English."""

Told = tuple[str, Texts]
"""A kind of reason and its sentence."""

NAMED = 3
"""So many of one kind are named; more would be a list nobody reads."""

FIELDS_NAMED = 5

WORTH_NAMING = 0.1
"""A concept with less of a notice stands there in passing."""

_SAYINGS: dict[Relation, tuple[str, Callable[[Texts, Texts], Texts]]] = {
    Relation.CONTAINS: (
        "matter_contains",
        lambda m, t: (f"“{m[0]}”包含“{t[0]}”", f"“{m[1]}” contains “{t[1]}”"),
    ),
    Relation.BESIDE: (
        "matter_beside",
        lambda m, t: (
            f"“{m[0]}”与“{t[0]}”是同一工作的两个方面",
            f"“{m[1]}” and “{t[1]}” are parts of one work",
        ),
    ),
    Relation.KIN: (
        "matter_kin",
        lambda m, t: (
            f"“{m[0]}”与“{t[0]}”相关，但各是一项工作",
            f"“{m[1]}” and “{t[1]}” are related, but each a work of its own",
        ),
    ),
    Relation.DISJOINT: (
        "matter_apart",
        lambda m, t: (f"“{m[0]}”与“{t[0]}”是互不相同的事项", f"“{m[1]}” and “{t[1]}” are different work"),
    ),
    Relation.NONE: (
        "matter_apart",
        lambda m, t: (f"事项不同：“{m[0]}”与“{t[0]}”", f"different matters: “{m[1]}” and “{t[1]}”"),
    ),
}


def shared_facts(comparison: Comparison) -> frozenset[str]:
    """The kinds of reason that state what both share; they are told though the model gives them no weight."""
    named = {one.relation for one in comparison.matters if one.mass >= WORTH_NAMING}
    closest = {
        f"matter_{one.value}" for one in (Relation.SAME, Relation.CONTAINS, Relation.BESIDE) if one in named
    }
    return frozenset({*closest, "object_same", "object_contains", "document", "fields"})


def matter_texts(comparison: Comparison, vocabulary: Vocabulary) -> Iterator[Told]:
    """How the matters relate, one sentence for each relation, the one with the most mass first."""
    told = set()
    for match in sorted(comparison.matters, key=lambda one: -one.mass):
        if match.relation is Relation.SAME:
            kind, texts = "matter_same", _same(comparison.matters, vocabulary, "事项", "matter")
        else:
            kind, saying = _SAYINGS[match.relation]
            texts = saying(*_ordered(match, vocabulary))
        if kind not in told:
            told.add(kind)
            yield kind, texts


def object_texts(comparison: Comparison, vocabulary: Vocabulary) -> Iterator[Told]:
    """Whom or what both look at, and the two that differ most."""
    named = [one for one in comparison.objects if one.mass >= WORTH_NAMING]
    if any(one.relation is Relation.SAME for one in named):
        yield "object_same", _same(named, vocabulary, "对象", "object")
    part = _foremost(named, Relation.CONTAINS)
    if part:
        (whole_zh, whole_en), (zh, en) = _ordered(part, vocabulary)
        yield "object_contains", (f"对象“{whole_zh}”包含“{zh}”", f"object “{whole_en}” contains “{en}”")
    apart = _foremost(comparison.objects, Relation.NONE)
    if apart:
        (mine_zh, mine), (theirs_zh, theirs) = sorted(
            (vocabulary.label(apart.mine), vocabulary.label(apart.theirs))
        )
        yield "object_apart", (f"对象不同：{mine_zh}与{theirs_zh}", f"different objects: {mine} and {theirs}")


def form_texts(
    a: Reading, b: Reading, comparison: Comparison, names: tuple[str, str] | None
) -> Iterator[Told]:
    """Which documents both rest on, which figures both ask for, and which only the shorter form does.

    `names` are the senders' names; without them the sentence speaks from `a`'s side.
    """
    if comparison.documents:
        numbers = "、".join(comparison.documents)
        yield "document", (f"同据文件：{numbers}", f"both rest on {numbers}")
    if comparison.fields:
        yield "fields", _fields_asked_twice(a, b, comparison.fields, names)
    few, many = sorted((a.fields, b.fields), key=lambda fields: (len(fields), fields))
    alone = "、".join([one for one in few if one not in many][:NAMED])
    if alone:
        told = f"different figures: only one asks for {alone}"
        yield "fields_apart", (f"指标不同，只有一方要：{alone}", told)


def _fields_asked_twice(
    a: Reading, b: Reading, fields: tuple[str, ...], names: tuple[str, str] | None
) -> Texts:
    shared, mine, theirs = len(fields), len(a.fields), len(b.fields)
    listed = "、".join(fields[:FIELDS_NAMED])
    if names is None:
        return (
            f"本表{mine}个指标中有{shared}个对方已要求（对方共{theirs}个）：{listed}",
            f"{shared} of your {mine} fields are already asked by the other, which has {theirs}: {listed}",
        )
    one, other = names if names[0] != names[1] else (f"{names[0]}（一张表）", f"{names[1]}（另一张表）")
    return (
        f"{one}的{mine}个指标中有{shared}个{other}也要（共{theirs}个）：{listed}",
        f"{shared} of the {mine} fields of {one} are asked by {other} too, which has {theirs}: {listed}",
    )


def _same(matches: tuple[Match, ...] | list[Match], vocabulary: Vocabulary, zh: str, en: str) -> Texts:
    """The concepts that stand on both sides, the weightiest first."""
    same = sorted(
        (one for one in matches if one.relation is Relation.SAME), key=lambda one: (-one.mass, one.mine)
    )
    shown = [one for at, one in enumerate(same[:NAMED]) if at == 0 or one.mass >= WORTH_NAMING]
    labels = [vocabulary.label(one.mine) for one in shown]
    return (
        f"同一{zh}：{'、'.join(label[0] for label in labels)}",
        f"same {en}: {', '.join(label[1] for label in labels)}",
    )


def _foremost(matches: tuple[Match, ...] | list[Match], relation: Relation) -> Match | None:
    found = [one for one in matches if one.relation is relation]
    return min(found, key=lambda one: (-one.mass, *sorted((one.mine, one.theirs))), default=None)


def _ordered(match: Match, vocabulary: Vocabulary) -> tuple[Texts, Texts]:
    """The two labels, the wider concept first where one contains the other."""
    pair = (match.mine, match.theirs)
    if match.relation is Relation.CONTAINS and match.theirs in vocabulary.ancestors(match.mine):
        pair = (match.theirs, match.mine)
    return vocabulary.label(pair[0]), vocabulary.label(pair[1])
