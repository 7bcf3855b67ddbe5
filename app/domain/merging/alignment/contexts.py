"""Compares the forms around two fields, where the labels by themselves leave open what is counted."""

from collections.abc import Iterator

from app.domain.merging.alignment.dictionary import concept_groups
from app.domain.merging.alignment.elements import DataElement
from app.domain.merging.alignment.findings import Finding

#: Values that describe the one person or site of a row: their meaning does not hang on the form's subject.
_ATTRIBUTES = {"text", "date", "flag", "age"}


def compare_contexts(a: DataElement, b: DataElement) -> Iterator[Finding]:
    """A general label (面积, 资金投入) is one fact only in forms about one thing, and the members of a small
    body (两委, 候选人) are never the population."""
    if {a.dimension, b.dimension} & _ATTRIBUTES:
        return
    groups = concept_groups()
    concepts = {*a.concepts, *b.concepts}
    bodies = (a.context & groups["body"]) ^ (b.context & groups["body"])
    meet = bool(a.context & b.context) or a.grain == b.grain == "household"
    if "person" in (a.dimension, b.dimension) and bodies and not (bodies | groups["official"]) & concepts:
        yield Finding(
            "context", "apart", "一方只统计某一机构的成员", "one side counts the members of one body"
        )
    elif concepts and concepts <= groups["general"] and a.context and b.context and not meet:
        yield Finding(
            "context", "apart", "标签笼统，所在表不同", "general label in forms about different things"
        )
    elif not (concepts or a.bands) and a.context != b.context and not meet:
        yield Finding("context", "apart", "标签笼统，无法断定同指", "too general to tell what it counts")
