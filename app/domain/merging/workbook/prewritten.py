"""Cells that hold words already: boxes to tick, and labels that are answered behind their colon."""

import re

from lxml import etree

from app.domain.merging.reading.labels import join_words, read_options
from app.domain.merging.workbook.names import attribute, child, text_of

_COLON = re.compile(r"(.*[:：])[\s　_＿年月日]*$", re.DOTALL)
_TICKS = "□☐"
_BOXES = "□☐☑■"


def into_existing(existing: str, text: str) -> str:
    """A cell with boxes gets its tick, a cell that ends in a colon keeps its label before the answer."""
    if any(box in existing for box in _TICKS) and text in read_options(existing):
        return _ticked(existing, text)
    label = _COLON.match(existing)
    return label[1] + text if label else text


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
