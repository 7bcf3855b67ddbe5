"""The standing returns: what their key says holds, objects change at the stated rate, and cells add up."""

import json
from itertools import pairwise

import pytest

from app.domain.divisions import contains
from benchmarks.forms.asked import standing
from benchmarks.forms.quarter import COLD, WARM, summed, templates
from benchmarks.forms.tally import Township
from benchmarks.forms.truth import Truth
from seeds.build.county import townships
from seeds.build.returns.months import FILLING, LEAVES, RATE, Months
from seeds.build.returns.standing import MONTHS, key_lines, rosters, standing_returns
from tests.contract.seed_files import SEEDS

SOME = frozenset({"S01", "S02", "S03", "S20", "S22", "S24", "S49", "S50"})
"""Ledgers of the same households, and monthly and quarterly figures."""
RURAL = next(one for one in townships() if one.code == FILLING[1])


def test_every_field_of_every_return_is_in_the_key_once():
    asked = [
        (one.key, each.text.label, each.period, each.fact) for one in standing_returns() for each in one.asked
    ]
    keyed = [
        (cell["return"], cell["label"], cell["period"], line["id"])
        for line in key_lines()
        for cell in line["cells"]
    ]
    assert len(asked) == len(set(asked))
    assert sorted(asked) == sorted(keyed)
    cells = [(key, label, period) for key, label, period, _ in asked]
    assert len(cells) == len(set(cells))


def test_returns_come_as_often_as_a_documented_townships():
    """168 types of return with 1,377 submissions a year: 8.2 each, mostly monthly."""
    returns = standing_returns()
    yearly = sum({"monthly": 12, "quarterly": 4}[one.frequency] for one in returns)
    assert len({one.title for one in returns}) == len(returns) >= 70
    assert len({one.department for one in returns}) >= 20
    assert 8 <= yearly / len(returns) <= 12
    assert all(1 <= one.due_day <= 28 for one in returns)


def _named(rows, lasting):
    return {row[lasting[0]]: [row[fact] for fact in lasting if fact in row] for row in rows}


def moved(months):
    """Of the rows that a month begins with, those that change or leave by the next, leaving flows aside."""
    changed = left = rows = 0
    for name, roster in rosters().items():
        lasting = [f"{name}.{column}" for column, kind in roster.columns.items() if kind != "flow"]
        for first, then in pairwise(MONTHS):
            before, after = (_named(months.rows(name, each), lasting) for each in (first, then))
            rows += len(before)
            left += len(before.keys() - after.keys())
            changed += sum(before[key] != after[key] for key in before.keys() & after.keys())
    return rows, changed, left


@pytest.mark.parametrize("rate", [0.02, RATE, 0.2])
def test_rows_change_at_the_stated_rate(rate):
    rows, changed, left = moved(Months(RURAL, rate))
    assert rows > 2000
    assert (changed + left) / rows == pytest.approx(rate, rel=0.3)
    assert left / rows == pytest.approx(rate * LEAVES, rel=0.5)


def test_months_add_up_and_stay_as_they_are():
    months, again = Months(RURAL), Months(RURAL)
    single = [line for line in key_lines() if "." not in line["id"]]
    for line in single:
        quarter = months.figure(line["id"], MONTHS[1:])
        parts = [months.figure(line["id"], (month,)) for month in MONTHS[1:]]
        expected = sum(parts) if line["kind"] == "flow" else parts[-1]
        assert quarter == pytest.approx(expected, abs=0.005), line["id"]
        if line["kind"] == "fixed":
            assert len(set(parts)) == 1
        if "sum" in line:
            added = sum(months.figure(part, MONTHS[-1:]) for part in line["sum"])
            assert months.figure(line["id"], MONTHS[-1:]) == pytest.approx(added)
    assert months.rows("premises", MONTHS[2]) == again.rows("premises", MONTHS[2])


@pytest.mark.parametrize("code", FILLING)
def test_the_files_name_every_object_once_in_each_month(code):
    document = json.loads((SEEDS / "returns" / f"{code}.json").read_text(encoding="utf-8"))
    assert contains("990101", document["township"])
    for name, roster in document["rosters"].items():
        for month in MONTHS:
            named = [row[0] for row in roster[month]]
            assert len(named) == len(set(named)) >= 3, name
            assert all(len(row) == len(roster["columns"]) for row in roster[month])


@pytest.mark.parametrize("first", [COLD, WARM])
def test_nothing_wrong_is_carried_and_every_cell_is_counted_once(first):
    asked = [
        one
        for one in standing(first)
        if one.form.key in {"S01", "S02", "S03", "S20", "S22", "S24", "S49", "S50"}
    ]
    township = Township(Truth(RURAL.code, RATE))
    for forms in templates(asked, RURAL.code):
        township.fill(forms)
    for month, count in township.counts.items():
        assert (count["wrong_merges"], count["wrong_carries"], count["foreign"]) == (0, 0, 0), month
        left = sum(count[part] for part in ("computed", "same", "rolled_up", "confirm", "typed"))
        assert count["before"] == count["shared"] + left - count["struck"], month
    total = summed(township.counts.values())
    assert all(total[part] for part in ("confirm", "rolled_up", "same")), total
