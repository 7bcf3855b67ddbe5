"""Puts the contributions of a judgement into sentences a clerk can read, in Chinese and in English."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.matching.conduct import NAMES_OF_ACTS, OF_ITS_OWN, act_alone
from app.domain.matching.facts import Texts, Told, form_texts, matter_texts, object_texts, shared_facts
from app.domain.matching.features import Comparison
from app.domain.matching.model import LinearModel
from app.domain.matching.reading import Reading
from app.domain.matching.topics import topic_between
from app.domain.matching.vocabulary import Vocabulary

WORTH_TELLING = 0.1


@dataclass(frozen=True)
class Evidence:
    """One reason: `weight` is its part of the log odds, above 0 for and below 0 against joining the two; 0 is
    a fact that the reader should know and that the score does not rest on."""

    kind: str
    text: str
    text_en: str
    weight: float


@dataclass(frozen=True)
class Explaining:
    """What a judgement is explained with; `names` are the senders' names, where they are known."""

    model: LinearModel
    vocabulary: Vocabulary
    names: tuple[str, str] | None = None


def explain(a: Reading, b: Reading, comparison: Comparison, by: Explaining) -> tuple[Evidence, ...]:
    """The reasons worth telling, the weightiest first, at least one; what speaks against is among them.

    What both share (matters, objects, documents, fields) is told whatever weight the model gives it.
    """
    parts, facts = by.model.contributions(comparison.values), shared_facts(comparison)
    found = [
        Evidence(kind, *texts, round(parts.get(kind, 0.0), 3))
        for kind, texts in _texts(a, b, comparison, by)
        if parts.get(kind) or kind in facts
    ]
    found.sort(key=lambda one: (-abs(one.weight), one.kind))
    told = [one for one in found if abs(one.weight) >= WORTH_TELLING or one.kind in facts]
    if not told:
        kind, texts = next(matter_texts(comparison, by.vocabulary))
        told = [Evidence(kind, *texts, round(parts.get(kind, 0.0), 3))]
    return tuple(told)


def _texts(a: Reading, b: Reading, comparison: Comparison, by: Explaining) -> Iterator[Told]:
    yield from matter_texts(comparison, by.vocabulary)
    yield from object_texts(comparison, by.vocabulary)
    yield from _topic_texts(a, b, comparison, by.vocabulary)
    yield from _conduct_texts(a, b, comparison)
    yield from _task_texts(comparison, by.vocabulary, a, b)
    yield from form_texts(a, b, comparison, by.names)


def _topic_texts(a: Reading, b: Reading, comparison: Comparison, vocabulary: Vocabulary) -> Iterator[Told]:
    shared = topic_between(a.topics, b.topics, vocabulary)
    if shared:
        (zh, en), near = vocabulary.label(shared), comparison.values["topic"]
        yield "topic", (f"内容都接近“{zh}”（{near:.0%}）", f"both come near to “{en}” ({near:.0%})")


def _conduct_texts(a: Reading, b: Reading, comparison: Comparison) -> Iterator[Told]:
    act = act_alone(a.acts, b.acts_told) or act_alone(b.acts, a.acts_told)
    if act:
        zh, en = NAMES_OF_ACTS[act]
        yield "act_apart", (f"工作方式不同：只有一方是{zh}", f"different acts: only one asks for {en}")
    if a.acts and b.acts:
        (mine, mine_en), (theirs, theirs_en) = (_act_named(side.acts) for side in (a, b))
        yield (
            "act_crossed",
            (f"一方要{mine}，另一方要{theirs}", f"one asks for {mine_en}, the other for {theirs_en}"),
        )
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


def _act_named(acts: tuple[str, ...]) -> Texts:
    """The act of a title that stands out most."""
    return NAMES_OF_ACTS[max(acts, key=lambda act: OF_ITS_OWN.get(act, 0.0))]


def _task_texts(comparison: Comparison, vocabulary: Vocabulary, a: Reading, b: Reading) -> Iterator[Told]:
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
    body = comparison.values["body"]
    yield "body", (f"正文用字相近（{body:.0%}）", f"their texts share their wording ({body:.0%})")


def _months(reading: Reading) -> str:
    """A run of months as 2–5, months that are no run one by one: 1, 11, 12."""
    months = reading.season
    if len(months) > 2 and months[-1] - months[0] == len(months) - 1:
        return f"{months[0]}–{months[-1]}"
    return ", ".join(str(month) for month in months)
