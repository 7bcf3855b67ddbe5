"""Cells that hold words already: boxes to tick, and labels that are answered behind their colon."""

from lxml import etree

from app.domain.merging.reading.labels import join_words, read_options
from app.domain.merging.workbook.names import attribute, child, text_of

_TICKS = "□☐"


def into_existing(existing: str, text: str) -> str:
    """A cell with boxes gets its tick, a cell that ends in a colon keeps its label before the answer."""
    if any(box in existing for box in _TICKS) and text in read_options(existing):
        return _ticked(existing, text)
    if existing.rstrip().endswith(("：", ":")):
        return existing.rstrip() + text
    return text


def _ticked(existing: str, choice: str) -> str:
    for box in _TICKS:
        parts = existing.split(box)
        for at, part in enumerate(parts[1:], 1):
            if join_words(part).strip(" ；;，,、/()（）") == choice:
                return box.join(parts[:at]) + "☑" + box.join(parts[at:])
    # boxes behind the words: 是□ 否□
    return next(
        (existing.replace(choice + box, choice + "☑", 1) for box in _TICKS if choice + box in existing),
        choice,
    )


def present_text(element: etree._Element, strings: tuple[str, ...]) -> str:
    """What a cell says before it is filled."""
    if attribute(element, "t") == "inlineStr":
        return text_of(element)
    stored = child(element, "v")
    raw = "" if stored is None else (stored.text or "")
    if attribute(element, "t") == "s" and raw.isdigit() and int(raw) < len(strings):
        return strings[int(raw)]
    return ""
