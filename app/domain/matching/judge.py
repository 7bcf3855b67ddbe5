"""Judges whether two notices ask for the same township work, and says why in both languages."""

from dataclasses import dataclass

from app.domain.matching.concept import Relation
from app.domain.matching.evidence import Evidence, Explaining, explain
from app.domain.matching.features import Comparison, compare
from app.domain.matching.model import LinearModel, load_model
from app.domain.matching.reading import Reading
from app.domain.matching.vocabulary import Vocabulary, load_vocabulary

SURE_ENOUGH_TO_MERGE = 0.85
"""Below this certainty no duplicate: the title does not name the matter, or says much beside it. Of 980
labelled pairs 67 are duplicates then, none of which readers keep apart; at 0.7 it was 133, six wrongly."""


@dataclass(frozen=True)
class Judgement:
    """`score` is the probability (0–1) that the two are the same work; `evidence` is weightiest first, empty
    where the score is below what was asked to be explained."""

    score: float
    verdict: str
    evidence: tuple[Evidence, ...]


def judge_pair(
    a: Reading,
    b: Reading,
    model: LinearModel | None = None,
    vocabulary: Vocabulary | None = None,
    explain_from: float = 0.0,
    names: tuple[str, str] | None = None,
) -> Judgement:
    """The judgement of a pair, by the shipped model and vocabulary unless others are given.

    Symmetric in score and verdict; the evidence speaks from `a`'s side ("12 of your 18 fields"), or by the
    `names` of the two senders, so that it reads alike for both. Below `explain_from` it is left out: to say
    why costs half as much as to say whether.
    """
    model, vocabulary = model or load_model(), vocabulary or load_vocabulary()
    comparison = compare(a, b, vocabulary)
    score = model.score(comparison.values)
    verdict = _verdict(score, model, comparison, min(a.certainty, b.certainty))
    told = round(score, 4) >= explain_from
    evidence = explain(a, b, comparison, Explaining(model, vocabulary, names)) if told else ()
    return Judgement(round(score, 4), verdict, evidence)


def _verdict(score: float, model: LinearModel, comparison: Comparison, certainty: float) -> str:
    if score >= model.cuts["duplicate"] and _may_be_duplicate(comparison, certainty):
        return "duplicate"
    if score >= model.cuts["overlap"]:
        return "overlap"
    return "related" if score >= model.cuts["related"] or _akin(comparison) else "distinct"


def _may_be_duplicate(comparison: Comparison, certainty: float) -> bool:
    """A duplicate shares its foremost matter outright, and nothing speaks against it."""
    values = comparison.values
    same = sum(one.mass for one in comparison.matters if one.relation is Relation.SAME)
    against = max(values[name] for name in ("season_apart", "act_apart", "act_crossed", "object_apart"))
    return certainty >= SURE_ENOUGH_TO_MERGE and same >= 0.5 and against < 0.5


def _akin(comparison: Comparison) -> bool:
    """Work of one field: their matters are akin by the vocabulary."""
    return any(
        one.relation not in (Relation.DISJOINT, Relation.NONE) and one.mass > 0.3
        for one in comparison.matters
    )
