"""Scores pairs of form fields line by line, so that anyone can measure it on labels of their own."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from app.domain.merging.alignment import align_fields
from app.domain.merging.field import Field

_PARTS = ("label", "unit", "period", "form_title", "section")


def score_fields(lines: Iterable[str]) -> Iterator[str]:
    """For every JSON line `{"id","a":{"label","unit","period","form_title","section"},"b":{…}}` one line
    `{"id","verdict","score"}`: verdict same, convertible, broader (a is the wider), narrower or different.

    A line that cannot be read yields `{"line","error","error_en"}`; blank lines are skipped.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answer = _score(json.loads(line))
        except json.JSONDecodeError as error:
            answer = _refused(
                number, f"不是合法的 JSON（第 {error.colno} 列）", f"not JSON at column {error.colno}"
            )
        except _BadPair as error:
            answer = _refused(number, error.text, error.text_en)
        yield json.dumps(answer, ensure_ascii=False)


class _BadPair(ValueError):
    def __init__(self, pointer: str, text: str, text_en: str) -> None:
        super().__init__(text_en)
        self.text = f"{pointer}：{text}"
        self.text_en = f"{pointer}: {text_en}"


def _score(pair: Any) -> dict[str, Any]:
    if not isinstance(pair, dict):
        raise _BadPair("/", "应为一个对象", "must be an object")
    found = align_fields(_field(pair, "a"), _field(pair, "b"))
    verdict = "different" if found.verdict in ("conflicting", "derivable") else found.verdict
    return {"id": pair.get("id"), "verdict": verdict, "score": round(found.score, 4)}


def _field(pair: dict[str, Any], side: str) -> Field:
    row = pair.get(side)
    if not isinstance(row, dict):
        raise _BadPair(f"/{side}", "应为一个对象", "must be an object")
    parts = {part: row.get(part) or "" for part in _PARTS}
    for part, text in parts.items():
        if not isinstance(text, str):
            raise _BadPair(f"/{side}/{part}", "应为文字", "must be text")
    if not parts["label"].strip():
        raise _BadPair(f"/{side}/label", "不能为空", "must not be empty")
    return Field(
        label=parts["label"],
        unit=parts["unit"],
        period=parts["period"],
        form_title=parts["form_title"],
        section=parts["section"],
    )


def _refused(number: int, text: str, text_en: str) -> dict[str, Any]:
    return {"line": number, "error": f"第 {number} 行：{text}", "error_en": f"line {number}: {text_en}"}
