"""Draws how a score came about: a bar for the starting point and for each reason, to the log odds."""

from math import log
from xml.sax.saxutils import escape

from app.domain.matching.evidence import Evidence
from app.domain.matching.judge import Judgement

WIDTH, LABEL, ROW, TOP = 760, 380, 26, 40
FOR, AGAINST, AXIS = "#1a7f5a", "#b3412e", "#555555"
VERDICTS = {"duplicate": "重复", "overlap": "重叠", "related": "相关", "distinct": "不同"}
LONGEST_LABEL = 26
START = ("起点与未列出的各项", "starting point and what is not listed")
EDGE = 5e-5
"""Scores are rounded to four digits: nearer to 0 or 1 than this nothing is told apart."""


def draw_waterfall(judgement: Judgement, english: bool = False) -> str:
    """A standalone SVG with a title and a description for readers of the screen."""
    reasons = (_start(judgement), *judgement.evidence)
    sums = [0.0]
    for reason in reasons:
        sums.append(sums[-1] + reason.weight)
    low, high = min(0.0, *sums), max(0.5, *sums)
    scale = (WIDTH - LABEL - 70) / max(high - low, 0.5)
    origin = LABEL - low * scale
    bars = [
        _bar(row, _told(reason, english), (sums[row], sums[row + 1]), (origin, scale))
        for row, reason in enumerate(reasons)
    ]
    height = TOP + ROW * len(reasons) + 20
    verdict = judgement.verdict if english else VERDICTS[judgement.verdict]
    heading = f"{verdict} {judgement.score:.2f}"
    told = ";".join(f"{_told(reason, english)} {reason.weight:+.2f}" for reason in reasons)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="Noto Sans CJK SC, Microsoft YaHei, SimSun, sans-serif" font-size="13">'
        f"<title>{escape(heading)}</title><desc>{escape(told)}</desc>"
        f'<text x="8" y="24" font-size="16" font-weight="bold">{escape(heading)}</text>'
        f'<line x1="{origin:.1f}" x2="{origin:.1f}" y1="{TOP - 6}" y2="{height - 12}" stroke="{AXIS}"/>'
        f"{''.join(bars)}</svg>"
    )


def _start(judgement: Judgement) -> Evidence:
    """What the reasons told leave open: with it the bars add up to the log odds of the score."""
    told = sum(reason.weight for reason in judgement.evidence)
    odds = log(max(judgement.score, EDGE) / max(1.0 - judgement.score, EDGE))
    beyond = min(judgement.score, 1.0 - judgement.score) <= EDGE and abs(told) > abs(odds) and told * odds > 0
    return Evidence("start", *START, 0.0 if beyond else round(odds - told, 3))


def _told(reason: Evidence, english: bool) -> str:
    return reason.text_en if english else reason.text


def _bar(row: int, text: str, span: tuple[float, float], frame: tuple[float, float]) -> str:
    (start, end), (origin, scale) = span, frame
    left, wide = origin + min(start, end) * scale, max(abs(end - start) * scale, 1.0)
    y = TOP + row * ROW
    longest = LONGEST_LABEL if any(one > "\u2e80" for one in text) else 2 * LONGEST_LABEL
    label = text if len(text) <= longest else text[: longest - 1] + "…"
    colour = FOR if end >= start else AGAINST
    return (
        f'<text x="8" y="{y + 15}">{escape(label)}</text>'
        f'<rect x="{left:.1f}" y="{y + 3}" width="{wide:.1f}" height="{ROW - 8}" fill="{colour}"/>'
        f'<text x="{left + wide + 4:.1f}" y="{y + 15}">{end - start:+.2f}</text>'
    )
