"""The command scores line by line; one bad line refuses itself alone."""

import json

import pytest

from app.commands.score_overlaps import score_overlaps

GOOD = {"id": "x", "a": {"title": "关于开展禁种铲毒踏查的通知"}, "b": {"title": "罂粟铲除行动"}}


def answers(*lines: str) -> list[dict]:
    return [json.loads(line) for line in score_overlaps(lines)]


def test_a_line_is_scored_and_explained():
    (answer,) = answers(json.dumps(GOOD))
    assert answer["id"] == "x"
    assert answer["score"] > 0.5
    assert answer["verdict"] in ("duplicate", "overlap")
    assert {"kind", "text", "text_en", "weight"} == set(answer["evidence"][0])


def test_place_and_date_do_not_gate():
    far = json.loads(json.dumps(GOOD))
    far["a"] |= {"date": "2001", "target": "甲县"}
    far["b"] |= {"date": "2026-05-01", "target": "乙县"}
    assert answers(json.dumps(far))[0]["score"] == answers(json.dumps(GOOD))[0]["score"]


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        ("{", ""),
        ("[]", ""),
        ('{"a": {"title": "甲"}}', "/b"),
        ('{"a": {"title": 3}, "b": {"title": "乙"}}', "/a/title"),
        ('{"a": {"title": " "}, "b": {"title": "乙"}}', "/a/title"),
        ("[" * 100000, ""),
    ],
)
def test_a_bad_line_refuses_itself_alone(line, pointer):
    bad, good = answers(line, json.dumps(GOOD))
    assert bad["line"] == 1
    assert bad["error"]["pointer"] == pointer
    assert bad["error"]["zh"]
    assert bad["error"]["en"]
    assert good["id"] == "x"


def test_a_bad_line_keeps_its_id_and_blank_lines_pass():
    assert answers("", '{"id": 7}', "  ")[0] | {"error": None} == {"id": 7, "line": 2, "error": None}
