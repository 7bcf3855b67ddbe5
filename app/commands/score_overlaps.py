"""Scores pairs of notices line by line, so that anyone can measure the judgement on pairs of their own."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.domain.matching import (
    Judgement,
    LinearModel,
    Notice,
    Reading,
    Vocabulary,
    judge_pair,
    load_model,
    load_vocabulary,
    read_notice,
)

REMEMBERED = 4096
"""Readings kept by their words: pair files name the same notice many times."""


class BadLine(ValueError):
    """A line that cannot be judged: where (JSON pointer), why, and how to mend it, in both languages."""

    def __init__(self, pointer: str, text: str, text_en: str) -> None:
        super().__init__(text_en)
        self.pointer, self.text, self.text_en = pointer, text, text_en


def score_overlaps(lines: Iterable[str], model: LinearModel | None = None) -> Iterator[str]:
    """One JSON line out for each in; blank lines are passed over, a bad line refuses itself alone.

    Judges the work alone: `date` and `target` are not looked at.
    """
    judge = _Judge(load_vocabulary(), model or load_model())
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_answer(line, number, judge), ensure_ascii=False)


class _Judge:
    """Reads each notice once and judges pairs of readings."""

    def __init__(self, vocabulary: Vocabulary, model: LinearModel) -> None:
        self._vocabulary, self._model = vocabulary, model
        self._readings: dict[Notice, Reading] = {}

    def judge(self, a: Notice, b: Notice) -> Judgement:
        return judge_pair(self._read(a), self._read(b), self._model, self._vocabulary)

    def _read(self, notice: Notice) -> Reading:
        if notice not in self._readings:
            if len(self._readings) >= REMEMBERED:
                self._readings.clear()
            self._readings[notice] = read_notice(notice, self._vocabulary)
        return self._readings[notice]


def _answer(line: str, number: int, judge: _Judge) -> dict[str, Any]:
    row: Any = None
    try:
        row = parse_line(line)
        judgement = judge.judge(notice_of(row, "a"), notice_of(row, "b"))
    except BadLine as bad:
        error = {"zh": bad.text, "en": bad.text_en, "pointer": bad.pointer}
        known = {"id": row["id"]} if isinstance(row, dict) and "id" in row else {}
        return known | {"line": number, "error": error}
    evidence = [
        {"kind": one.kind, "text": one.text, "text_en": one.text_en, "weight": one.weight}
        for one in judgement.evidence
    ]
    known = {"id": row["id"]} if "id" in row else {"line": number}
    return known | {"score": judgement.score, "verdict": judgement.verdict, "evidence": evidence}


def parse_line(line: str) -> dict[str, Any]:
    """The JSON object of a line. Raises BadLine for anything else."""
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine(
            "", "这一行不是 JSON，请每行写一个完整的 JSON 对象", "not JSON: write one object a line"
        ) from error
    if not isinstance(row, dict):
        raise BadLine("", "这一行应是 JSON 对象", "the line must be a JSON object")
    return row


def notice_of(row: dict[str, Any], side: str) -> Notice:
    """The notice under `side`. Raises BadLine where there is none that says anything."""
    part = row.get(side)
    if not isinstance(part, dict):
        raise BadLine(
            f"/{side}", f"缺少通知“{side}”，应为含 title 的对象", f"“{side}” must be an object with a title"
        )
    words: dict[str, Any] = {name: part.get(name) or "" for name in ("title", "department", "text")}
    for name, value in words.items():
        if not isinstance(value, str):
            raise BadLine(f"/{side}/{name}", f"{side}.{name} 应为文字", f"{side}.{name} must be a string")
    if not words["title"].strip() and not words["text"].strip():
        raise BadLine(
            f"/{side}/title",
            f"通知“{side}”没有标题也没有正文，请补上标题",
            f"“{side}” has neither title nor text: add a title",
        )
    return Notice(**words)
