"""The command reads pairs line by line and a bad line refuses itself alone."""

import json

from app.commands.score_fields import score_fields


def test_each_pair_gets_its_verdict_and_score():
    pair = {"id": 7, "a": {"label": "耕地面积", "unit": "亩"}, "b": {"label": "耕地（公顷）"}}
    answer = json.loads(next(score_fields([json.dumps(pair)])))
    assert answer["id"] == 7
    assert answer["verdict"] == "convertible"
    assert 0.7 < answer["score"] <= 1


def test_conflicting_prints_as_different():
    pair = {
        "a": {"label": "总人口", "period": "2026-06-30"},
        "b": {"label": "总人口", "period": "2026-11-30"},
    }
    assert json.loads(next(score_fields([json.dumps(pair)])))["verdict"] == "different"


def test_a_bad_line_names_its_number_and_the_rest_goes_on():
    good = json.dumps({"a": {"label": "公厕"}, "b": {"label": "公厕"}})
    lines = [good, "{", "", "[]", '{"a": {"label": 3}, "b": {}}', '{"a": {"label": "公厕"}}', good]
    answers = [json.loads(line) for line in score_fields(lines)]
    assert [answer.get("line") for answer in answers] == [None, 2, 4, 5, 6, None]
    assert all("error" in answer and "error_en" in answer for answer in answers if "line" in answer)
