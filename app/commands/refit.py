"""Refits the judgement from decided pairs and tells what that gains, before anybody takes it."""

import json
from collections.abc import Iterable
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
    """The model refitted from lines {"a", "b", "decision": "confirm" | "reject"}; `quality` tells the gain.

    `a` and `b` are notices (title, department, text) or stored readings ({"reading": …}); a reader's
    "label" stands for a decision. Raises BadLine for a line that is none of these and ValueError where the
    lines do not hold both decisions: nothing is learned from half of the answers.
    """
    return fit_model([_example(line) for line in lines if line.strip()], current or load_inbox_model())


def refit_file(path: Path, out: Path | None) -> dict[str, Any]:
    """Refits from a file of decisions and writes the model to `out`, if given; returns what there is to tell.

    A model that stands at `out` is the one that is refitted, so that decisions add up. Raises BadDecisions.
    """
    current = LinearModel.from_json(json.loads(out.read_text("utf-8"))) if out and out.exists() else None
    try:
        model = refit(path.read_text("utf-8-sig").splitlines(), current)
    except BadLine as error:
        raise BadDecisions(f"{error.pointer} {error.text}", f"{error.pointer} {error.text_en}") from error
    except ValueError as error:
        raise BadDecisions("校准需要两种决定：确认和否定都要有", str(error)) from error
    previous = write_model(model, out) if out else None
    told: dict[str, Any] = {"quality": dict(model.quality)}
    written = {"written": str(out), "previous": str(previous) if previous else None} if out else {}
    return told | written


def write_model(model: LinearModel, path: Path) -> Path | None:
    """Writes the model; the one that was there is kept beside it, and its path returned: the way back."""
    previous = path.with_suffix(".previous.json")
    kept = path.exists()
    if kept:
        path.replace(previous)
    path.write_text(json.dumps(model.to_json(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    return previous if kept else None


def _example(line: str) -> Example:
    row = parse_line(line)
    decision = row.get("decision", row.get("label"))
    if decision not in DECISIONS:
        raise BadLine(
            "/decision",
            "decision 应为 confirm（并办）或 reject（不并办）",
            "decision must be confirm or reject",
        )
    return Example(_reading(row, "a"), _reading(row, "b"), DECISIONS[decision])


def _reading(row: dict[str, Any], side: str) -> Reading:
    part = row.get(side)
    if isinstance(part, dict) and isinstance(part.get("reading"), dict):
        return Reading.from_json(part["reading"])
    return read_notice(notice_of(row, side), load_vocabulary())
