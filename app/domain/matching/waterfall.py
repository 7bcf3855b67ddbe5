"""Draws how a score came about: a bar for the starting point and for each reason, to the log odds."""

from itertools import accumulate
from math import log
from xml.sax.saxutils import escape

from app.domain.matching.evidence import Evidence
from app.domain.matching.judge import Judgement

WIDTH, MARGIN, FIGURE = 380, 8, 44
"""Narrow, with each sentence above its bar and not beside it, so that it can be read on a phone."""

TOP, LINE, BAR, GAP = 40, 18, 12, 10
LETTERS = 27
"""Chinese characters in a line; a Latin letter takes half the room."""

FOR, AGAINST, AXIS, SOFT, INK = "#1a7f5a", "#b3412e", "#d0d0d0", "#5f5f5f", "#1a1a1a"
VERDICTS = {"duplicate": "重复", "overlap": "重叠", "related": "相关", "distinct": "不同"}
START = ("起点与未列出的各项", "starting point and what is not listed")
KEY = ("+ 支持并办　− 反对并办", "+ one work, − two")
EDGE = 5e-5
"""Scores are rounded to four digits: nearer to 0 or 1 than this nothing is told apart."""


def draw_waterfall(judgement: Judgement, english: bool = False) -> str:
    """A standalone SVG with a title and a description for readers of the screen.

    A reason without weight is a fact: it is written and has no bar.
    """
    reasons = (_start(judgement), *judgement.evidence)
    sums = list(accumulate((reason.weight for reason in reasons), initial=0.0))
    low, high = min(0.0, *sums), max(0.5, *sums)
    scale = (WIDTH - 2 * MARGIN - 2 * FIGURE) / max(high - low, 0.5)
    origin = MARGIN + FIGURE - low * scale
    rows, top = [], TOP
    for at, reason in enumerate(reasons):
        row, deep = _row(top, _told(reason, english), (sums[at], sums[at + 1]), (origin, scale))
        rows.append(row)
        top += deep
    verdict = judgement.verdict if english else VERDICTS[judgement.verdict]
    heading = f"{verdict} {min(judgement.score, 0.99):.2f}"
    told = ";".join(f"{_told(reason, english)} {reason.weight:+.2f}" for reason in reasons)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" '
        f'font-family="Noto Sans CJK SC, Microsoft YaHei, SimSun, sans-serif" font-size="13">'
        f"<title>{escape(heading)}</title><desc>{escape(told)}</desc>"
        f'<rect class="paper" width="{WIDTH}" height="{top}" fill="#ffffff"/>'
        f'<text x="{MARGIN}" y="24" font-size="16" font-weight="bold">{escape(heading)}</text>'
        f'<text x="{WIDTH - MARGIN}" y="24" text-anchor="end" font-size="12" fill="{SOFT}">'
        f"{KEY[english]}</text>"
        f'<line x1="{origin:.1f}" x2="{origin:.1f}" y1="{TOP}" y2="{top - GAP}" stroke="{AXIS}"/>'
        f"{''.join(rows)}</svg>"
    )


def _start(judgement: Judgement) -> Evidence:
    """What the reasons told leave open: with it the bars add up to the log odds of the score."""
    told = sum(reason.weight for reason in judgement.evidence)
    odds = log(max(judgement.score, EDGE) / max(1.0 - judgement.score, EDGE))
    beyond = min(judgement.score, 1.0 - judgement.score) <= EDGE and abs(told) > abs(odds) and told * odds > 0
    return Evidence("start", *START, 0.0 if beyond else round(odds - told, 3))


def _told(reason: Evidence, english: bool) -> str:
    return reason.text_en if english else reason.text


def _row(top: int, text: str, span: tuple[float, float], frame: tuple[float, float]) -> tuple[str, int]:
    """A sentence and its bar, and how deep they are; a fact has no bar and stands in a softer ink."""
    (start, end), (origin, scale) = span, frame
    lines = _lines(text)
    ink = SOFT if start == end else INK
    told = "".join(
        f'<text x="{MARGIN}" y="{top + (at + 1) * LINE - 5}" fill="{ink}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    deep = len(lines) * LINE
    if start == end:
        return told, deep + GAP // 2
    left, wide = origin + min(start, end) * scale, max(abs(end - start) * scale, 1.0)
    y = top + deep
    bar = (
        f'<rect class="bar" x="{left:.1f}" y="{y}" width="{wide:.1f}" height="{BAR}" '
        f'fill="{FOR if end > start else AGAINST}"/>'
        f'<text x="{left + wide + 4:.1f}" y="{y + BAR - 1}" font-size="12">{end - start:+.2f}</text>'
    )
    return told + bar, deep + BAR + GAP


def _lines(text: str) -> list[str]:
    """The text in lines that fit, cut at a blank where Latin words would be torn."""
    lines, line, room = [], "", 0.0
    for word in _words(text):
        wide = sum(1.0 if letter > "\u2e80" else 0.5 for letter in word)
        if line and room + wide > LETTERS:
            lines.append(line.rstrip())
            line, room = "", 0.0
        line, room = line + word, room + wide
    return [*lines, line]


def _words(text: str) -> list[str]:
    """Pieces that may stand at the beginning of a line: Latin words with their blank, Chinese letters."""
    words: list[str] = []
    for letter in text:
        whole = (
            words and not words[-1].endswith(" ") and all(one < "\u2e80" for one in (words[-1][-1], letter))
        )
        if words and (whole or letter in "，。、：；）”,.:;)"):
            words[-1] += letter
        else:
            words.append(letter)
    return words
