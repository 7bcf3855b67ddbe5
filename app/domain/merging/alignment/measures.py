"""Compares what two values are: the dimension of the unit, the kind of text, whose place and whose income."""

from collections.abc import Iterator

from app.domain.merging.alignment.dictionary import concept_groups
from app.domain.merging.alignment.elements import DataElement
from app.domain.merging.alignment.findings import Finding

#: Counting words of events and of places, which forms choose as they like.
_ALIKE = (
    {"count.次", "count.起", "count.件", "count.场"},
    {"count.座", "count.处", "count.所", "count.家"},
)
#: Words for kinds of text that forms use for one another.
_TEXTS = ({"code", "number"}, {"address", "location"}, {"", "state"})
#: Kinds of value that one unit serves without being one thing.
_SHAPES = {"length", "width", "height", "depth", "distance"}


def compare_measures(a: DataElement, b: DataElement) -> Finding:
    """Counts of 个 meet any counting word; texts and dates meet only their own kind."""
    kinds = {a.dimension, b.dimension}
    if _named(a, b) or _named(b, a):
        return Finding("measure", "open", "一方只写了名目，所填为名称", "one side only says whose name it is")
    if "" in kinds and len(kinds) == 2:
        return Finding("measure", "apart", "一方未写明所填何值", "one side does not say what it holds")
    if len(kinds) == 2:
        if ("count" in kinds and all(kind.startswith("count") for kind in kinds)) or any(
            kinds <= words for words in _ALIKE
        ):
            return Finding(
                "measure", "open", "计数单位写法不同", "counting words differ, the thing counted does not"
            )
        return Finding("measure", "apart", "计量对象不同，不能合并", "they measure different things")
    texts = a.dimension in ("text", "date") and a.measure != b.measure
    if texts and not ({a.measure, b.measure} in _TEXTS and a.concepts and b.concepts):
        return Finding("measure", "apart", "所填内容种类不同", "they hold different kinds of text")
    if {a.measure, b.measure} <= _SHAPES and a.measure != b.measure:
        return Finding("measure", "apart", "长、宽、高、距离不同", "length, width, height or distance")
    return Finding("measure", "equal", "计量对象相同", "both measure the same kind of thing")


def _named(named: DataElement, bare: DataElement) -> bool:
    """帮扶单位 beside 帮扶单位名称, 河长 beside 河长姓名: outside statistics a bare noun is filled
    with its name; 帮扶干部单位 is no person's."""
    silent = not (bare.dimension or bare.measure or bare.unit or bare.qualifiers or bare.bands)
    fits = named.measure == "title" or (named.measure == "name" and named.scope == bare.scope)
    return fits and silent and bare.grain != "division" and named.form != bare.form


def compare_scopes(a: DataElement, b: DataElement) -> Iterator[Finding]:
    """A place or holder on one side alone restricts a text (村负责人), not a figure; other ones are apart.

    A household's income is not a person's.
    """
    mine, others = set(a.scope), set(b.scope)
    if mine == others:
        return
    income = {*a.concepts, *b.concepts} & concept_groups()["income"]
    if (mine and others and not mine & others) or (income and "家庭" in mine ^ others):
        yield Finding("scope", "apart", "所属范围不同", "different place or holder")
    elif "text" in (a.dimension, b.dimension) or not a.dimension or _of_people(a, b):
        if mine < others:
            yield Finding("scope", "wider", "后者另有所属范围", "b names its place or holder")
        else:
            yield Finding("scope", "narrower", "前者另有所属范围", "a names its place or holder")
    else:
        yield Finding("scope", "open", "有一方未写明所属范围", "one side names no place or holder")


#: Who is counted, where nothing else says so: 居民人数 among the members of a committee.
_PEOPLE = {"居民", "村民", "农民", "群众"}


def _of_people(a: DataElement, b: DataElement) -> bool:
    """Whether all that the two counts of persons differ in is who they are."""
    named = (set(a.scope) ^ set(b.scope)) - {"社区", "行政村", "村居"}
    return a.dimension == "person" and not (a.concepts or b.concepts) and bool(named) and named <= _PEOPLE
