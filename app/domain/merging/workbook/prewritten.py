"""Cells that hold words already: boxes to tick, blanks in a sentence, units, labels before a colon."""

import re

from lxml import etree

from app.domain.merging.reading.labels import as_unit, join_words, read_options
from app.domain.merging.reading.sentences import fill_gap, is_date_blank, written_day
from app.domain.merging.workbook.names import attribute, child, text_of

_COLON = re.compile(r"(.*[:：])([\s　_＿年月日]*)$", re.DOTALL)
_TICKS = "□☐"
_BOXES = "□☐☑■"


def into_existing(existing: str, text: str, blank: int = 0) -> str | None:
    """The words of a cell with its answer: a box ticked, blank number `blank` of a sentence filled, the
    answer before its unit (12 公顷) or behind its label; None where nothing of the words has to stay."""
    if blank:
        return fill_gap(existing, blank, text)
    if any(box in existing for box in _TICKS) and text in read_options(existing):
        return _ticked(existing, text)
    if is_date_blank(existing):
        return written_day(existing, text)
    label = _COLON.match(existing)
    if label:
        return label[1] + (written_day(label[2], text) if is_date_blank(label[2]) else text)
    return text + existing.strip() if as_unit(existing) else None


def _ticked(existing: str, choice: str) -> str:
    """The same words with the choice's box ticked, whether boxes stand before the words or behind them."""
    boxes = [at for at, letter in enumerate(existing) if letter in _BOXES]
    behind = existing.rstrip()[-1:] in _BOXES
    edges = [-1, *boxes] if behind else [*boxes, len(existing)]
    for number, box in enumerate(boxes):
        words = existing[edges[number] + 1 : edges[number + 1]]
        if join_words(words).rpartition("：")[2].strip(" ；;，,、/()（）") == choice:
            return existing[:box] + "☑" + existing[box + 1 :]
    return choice


def present_text(element: etree._Element, strings: tuple[str, ...]) -> str:
    """What a cell says before it is filled."""
    if attribute(element, "t") == "inlineStr":
        return text_of(element)
    stored = child(element, "v")
    raw = "" if stored is None else (stored.text or "")
    if attribute(element, "t") == "s" and raw.isdigit() and int(raw) < len(strings):
        return strings[int(raw)]
    return ""
