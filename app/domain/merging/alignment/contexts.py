"""Compares the forms around two fields, where the labels by themselves leave open what is counted."""

from collections.abc import Iterator

from app.domain.merging.alignment.dictionary import concept_groups, inclusions
from app.domain.merging.alignment.elements import DataElement
from app.domain.merging.alignment.findings import Finding
from app.domain.merging.alignment.lexicon import known_concepts

#: Attributes of the one person of a row: a telephone is a telephone in any roster.
_PERSONAL = {"phone", "landline", "name", "idno", "address", "birth", "photo"}

#: What a row describes as a whole: its general labels need no form to explain them.
_OWNERS = {"household", "enterprise", "person", "member"}
#: A household's form has a row for each member; which of the two a figure is, titles do not tell apart.
MEMBERS = {"member", "household"}
#: What a label that names no thing may hold anything of.
_NAMELESS = {"count", "", "text"}
#: An unknown run of this many characters names its thing by itself.
_TELLING = 5


def compare_contexts(a: DataElement, b: DataElement) -> Iterator[Finding]:
    """A general label (面积, 类型, 资金投入) is one fact only in forms about one thing, and the members of a
    group (两委, 候选人, 低保) are never the population."""
    if {a.measure, b.measure} & _PERSONAL or {a.dimension, b.dimension} & {"flag", "age"}:
        return
    if a.form == b.form:
        return
    groups = concept_groups()
    concepts = {*a.concepts, *b.concepts}
    meet = _one_subject(a, b) or _one_owner(a, b)
    if not concepts and (a.bands or ({"household", "person"} & {a.dimension, b.dimension} and _whole(a, b))):
        meet = True
    if not concepts and a.dimension == b.dimension in _NAMELESS:
        meet = _one_subject(a, b)  # 合计, 数量 and 其他 name nothing, in a household's form neither
    if _one_group(a, b, concepts):
        yield Finding(
            "context", "apart", "一方只统计特定人群或机构", "one side counts one group or body only"
        )
    elif not meet and not (a.standard and concepts - groups["general"]) and all(map(_vague, concepts)):
        yield Finding(
            "context", "apart", "标签笼统，所在表不同", "general label in forms about different things"
        )


def _one_subject(a: DataElement, b: DataElement) -> bool:
    """Whether two forms are about one thing, or one about a kind of the other's. Where both name things that
    the lists know, likeness of their titles says nothing: 居民养老保险 is no 居民医疗保险."""
    if not (a.context and b.context):
        return bool(a.topic & b.topic)
    held = inclusions()
    kinds = (held.get(one, frozenset()) & other for one, other in _crossed(a.context, b.context))
    shared = (a.context & b.context) - concept_groups()["general"]
    return bool(shared) or any(kinds)


def _crossed(mine: frozenset[str], others: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    yield from ((one, others) for one in mine)
    yield from ((one, mine) for one in others)


def _whole(a: DataElement, b: DataElement) -> bool:
    """Whether two bare counts ask for all there are: 总户数, or 户数 in a form about the place itself."""
    return all(one.total or one.qualifiers or one.grain == "division" or not one.context for one in (a, b))


def _one_owner(a: DataElement, b: DataElement) -> bool:
    return a.grain == b.grain in _OWNERS or {a.grain, b.grain} == MEMBERS


def _vague(concept: str) -> bool:
    """Whether a concept alone leaves open what it is about (投入, 过火); a short word that no list knows does
    too."""
    return concept in concept_groups()["general"] or (
        len(concept) < _TELLING and concept not in known_concepts()
    )


def _one_group(a: DataElement, b: DataElement, concepts: set[str]) -> bool:
    """Whether one form counts only the members of a group that the labels do not name."""
    groups = concept_groups()
    figures = {"person", "household"} & {a.dimension, b.dimension}
    if not figures or "household" in (a.grain, b.grain) or "家庭人口" in concepts:
        return False
    if concepts & (a.context | b.context):  # the form is about what the label names
        return False
    if all(any(facet == "residence" for facet, _ in one.qualifiers) for one in (a, b)):
        return False  # 常住 and 户籍 speak of the place, whoever else the form is about
    bodies = (a.context & groups["body"]) ^ (b.context & groups["body"])
    return bool(bodies - concepts) and not concepts & groups["official"]
