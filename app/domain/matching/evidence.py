"""Puts the contributions of a judgement into sentences a clerk can read, in Chinese and in English."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.matching.concept import Relation
from app.domain.matching.conduct import NAMES_OF_ACTS, act_alone
from app.domain.matching.features import Comparison, Match
from app.domain.matching.model import LinearModel
from app.domain.matching.reading import Reading
from app.domain.matching.topics import topic_between
from app.domain.matching.vocabulary import Vocabulary

WORTH_TELLING = 0.1
Texts = tuple[str, str]


@dataclass(frozen=True)
class Evidence:
    """One reason: `weight` is its part of the log odds, above 0 for and below 0 against joining the two."""

    kind: str
    text: str
    text_en: str
    weight: float


def explain(
    a: Reading, b: Reading, comparison: Comparison, model: LinearModel, vocabulary: Vocabulary
) -> tuple[Evidence, ...]:
    """The reasons worth telling, the weightiest first, at least one; what speaks against is among them."""
    parts = model.contributions(comparison.values)
    found = [
        Evidence(kind, *texts, round(parts.get(kind, 0.0), 3))
        for kind, texts in _texts(a, b, comparison, vocabulary)
        if parts.get(kind)
    ]
    found.sort(key=lambda one: (-abs(one.weight), one.kind))
    return tuple(one for at, one in enumerate(found) if at == 0 or abs(one.weight) >= WORTH_TELLING)


def _texts(
    a: Reading, b: Reading, comparison: Comparison, vocabulary: Vocabulary
) -> Iterator[tuple[str, Texts]]:
    yield from _matter_texts(comparison, vocabulary)
    yield from _object_texts(a, b, comparison, vocabulary)
    yield from _topic_texts(a, b, comparison, vocabulary)
    yield from _conduct_texts(a, b, comparison)
    yield from _task_texts(comparison, vocabulary, a, b)
    if comparison.documents:
        numbers = "、".join(comparison.documents)
        yield "document", (f"同据文件：{numbers}", f"both rest on {numbers}")
    if comparison.fields:
        yield "fields", _field_text(a, b, comparison)


def _matter_texts(comparison: Comparison, vocabulary: Vocabulary) -> Iterator[tuple[str, Texts]]:
    sayings: dict[Relation, tuple[str, Callable[[Texts, Texts], Texts]]] = {
        Relation.SAME: ("matter_same", lambda m, _: (f"同一事项：{m[0]}", f"same matter: {m[1]}")),
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
            lambda m, t: (f"“{m[0]}”与“{t[0]}”相关", f"“{m[1]}” and “{t[1]}” are related"),
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
    told = set()
    for match in sorted(comparison.matters, key=lambda one: -one.mass):
        kind, saying = sayings[match.relation]
        if kind not in told:
            told.add(kind)
            yield kind, saying(*_ordered(match, vocabulary))


def _ordered(match: Match, vocabulary: Vocabulary) -> tuple[Texts, Texts]:
    """The two labels, the wider matter first where one contains the other."""
    pair = (match.mine, match.theirs)
    if match.relation is Relation.CONTAINS and match.theirs in vocabulary.ancestors(match.mine):
        pair = (match.theirs, match.mine)
    return vocabulary.label(pair[0]), vocabulary.label(pair[1])


def _object_texts(
    a: Reading, b: Reading, comparison: Comparison, vocabulary: Vocabulary
) -> Iterator[tuple[str, Texts]]:
    met = [one for one in comparison.objects if one.relation in (Relation.SAME, Relation.CONTAINS)]
    if met:
        best = max(met, key=lambda one: one.mass)
        zh, en = vocabulary.label(best.mine)
        yield "object_same", (f"同一对象：{zh}", f"same object: {en}")
    if a.objects and b.objects:
        mine, theirs = vocabulary.label(a.objects[0].concept), vocabulary.label(b.objects[0].concept)
        yield (
            "object_apart",
            (f"对象不同：{mine[0]}与{theirs[0]}", f"different objects: {mine[1]} and {theirs[1]}"),
        )


def _topic_texts(
    a: Reading, b: Reading, comparison: Comparison, vocabulary: Vocabulary
) -> Iterator[tuple[str, Texts]]:
    shared = topic_between(a.topics, b.topics)
    if shared:
        (zh, en), near = vocabulary.label(shared), comparison.values["topic"]
        yield "topic", (f"内容都接近“{zh}”（{near:.0%}）", f"both come near to “{en}” ({near:.0%})")


def _conduct_texts(a: Reading, b: Reading, comparison: Comparison) -> Iterator[tuple[str, Texts]]:
    act = act_alone(a.acts, b.acts_told) or act_alone(b.acts, a.acts_told)
    if act:
        zh, en = NAMES_OF_ACTS[act]
        yield "act_apart", (f"工作方式不同：只有一方是{zh}", f"different acts: only one asks for {en}")
    yield (
        "season_apart",
        (
            f"季节不同：{_months(a)}月与{_months(b)}月",
            f"different seasons: months {_months(a)} and {_months(b)}",
        ),
    )
    wording, meaning = comparison.values["wording"], comparison.values["meaning"]
    yield "wording", (f"标题用字相近（{wording:.0%}）", f"titles share their wording ({wording:.0%})")
    yield "meaning", (f"内容语义接近（{meaning:.0%}）", f"close in meaning ({meaning:.0%})")


def _task_texts(
    comparison: Comparison, vocabulary: Vocabulary, a: Reading, b: Reading
) -> Iterator[tuple[str, Texts]]:
    mine, theirs = vocabulary.label(a.matter), vocabulary.label(b.matter)
    yield "kind_apart", ("一项是检查，一项是报表", "one is a visit, the other a return")
    yield "routine_apart", ("定期报表与到场检查是两项任务", "a recurring return and a visit are two tasks")
    yield (
        "contains_bare",
        (
            "只是大类相包含，一方通知没有提到另一方的具体内容",
            "one contains the other by its field only: the notice names nothing of the other's work",
        ),
    )
    yield (
        "foremost_apart",
        (
            f"主要事项不同：“{mine[0]}”与“{theirs[0]}”",
            f"their foremost matters differ: “{mine[1]}” and “{theirs[1]}”",
        ),
    )
    yield "fields_apart", ("两张表要的指标不同", "the two forms ask for different figures")
    body = comparison.values["body"]
    yield "body", (f"正文用字相近（{body:.0%}）", f"their texts share their wording ({body:.0%})")


def _months(reading: Reading) -> str:
    """A run of months as 2–5, months that are no run one by one: 1, 11, 12."""
    months = reading.season
    if len(months) > 2 and months[-1] - months[0] == len(months) - 1:
        return f"{months[0]}–{months[-1]}"
    return ", ".join(str(month) for month in months)


def _field_text(a: Reading, b: Reading, comparison: Comparison) -> Texts:
    shared, mine, theirs = len(comparison.fields), len(a.fields), len(b.fields)
    names = "、".join(comparison.fields[:5])
    return (
        f"本表{mine}个指标中有{shared}个对方已要求（对方共{theirs}个）：{names}",
        f"{shared} of your {mine} fields are already asked by the other, which has {theirs}: {names}",
    )
