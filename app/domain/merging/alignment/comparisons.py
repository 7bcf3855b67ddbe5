"""Compares two data elements aspect by aspect; swapping a and b gives the mirrored answer."""

from collections.abc import Iterator

from app.domain.merging.alignment.bands import Band
from app.domain.merging.alignment.concepts import compare_concepts
from app.domain.merging.alignment.contexts import MEMBERS, compare_contexts
from app.domain.merging.alignment.elements import DataElement
from app.domain.merging.alignment.findings import Finding
from app.domain.merging.alignment.lexicon import alone
from app.domain.merging.alignment.measures import compare_measures, compare_scopes
from app.domain.merging.alignment.times import compare_times


def compare(a: DataElement, b: DataElement) -> Iterator[Finding]:
    """The findings of every aspect on which at least one side says something, the hard gates first."""
    yield compare_measures(a, b)
    yield from compare_scopes(a, b)
    yield from _grains(a, b)
    yield from compare_times(a, b)
    yield from _qualifiers(a, b)
    yield from _bands(a.bands, b.bands)
    if a.numbers != b.numbers:
        yield Finding("numbers", "apart", "标签中的数字不同", "the numbers in the labels differ")
    yield _defined_alike(compare_concepts(a, b), a.definition, b.definition)
    yield from compare_contexts(a, b)
    yield from _definitions(a.definition, b.definition)


#: Grains that a form's title alone does not tell apart.
_DIVISIONS = {"division", "village", "township", "county"}


def _grains(a: DataElement, b: DataElement) -> Iterator[Finding]:
    """A household's figure is not a village's; a person's name is a name in any form."""
    grains = {a.grain, b.grain}
    if "" in grains or len(grains) == 1 or ("division" in grains and grains <= _DIVISIONS):
        return
    if {a.dimension, b.dimension} <= {"text", "date"} or grains in (MEMBERS, {"member", "person"}):
        return
    yield Finding("grain", "apart", f"填报粒度不同（{a.grain} / {b.grain}）", f"grain {a.grain} or {b.grain}")


def _qualifiers(a: DataElement, b: DataElement) -> Iterator[Finding]:
    """Another value of one facet is another fact; a facet on one side alone is a part, or another fact."""
    facets = {facet for facet, _ in (*a.qualifiers, *b.qualifiers)}
    if "text" not in (a.dimension, b.dimension):
        facets |= {facet for facet, _ in a.setting | b.setting if facet == "stage"}
    for facet in sorted(facets):
        left, right = _values(a, facet, b), _values(b, facet, a)
        if left == right or (facet == "base" and not (left and right)):
            continue
        if facet == "whose" and not (left and right) and a.dimension not in ("person", "count"):
            continue
        said = f"{'、'.join(sorted(left)) or '无'} / {'、'.join(sorted(right)) or '无'}"
        parts = facet == "whose" or all(alone(facet, value) == "part" for value in left ^ right)
        if parts and left < right:
            yield Finding("qualifier", "wider", f"后者只是其中一部分（{said}）", f"b is a part of a ({said})")
        elif parts and right < left:
            yield Finding(
                "qualifier", "narrower", f"前者只是其中一部分（{said}）", f"a is a part of b ({said})"
            )
        else:
            yield Finding(
                "qualifier", "apart", f"限定不同（{said}）", f"qualifiers exclude each other ({said})"
            )


def _values(mine: DataElement, facet: str, other: DataElement) -> set[str]:
    """The values of one facet; what only the form's title says (农村…表), or a thing that
    one place alone has (五保 the country), is taken from there where the other side states it."""
    stated = {value for name, value in mine.qualifiers if name == facet}
    asked = {value for name, value in other.qualifiers if name == facet}
    told = {value for name, value in mine.setting if name == facet and (asked or facet == "stage")}
    return stated or (asked & told or told)


def _bands(a: tuple[Band, ...], b: tuple[Band, ...]) -> Iterator[Finding]:
    """One range in the other is a part; 以上 and 超过 one limit are one range, which the reasons say."""
    if a == b:
        if any(one.closed != other.closed for one, other in zip(a, b, strict=True)):
            said = "界限相同，是否含本数写法不同"
            yield Finding("band", "open", said, "one limit, with and without the limit itself")
        return
    if all(any(mine.contains(other) for mine in a) for other in b) if b and a else not a:
        yield Finding("band", "wider", "前者数值范围更宽", "a's range holds b's")
    elif all(any(other.contains(mine) for other in b) for mine in a) if b and a else not b:
        yield Finding("band", "narrower", "后者数值范围更宽", "b's range holds a's")
    else:
        yield Finding("band", "apart", "数值范围不同", "the ranges differ")


def _defined_alike(found: Finding, a: str, b: str) -> Finding:
    """Two names of one written definition are one thing, though one name is the wider (牲畜, 大牲畜)."""
    if found.kind not in ("wider", "narrower") or not a or _bare(a) != _bare(b):
        return found
    return Finding("concept", "equal", "名称不同，口径说明相同", "other names, the same definition")


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _definitions(a: str, b: str) -> Iterator[Finding]:
    """Two written definitions that are not one text are a conflict: no reading between the lines."""
    if not a and not b:
        return
    if not a or not b:
        yield Finding("definition", "open", "有一方未写明口径", "one side states no definition")
        return
    if _bare(a) == _bare(b):
        yield Finding("definition", "equal", "口径说明相同", "same definition")
    else:
        yield Finding("definition", "conflict", f"口径不同：{a} / {b}", "the definitions differ")
