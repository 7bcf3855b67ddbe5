"""What the burden chart shows: the four measures of a total, or the hours of each group."""

from app.kit.words import Words
from app.statistics.bars import Bars, draw_bars
from app.statistics.statistic import Statistic, Value

MOST = 20
"""More pairs of bars than this nobody reads; the largest are drawn."""

_TITLE = Words("{place}负担：合并前与合并后", "Burden of {place} before and after merging")
_HOURS_TITLE = Words(
    "{place}基层工时（小时，中值）：合并前与合并后",
    "Hours of township staff in {place} (likely), before and after",
)
_MEASURES = {
    "visits": Words("到镇检查（次）", "visits"),
    "visit_days": Words("到镇日（天）", "visit-days"),
    "cells": Words("填报单元格（个）", "cells"),
    "hours": Words("工时（小时，中值）", "hours (likely)"),
}


def draw_burden(statistic: Statistic, english: bool) -> str:
    """The burden statistic as SVG."""
    place = statistic.question.place
    if not statistic.question.group_by:
        [row] = statistic.rows
        return draw_bars(_TITLE.format(place=place)[english], _measures(row, english), english)
    pairs = [_hours(row, statistic.question.group_by) for row in statistic.rows]
    largest = sorted(pairs, key=lambda pair: -pair.before)[:MOST]
    longest = max((max(pair.before, pair.after or 0.0) for pair in largest), default=0.0)
    scaled = [Bars(pair.label, pair.before, pair.after, longest) for pair in largest]
    return draw_bars(_HOURS_TITLE.format(place=place)[english], scaled, english)


def _measures(row: dict[str, Value], english: bool) -> list[Bars]:
    # each on a scale of its own: visits and cells have no common one
    pairs = []
    for measure, words in _MEASURES.items():
        ending = "_likely" if measure == "hours" else ""
        before = float(row[f"{measure}_before{ending}"] or 0)
        after = row[f"{measure}_after{ending}"]
        known = None if after is None else float(after)
        pairs.append(Bars(words[english], before, known, max(before, known or 0.0)))
    return pairs


def _hours(row: dict[str, Value], group_by: tuple[str, ...]) -> Bars:
    label = " · ".join(str(row.get(f"{group}_name", row[group])) for group in group_by)
    return Bars(label, float(row["hours_before_likely"] or 0), float(row["hours_after_likely"] or 0), 0.0)
