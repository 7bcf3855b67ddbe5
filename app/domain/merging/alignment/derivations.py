"""When one field follows from others by calculation, and by which: months of a quarter, a rate, an age.

Stocks never add up, rates and means are never averaged, and a part never stands for its whole: what is not
surely derivable keeps the verdict that the gates gave.
"""

from collections.abc import Iterator

from app.domain.merging.alignment.elements import DataElement
from app.domain.merging.alignment.findings import Finding
from app.domain.merging.alignment.periods import first_and_last

_LENGTHS = ("day", "week", "month", "quarter", "half", "year")
#: Values of one time that do not add up over several.
_NEVER_ADDED = {"ratio", "multiple", "score", "age", "text", "date", "flag", "index", ""}


def compare_derivations(a: DataElement, b: DataElement, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """At most one finding of kind "derivable": all aspects but one agree, and that one is a calculation."""
    closed = {finding.aspect for finding in findings if finding.kind not in ("equal", "open")}
    found = None
    if closed == {"period"}:
        found = _over_time(a, b) or _over_time(b, a)
    elif "period" not in closed and closed <= {"measure", "concept"}:
        found = _age(a, b) or _age(b, a)
        if found is None and closed == {"measure"}:
            found = _rate(a, b) or _rate(b, a)
    if found is not None:
        yield Finding("derivation", "derivable", *found)


def _over_time(long: DataElement, short: DataElement) -> tuple[str, str] | None:
    """A flow of a longer time is the sum of the shorter times in it; a running total adds the month's own."""
    accruals = {long.accrual, short.accrual}
    added = long.dimension.partition("/")[0] not in _NEVER_ADDED
    means = any(facet == "mean" for facet, _ in long.qualifiers)
    if not added or means or "flow" not in accruals or "stock" in accruals:
        return None
    one, other = long.period, short.period
    if (one.shift, one.side, one.season) != (other.shift, other.side, other.season):
        return None
    if one.kind == "running" and other.kind != "running":
        if _ends_with(one.date, other.date):
            return (
                "累计数＝上期累计＋本期数",
                "a running total is the one before plus this period's own figure",
            )
        return None
    if _holds(one.date, other.date, one.length, other.length):
        return (
            "较长时期的数＝其中各期数之和",
            "the figure of the longer time is the sum of the shorter ones in it",
        )
    return None


def _ends_with(total: str, part: str) -> bool:
    if not (total and part):
        return not (total or part)
    (begin, end), (start, last) = first_and_last(total), first_and_last(part)
    return end == last and start >= f"{begin[:4]}-01-01"


def _holds(whole: str, part: str, length: str, shorter: str) -> bool:
    """Whether one time lies in the other and is shorter; without dates the lengths tell."""
    if whole and part:
        (begin, end), (start, last) = first_and_last(whole), first_and_last(part)
        return begin <= start and last <= end and (begin, end) != (start, last)
    known = length in _LENGTHS and shorter in _LENGTHS and not (whole or part)
    return known and _LENGTHS.index(length) > _LENGTHS.index(shorter)


def _rate(rate: DataElement, part: DataElement) -> tuple[str, str] | None:
    """参保率 follows from 参保人数 and the whole that it is a part of; never from other rates."""
    if (
        rate.dimension != "ratio"
        or part.dimension in _NEVER_ADDED
        or set(rate.concepts) != set(part.concepts)
    ):
        return None
    return "比率＝该数÷总数，由分子分母重新计算，不取平均", "the rate is this figure divided by its whole"


def _age(age: DataElement, birth: DataElement) -> tuple[str, str] | None:
    """年龄 on a day follows from the date of birth, and from nothing else the other way round."""
    whose = (age.concepts[:-1], age.scope) == (birth.concepts, birth.scope)
    if age.concepts[-1:] != ("年龄",) or birth.measure != "birth" or not whose:
        return None
    return "周岁＝截止日期－出生日期", "the age on a day follows from the date of birth"
