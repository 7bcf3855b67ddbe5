"""The seed county is what its sources say, holds together, and its answer key can be trusted."""

import csv
import json
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.divisions import contains, is_code, level, targets_meet
from seeds.build.__main__ import write
from seeds.build.facts import base_unit

SEEDS = Path(__file__).parents[2] / "seeds"
NEAR = 15
HOLIDAY_END, QUARTER_END = date(2026, 10, 8), date(2026, 12, 31)


@cache
def lines(name):
    return [json.loads(line) for line in (SEEDS / name).read_text(encoding="utf-8").splitlines()]


@cache
def requests():
    return {line["key"]: line for line in lines("requests.jsonl")}


@cache
def divisions():
    with (SEEDS / "divisions.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


@cache
def answers():
    return [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((SEEDS / "answers").glob("*.json"))
    ]


@cache
def forms():
    return {path.name: load_workbook(path) for path in sorted((SEEDS / "forms").glob("*.xlsx"))}


def window(line):
    span = line["body"]["window"]
    return date.fromisoformat(span["earliest"]), date.fromisoformat(span["latest"][:10])


def facts():
    return [line for line in lines("key/fields.jsonl") if "id" in line]


def test_the_files_are_what_the_sources_build(tmp_path):
    write(tmp_path)
    built = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {
        path.relative_to(SEEDS)
        for folder in ("", "key", "answers", "forms")
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


def test_every_form_opens_and_is_asked_for():
    asked = {Path(line["form_file"]).name for line in requests().values() if line["form_file"]}
    assert asked == set(forms())
    assert len(forms()) >= 24
    assert any(len(book.worksheets) > 1 for book in forms().values())


def test_the_facts_answer_every_blank_cell():
    named = {
        (Path(cell["form"]).name, cell["sheet"], cell.get("cell") or cell["column"])
        for fact in facts()
        for cell in fact["cells"]
        if "form" in cell
    }
    for name, sheet, place in named:
        page = forms()[name][sheet]
        if place[-1].isdigit():
            assert page[place].value in (None, "□是　　□否"), (name, place)
            assert page[place].border.left.style == "thin", (name, place)
    asked = {
        (cell["request"], cell["label"]) for fact in facts() for cell in fact["cells"] if "request" in cell
    }
    fields = {
        (key, field["label"])
        for key, line in requests().items()
        for field in (line["body"]["form"] or {"fields": []})["fields"]
    }
    assert asked == fields


def test_validated_cells_are_facts():
    named = {
        (Path(cell["form"]).name, cell["sheet"], cell["cell"])
        for fact in facts()
        for cell in fact["cells"]
        if "cell" in cell
    }
    for name, book in forms().items():
        for page in book.worksheets:
            places = [
                str(place) for rule in page.data_validations.dataValidation for place in rule.sqref.ranges
            ]
            single = {(name, page.title, place) for place in places if ":" not in place}
            assert single <= named


def test_one_fact_has_one_dimension():
    for fact in facts():
        for cell in fact["cells"]:
            assert base_unit(cell["unit"])[0] == fact["unit"], (fact["id"], cell)


def test_a_conflict_never_shares_a_cell():
    cells_of = {fact["id"]: {json.dumps(cell) for cell in fact["cells"]} for fact in facts()}
    conflicts = [line["conflict"] for line in lines("key/fields.jsonl") if "conflict" in line]
    assert any({"toilets_built", "toilets_system"} <= set(names) for names in conflicts)
    for names in conflicts:
        present = [name for name in names if name in cells_of]
        for one, other in combinations(present, 2):
            assert not cells_of[one] & cells_of[other]


def test_every_township_answers_every_fact():
    for town in answers():
        columns = {name for rows in town["rosters"].values() for row in rows for name in row}
        for fact in facts():
            assert fact["id"] in town["facts"] or fact["id"] in columns, (town["township"], fact["id"])
        figures = [value for value in town["facts"].values() if not isinstance(value, str)]
        assert all(value >= 0 for value in figures)


TOTALS = [
    ("lb_civil_total", ["lb_civil_boys", "lb_civil_girls"]),
    ("lb_civil_total", ["lb_civil_grand", "lb_civil_kin", "lb_civil_none"]),
    ("jobs_out", ["jobs_out_province", "jobs_in_province"]),
    ("toilets_system", ["toilets_built", "toilets_double"]),
    ("subsidy_out", ["subsidy_out_forest", "subsidy_out_built", "subsidy_out_other"]),
    ("cancer_found", ["cancer_cervix", "cancer_breast"]),
    ("insured_due", ["insured_paid", "insured_not"]),
    ("field_illegal_ytd", ["field_stopped_ytd", "field_filed_ytd"]),
    ("dispute_all", ["dispute_all_done", "dispute_all_open"]),
]


@pytest.mark.parametrize(("total", "parts"), TOTALS)
def test_totals_add_up(total, parts):
    for town in answers():
        assert town["facts"][total] == pytest.approx(sum(town["facts"][part] for part in parts)), town["name"]


@pytest.mark.parametrize(
    "total", ["lb_civil_boys", "straw_collectable", "grain_area", "dispute_all", "elder_beds"]
)
def test_a_crosstab_adds_up_to_what_others_ask(total):
    column = {"straw_collectable": "straw_coll", "grain_area": "grain_a", "dispute_all": "dispute_found",
              "elder_beds": "elder_bed"}.get(total, total)  # fmt: skip
    for town in answers():
        parts = [value for name, value in town["facts"].items() if name.startswith(f"{column}.")]
        assert len(parts) > 1
        assert sum(parts) == pytest.approx(town["facts"][total])


def test_closed_days_and_settings_can_be_read():
    settings = json.loads((SEEDS / "settings.json").read_text(encoding="utf-8"))
    assert set(settings) <= set(divisions())
    assert all(day["division"] in divisions() and ("date" in day or day["from"] <= day["to"])
               for day in lines("calendar.jsonl"))  # fmt: skip
