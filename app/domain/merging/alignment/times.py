"""Compares when two figures are: as-of date, span, running total, and what does not change with time."""

from collections.abc import Iterator

from app.domain.merging.alignment.elements import DataElement
from app.domain.merging.alignment.findings import Finding
from app.domain.merging.alignment.periods import Period, first_and_last, granularity

#: What stays as it is from one form to the next.
_LASTING = {"title", "idno", "code", "birth"}
_LASTING_CONCEPTS = {"统一社会信用代码", "组织机构代码", "性别", "民族"}


def compare_times(a: DataElement, b: DataElement) -> Iterator[Finding]:
    """Another as-of date is a conflict; another length, a running total, the year before is another fact."""
    if a.period != b.period:
        yield (
            _kinds(a.period, b.period)
            or _dates(a, b)
            or Finding("period", "open", "有一方未写明时间", "one side states no period")
        )
    elif a.period.kind:
        yield Finding("period", "equal", "时间口径相同", "same period")


def _kinds(a: Period, b: Period) -> Finding | None:
    """What makes another fact whatever the dates are, even where the other side states no time."""
    if (a.kind == "running") != (b.kind == "running"):
        return Finding("period", "apart", "一方为累计数", "a running total on one side")
    if (a.shift, a.side == "start") != (b.shift, b.side == "start"):
        return Finding(
            "period", "apart", "统计期不同（上期、年初）", "an earlier or opening figure on one side"
        )
    if (a.named and not b.date) or (b.named and not a.date):
        return Finding("period", "apart", "一方限定了年份", "one label names a year, the other side none")
    if a.kind and b.kind and (a.side != b.side or (a.length and b.length and a.length != b.length)):
        return Finding("period", "apart", "统计期长短不同", "periods of different length")
    return None


def _dates(a: DataElement, b: DataElement) -> Finding | None:
    one, other = a.period, b.period
    if one.kind and other.kind and one.season != other.season:
        return Finding("period", "conflict", "时间不同：其中一方另有说明", "one side's period says more")
    if not (one.date and other.date):
        missed = _misses(one, other) or _misses(other, one)
        unsure = Finding("period", "conflict", "无法确认是同一时间", "a date beside a span that names none")
        return unsure if missed else None
    if _one_time(a, b):
        return Finding("period", "equal", "时间口径相同", "same period")
    if _lasting(a) and _lasting(b):
        return Finding("period", "open", "名称、代码不随时间改变", "a name or code does not change with time")
    return Finding("period", "conflict", f"时间不同：{one.date} 与 {other.date}", "other date or span")


def _one_time(a: DataElement, b: DataElement) -> bool:
    """Whether two dates say one time: 2026年三季度 is 2026-Q3; a stock or a running total of 2026-11 is that
    of 2026-11-30. Where nothing tells stock from flow a whole day is taken for the day of a stock."""
    one, other = a.period.date, b.period.date
    (start, end), (begin, finish) = first_and_last(one), first_and_last(other)
    if end != finish or start == begin or a.period.kind == "running":
        return end == finish
    accruals = {a.accrual, b.accrual}
    return "flow" not in accruals and ("stock" in accruals or "day" in (granularity(one), granularity(other)))


def _lasting(element: DataElement) -> bool:
    named = element.measure in _LASTING or not _LASTING_CONCEPTS.isdisjoint(element.concepts)
    return element.dimension in ("text", "date") and named


def _misses(relative: Period, dated: Period) -> bool:
    """Whether 当月, 本周 or 当季 stands beside a date that is no month, week or quarter."""
    short = relative.kind == "span" and relative.length in ("month", "quarter", "week", "day")
    return bool(short and not relative.date and dated.date) and granularity(dated.date) != relative.length
