"""Compares the concepts of two data elements: equal, one in the other, borrowed from the form, or apart."""

from app.domain.merging.alignment.dictionary import concept_groups, inclusions, silent_companions
from app.domain.merging.alignment.elements import DataElement, in_any_order
from app.domain.merging.alignment.findings import Finding


def compare_concepts(a: DataElement, b: DataElement) -> Finding:
    """What the two labels ask for, a missing concept taken from the form around where it is named there;
    in one form what one label adds is what tells the two apart."""
    mine, others = _asked(a, b), _asked(b, a)
    only_a = mine - others - _silent(others)
    only_b = others - mine - _silent(mine)
    if _reordered(only_a, only_b):
        return Finding("concept", "equal", "所问内容相同，词序不同", "same concepts in another order")
    if a.either != b.either and bool(only_a) != bool(only_b):
        return _either(a.either, bool(only_a))
    if a.form != b.form and not (only_a and only_b and mine and others):
        only_a, only_b = only_a - _borrowed(b, others), only_b - _borrowed(a, mine)
    if not only_a and not only_b:
        if mine - _silent(others) == others - _silent(mine):
            return Finding("concept", "equal", "所问内容相同", "same concepts")
        return Finding(
            "concept", "open", "所缺内容由表题补足", "the form's title supplies what a label leaves out"
        )
    if only_a and only_b:
        return _two_sided(only_a, only_b)
    return _one_sided(a, b, only_a, only_b)


def _one_sided(a: DataElement, b: DataElement, only_a: set[str], only_b: set[str]) -> Finding:
    if not (_asked(a, b) and _asked(b, a)) and not (_everybody(a) or _everybody(b)):
        return Finding("concept", "apart", "一方只写了通用字样", "one label is too general to compare")
    if not _one_head(a, b) or _rivals(a.context, only_b) or _rivals(b.context, only_a):
        return Finding("concept", "apart", "所问事物不同", "they ask about different things")
    extra = "、".join(sorted(only_a | only_b))
    if only_b:
        return Finding("concept", "wider", f"后者另有限定：{extra}", f"b adds a restriction ({extra})")
    return Finding("concept", "narrower", f"前者另有限定：{extra}", f"a adds a restriction ({extra})")


def _everybody(element: DataElement) -> bool:
    """Whether a count names no thing but residents or an age: whoever is counted of them is a part."""
    residents = any(facet == "residence" for facet, _ in element.qualifiers)
    return element.dimension == "person" and not element.concepts and (residents or bool(element.bands))


def _rivals(context: frozenset[str], added: set[str]) -> bool:
    """Whether a form is about another thing of the kind that the other label adds: 规范管理率 in a form on
    高血压 does not hold 精神障碍规范管理率."""
    kinds = [parts for parts in inclusions().values() if parts & added]
    return any(parts & context - added for parts in kinds) and not context & added


def _either(of_a: bool, more_in_a: bool) -> Finding:
    """Either of two things holds each of them; whatever else differs, it is not the same."""
    if of_a != more_in_a:
        return Finding("concept", "apart", "一方为两类之和", "one side joins two things")
    if of_a:
        return Finding(
            "concept", "wider", "前者含两类，后者只是其中一类", "a joins two things, b is one of them"
        )
    return Finding(
        "concept", "narrower", "后者含两类，前者只是其中一类", "b joins two things, a is one of them"
    )


def _borrowed(element: DataElement, stated: set[str]) -> frozenset[str]:
    """What the form supplies where a label only lacks it: two things of one form are two things, and a
    thing that is named (问题户厕) is not by that dealt with (整改). A bare 户数 or 总人数 counts all whom the
    form is about, or all there are, and so does 常住居民数: it borrows nothing."""
    everybody = not element.qualifiers or any(facet == "residence" for facet, _ in element.qualifiers)
    if not stated and everybody and element.dimension in ("person", "household"):
        return frozenset()
    held = inclusions()
    supplied = element.context | {whole for whole, parts in held.items() if parts & element.context}
    return supplied - concept_groups()["outcome"] if stated else supplied


def _reordered(only_a: set[str], only_b: set[str]) -> bool:
    """标语横幅 and 横幅标语, the same words of two characters; 垃圾清运 and 清运垃圾, one word or two of the
    same characters. 人在户不在 and 户在人不在 are two."""
    left, right = (sorted(map(in_any_order, side)) for side in (only_a, only_b))
    regrouped = len(left) != len(right) and sorted("".join(left)) == sorted("".join(right))
    return bool(left and right) and (left == right or regrouped)


def _one_head(a: DataElement, b: DataElement) -> bool:
    """A restriction keeps the head (低保 → 农村低保); of people and households any attribute is one."""
    if a.dimension == b.dimension and a.dimension in ("person", "household"):
        return True
    return a.concepts[-1:] == b.concepts[-1:]


def _asked(element: DataElement, other: DataElement) -> set[str]:
    """The concepts; 人口 beside a bare count of persons says no more than the count."""
    asked = set(element.concepts)
    return set() if asked == {"人口"} and not other.concepts else asked


def _silent(concepts: set[str]) -> set[str]:
    table = silent_companions()
    return {other for concept in concepts for other in table.get(concept, ())}


def _two_sided(only_a: set[str], only_b: set[str]) -> Finding:
    if _all_hold(only_a, only_b):
        return Finding("concept", "wider", "前者包含后者", "a's concept holds b's")
    if _all_hold(only_b, only_a):
        return Finding("concept", "narrower", "后者包含前者", "b's concept holds a's")
    left, right = ("".join(sorted(side)) for side in (only_a, only_b))
    text, text_en = f"所问内容不同（{left} / {right}）", f"different concepts ({left} / {right})"
    return Finding("concept", "apart", text, text_en)


def _all_hold(wholes: set[str], parts: set[str]) -> bool:
    """Whether each of the one side holds one of the other and none is left over, which would restrict it."""
    pairs = {(whole, part) for whole in wholes for part in parts if _holds(whole, part)}
    return {whole for whole, _ in pairs} == wholes and {part for _, part in pairs} == parts


#: Prefixes that make another thing of a noun instead of a kind of it.
_DENYING = ("家庭", "非", "副", "无", "净", "不", "未", "反", "原", "准", "被", "总", "其他")


def _holds(whole: str, part: str) -> bool:
    """Whether one concept is a kind of the other: by the list, or since its last words are the other's name
    (流动负债 is 负债): in Chinese the head of a compound comes last."""
    kind = part.removesuffix(whole) if len(whole) > 1 else part
    return part in inclusions().get(whole, ()) or (kind not in ("", part) and not kind.endswith(_DENYING))
