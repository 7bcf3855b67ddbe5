"""Refits the judgement from decided pairs and tells what that gains, before anybody takes it."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.commands.score_overlaps import BadLine, notice_of, parse_line
from app.domain.matching import (
    Example,
    LinearModel,
    Reading,
    fit_model,
    load_inbox_model,
    load_vocabulary,
    measure,
    read_notice,
)

DECISIONS = {"confirm": True, "duplicate": True, "overlap": True}
DECISIONS |= dict.fromkeys(("reject", "related", "distinct"), False)


class BadDecisions(ValueError):
    """A file that nothing can be learned from: why, in both languages."""

    def __init__(self, text: str, text_en: str) -> None:
        super().__init__(text_en)
        self.text, self.text_en = text, text_en


def refit(lines: Iterable[str], current: LinearModel | None = None) -> LinearModel:
    """The model refitted from lines {"a", "b", "decision": "confirm" | "reject"}; `quality` tells the gain
    over `current`, by default the shipped model.

    `a` and `b` are notices (title, department, text) or stored readings ({"reading": …}); a reader's
    "label" stands for a decision. Every refit begins at the shipped weights: the lines hold all decisions,
    and to begin at the last refit would count the older ones twice. Raises BadDecisions for a line that is
    none of these and ValueError where the lines do not hold both decisions: nothing is learned from half of
    the answers.
    """
    examples = [_example(line, number) for number, line in enumerate(lines, start=1) if line.strip()]
    model = fit_model(examples, load_inbox_model())
    if current is None:
        return model
    before = measure(current, examples)
    return replace(model, quality={**model.quality, "auc_before": before.auc, "f1_before": before.f1})


def refit_file(path: Path, out: Path | None) -> dict[str, Any]:
    """Refits from a file of decisions and writes the model to `out`, if given; returns what there is to tell.

    The gain is told over the model that stands at `out`, if any. Raises BadDecisions.
    """
    current = _read_model(out) if out and out.exists() else None
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadDecisions(
            "文件不是 UTF-8，请另存为 UTF-8", "the file is not UTF-8: save it as UTF-8"
        ) from error
    try:
        model = refit(lines, current)
    except BadDecisions:
        raise
    except ValueError as error:
        raise BadDecisions("校准需要两种决定：确认和否定都要有", str(error)) from error
    previous = write_model(model, out) if out else None
    told: dict[str, Any] = {"quality": dict(model.quality)}
    written = {"written": str(out), "previous": str(previous) if previous else None} if out else {}
    return told | written


def _read_model(path: Path) -> LinearModel:
    """The model in a file. Raises BadDecisions where the file holds none: it is not overwritten unread."""
    try:
        return LinearModel.from_json(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadDecisions(
            f"{path} 不是模型文件，请另选 --out 或先移开它",
            f"{path} is no model: choose another --out or move it away first",
        ) from error


def write_model(model: LinearModel, path: Path) -> Path | None:
    """Writes the model; the one that was there is kept beside it, and its path returned: the way back."""
    previous = path.with_suffix(".previous.json")
    kept = path.exists()
    if kept:
        path.replace(previous)
    path.write_text(json.dumps(model.to_json(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return previous if kept else None


def _example(line: str, number: int) -> Example:
    try:
        row = parse_line(line)
        decision = row.get("decision", row.get("label"))
        if not isinstance(decision, str) or decision not in DECISIONS:
            raise BadLine(
                "/decision",
                "decision 应为 confirm（并办）或 reject（不并办）",
                "decision must be confirm or reject",
            )
        return Example(_reading(row, "a"), _reading(row, "b"), DECISIONS[decision])
    except BadLine as bad:
        raise BadDecisions(
            f"第{number}行 {bad.pointer} {bad.text}", f"line {number} {bad.pointer} {bad.text_en}"
        ) from bad


def _reading(row: dict[str, Any], side: str) -> Reading:
    part = row.get(side)
    if isinstance(part, dict) and isinstance(part.get("reading"), dict):
        try:
            return Reading.from_json(part["reading"])
        except (KeyError, TypeError, ValueError) as error:
            raise BadLine(
                f"/{side}/reading",
                "不是 GET /v1/overlaps/decided 给出的读解",
                "no reading as GET /v1/overlaps/decided gives it",
            ) from error
    return read_notice(notice_of(row, side), load_vocabulary())
