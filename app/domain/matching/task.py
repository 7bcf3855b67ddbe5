"""Measures of how two requests of one field differ as tasks: kind of answer, how often, which figures."""

from collections.abc import Mapping

from app.domain.matching.concept import Relation
from app.domain.matching.reading import Reading
from app.domain.matching.vocabulary import Vocabulary
from app.domain.matching.wordpairs import shared_wording

TASK_NAMES = ("kind_apart", "routine_apart", "contains_bare", "foremost_apart", "fields_apart", "body")
"""In the order of the model's weights. A pair file knows neither kind nor recurrence: those are 0 there."""

CHECKED_AT_THE_DOOR = 0.5
"""How far apart a recurring return and a visit are that verifies figures."""


def apart_as_tasks(
    a: Reading, b: Reading, values: Mapping[str, float], vocabulary: Vocabulary
) -> dict[str, float]:
    """The measures, each 0–1 and symmetric; `values` are the features that rest on the words alone."""
    backed = max(values["object_same"], _named_by_other(a, b))
    return {
        "kind_apart": float(_kinds_differ(a, b)),
        "routine_apart": _routine_apart(a, b),
        "contains_bare": values["matter_contains"] * (1.0 - backed),
        "foremost_apart": float(
            vocabulary.relate(a.matter, b.matter) not in (Relation.SAME, Relation.CONTAINS)
        ),
        "fields_apart": 1.0 - _fields_close(a, b) if a.fields and b.fields else 0.0,
        "body": shared_wording(f"{a.core} {a.gist}", f"{b.core} {b.gist}"),
    }


def _kinds_differ(a: Reading, b: Reading) -> bool:
    return bool(a.kind and b.kind) and a.kind != b.kind


def _routine_apart(a: Reading, b: Reading) -> float:
    """1 for a recurring return beside a visit: a month's figures are not what a visit looks at."""
    if not _kinds_differ(a, b):
        return 0.0
    routine, visit = (a, b) if a.kind == "report" else (b, a)
    if not routine.recurring:
        return 0.0
    return CHECKED_AT_THE_DOOR if "verify" in (visit.acts or visit.acts_told) else 1.0


def _named_by_other(a: Reading, b: Reading) -> float:
    """1 where the foremost matter of one is named by the other too, if only in passing."""
    mine, theirs = ({one.concept for one in side.matters} for side in (a, b))
    return float(a.matter in theirs or b.matter in mine)


def _fields_close(a: Reading, b: Reading) -> float:
    """How much of the shorter form finds fields in similar words in the longer one."""
    few, many = sorted((a.fields, b.fields), key=lambda fields: (len(fields), fields))
    return sum(max(shared_wording(one, other) for other in many) for one in few) / len(few)
