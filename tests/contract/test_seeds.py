"""The seed county is what its sources say, holds together, and its answer key can be trusted."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from openpyxl import load_workbook

from app.domain.divisions import contains, is_code, level, targets_meet
from seeds.build.__main__ import write
from tests.contract.seed_files import (
    HOLIDAY_END,
    NEAR,
    QUARTER_END,
    SEEDS,
    answers,
    divisions,
    lines,
    requests,
    window,
)


def test_the_files_are_what_the_sources_build(tmp_path):
    write(tmp_path)
    built = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {
        path.relative_to(SEEDS)
        for folder in ("", "key", "answers", "forms", "returns")
        for path in (SEEDS / folder).iterdir()
        if path.suffix in {".csv", ".json", ".jsonl", ".xlsx"}
    }
    assert built == kept
    for name in sorted(built):
        if name.suffix == ".xlsx":
            assert cells(tmp_path / name) == cells(SEEDS / name), name
        else:
            assert (tmp_path / name).read_bytes() == (SEEDS / name).read_bytes(), (
                f"{name}: python -m seeds.build"
            )


def cells(path):
    pages = load_workbook(path).worksheets
    return [(page.title, sorted(map(str, page.merged_cells.ranges)), list(page.values)) for page in pages]


def test_the_county_is_whole():
    levels = Counter(row["level"] for row in divisions().values() if row["code"].startswith(("99", "990101")))
    townships = [code for code in divisions() if code.startswith("990101") and len(code) == 9]
    assert levels["county"] == 2
    assert len(townships) == len(answers()) == 20
    for code, row in divisions().items():
        assert is_code(code)
        assert level(code) == row["level"]
        assert not row["parent"] or (row["parent"] in divisions() and contains(row["parent"], code))
    for code in townships:
        kind = divisions()[code]["name"][-1]
        assert kind == ("道" if code[6:] < "100" else "镇" if code[6:] < "200" else "乡")
        assert 5 <= sum(row["parent"] == code for row in divisions().values()) <= 12


def test_the_bureaus_stand_on_three_levels():
    bureaus = lines("departments.jsonl")
    assert {row["level"] for row in bureaus} == {"county", "city", "province"}
    assert len({row["code"] for row in bureaus}) == len(bureaus) >= 40
    assert all(row["division"] in divisions() and row["teams"] > 0 for row in bureaus)


def test_the_requests_fill_a_quarter():
    kinds = Counter(line["body"]["kind"] for line in requests().values())
    assert len(requests()) >= 300
    assert 0.5 <= kinds["inspection"] / len(requests()) <= 0.62
    assert len({line["work"] for line in requests().values()}) >= 110
    bodies = [line["body"] for line in requests().values()]
    assert any(body["unannounced"] for body in bodies)
    assert any(body["recurrence"] for body in bodies)
    assert any(body["title"].isascii() for body in bodies)
    assert len({body["title"] for body in bodies}) == len(bodies)


@pytest.mark.parametrize("name", ["document_no", "source_no"])
def test_a_bureau_numbers_each_request_once(name):
    numbers = [(line["department"], line["body"][name]) for line in requests().values()]
    assert len(set(numbers)) == len(numbers)


def test_every_request_is_valid():
    codes = {row["code"] for row in lines("departments.jsonl")}
    for key, line in requests().items():
        body, (first, last) = line["body"], window(line)
        received = datetime.fromisoformat(line["received_at"])
        assert line["department"] in codes
        assert set(body["targets"]) <= set(divisions()), key
        assert date(2026, 9, 14) <= received.date() <= date(2026, 12, 20), key
        assert received.utcoffset() == timedelta(hours=8)
        assert received.date() <= first <= last <= QUARTER_END, key
        assert last >= HOLIDAY_END, f"{key} falls in the holiday"
        assert body["half_days"] in {1, 2}
        assert (body["oversight"] is None) == (body["kind"] == "report")
        has_form = body["form"] is not None or line["form_file"] is not None
        assert has_form or body["kind"] == "inspection", key


def test_every_window_holds_an_open_day():
    closed = [day for day in lines("calendar.jsonl") if day["division"] == "990101"]
    shut = {day["date"] for day in closed if "date" in day}
    for key, line in requests().items():
        first, last = window(line)
        days = (first + timedelta(days=step) for step in range((last - first).days + 1))
        assert any(
            day >= HOLIDAY_END and day.weekday() < 5 and day.isoformat() not in shut for day in days
        ), key


def test_one_demand_breaks_the_notice_rule_on_purpose():
    same_day = [
        line
        for line in requests().values()
        if line["received_at"][:10] == line["body"]["window"]["latest"][:10]
    ]
    assert [line["work"] for line in same_day] == ["enterprise_survey"]


def test_the_bodies_carry_only_the_contracts_words():
    words = {"kind", "oversight", "document_no", "source_no", "title", "description", "legal_basis"}
    words |= {"targets", "window", "half_days", "unannounced", "recurrence", "form"}
    assert all(set(line["body"]) == words for line in requests().values())
    for line in requests().values():
        if line["body"]["recurrence"]:
            assert set(line["body"]["recurrence"]) == {"frequency", "due_day", "periods"}
        for field in (line["body"]["form"] or {"fields": []})["fields"]:
            assert {"label", "unit", "type", "period", "grain", "note"} <= set(field)


def test_the_key_names_each_pair_once_and_only_what_can_meet():
    pairs = [(pair["a"], pair["b"]) for pair in lines("key/overlaps.jsonl")]
    traps = [(pair["a"], pair["b"]) for pair in lines("key/lookalikes.jsonl")]
    assert len(traps) >= 40
    both = [*pairs, *traps]
    assert len({frozenset(pair) for pair in both}) == len(both)
    assert all(a < b and a in requests() and b in requests() for a, b in both)
    for a, b in pairs:
        one, other = requests()[a], requests()[b]
        assert targets_meet(one["body"]["targets"], other["body"]["targets"]), (a, b)
        assert gap(one, other) <= NEAR, (a, b)
        assert one["work"] == other["work"]
    assert {pair["label"] for pair in lines("key/overlaps.jsonl")} == {"duplicate", "overlap"}


def gap(one, other):
    (first, last), (start, end) = window(one), window(other)
    return max((first - end).days, (start - last).days)


def test_the_key_is_complete():
    listed = {
        (pair["a"], pair["b"]) for name in ("overlaps", "lookalikes") for pair in lines(f"key/{name}.jsonl")
    }
    by_work = {}
    for key, line in requests().items():
        by_work.setdefault(line["work"], []).append(key)
    unsaid = [pair for keys in by_work.values() for pair in combinations(keys, 2) if pair not in listed]
    assert unsaid == []


def test_closed_days_and_settings_can_be_read():
    settings = json.loads((SEEDS / "settings.json").read_text(encoding="utf-8"))
    assert set(settings) <= set(divisions())
    assert all(day["division"] in divisions() and ("date" in day or day["from"] <= day["to"])
               for day in lines("calendar.jsonl"))  # fmt: skip
