"""Draws before and after as bars in plain SVG, so that a page or a report shows them without a library."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.kit.words import Words

WIDTH, LABEL, BAR, GAP, TOP = 760, 220, 14, 18, 66
_BEFORE, _AFTER = "#8a94a6", "#0b6e4f"  # 3:1 or more against white, told apart by lightness too


@dataclass(frozen=True, slots=True)
class Bars:
    """One pair of bars; `after` is None where nothing is planned yet. Lengths are relative to `longest`."""

    label: str
    before: float
    after: float | None
    longest: float


def draw_bars(title: str, pairs: Sequence[Bars], english: bool) -> str:
    """An SVG image with a title, and a description that reads out every number."""
    before, after, none = (
        word[english]
        for word in (Words("合并前", "before"), Words("合并后", "after"), Words("尚无日程", "no plan"))
    )
    height = TOP + max(1, len(pairs)) * (2 * BAR + GAP)
    told = "; ".join(
        f"{pair.label}: {before} {_number(pair.before)}, {after} {_number(pair.after) or none}"
        for pair in pairs
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="title desc" lang="{"en" if english else "zh-CN"}" '
        "font-family=\"'Noto Sans CJK SC','Microsoft YaHei',SimSun,sans-serif\" font-size=\"13\">",
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(told)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="16" font-weight="bold">{escape(title)}</text>',
        *_legend(before, after),
    ]
    for number, pair in enumerate(pairs):
        parts += _pair(pair, TOP + number * (2 * BAR + GAP), none)
    return "".join([*parts, "</svg>"])


def _legend(before: str, after: str) -> list[str]:
    return [
        f'<rect x="{x}" y="40" width="12" height="12" fill="{colour}"/>'
        f'<text x="{x + 18}" y="51">{word}</text>'
        for x, colour, word in ((LABEL, _BEFORE, before), (LABEL + 100, _AFTER, after))
    ]


def _pair(pair: Bars, y: int, none: str) -> list[str]:
    room = WIDTH - LABEL - 90
    drawn = [
        f'<text x="{LABEL - 10}" y="{y + BAR + 4}" text-anchor="end">{escape(_short(pair.label))}</text>'
    ]
    for row, (value, colour) in enumerate(((pair.before, _BEFORE), (pair.after, _AFTER))):
        top = y + row * BAR
        length = room * (value or 0.0) / pair.longest if pair.longest else 0.0
        drawn.append(f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{BAR - 2}" fill="{colour}"/>')
        told = _number(value) or none
        drawn.append(f'<text x="{LABEL + length + 6:.1f}" y="{top + BAR - 3}" font-size="12">{told}</text>')
    return drawn


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}".removesuffix(".0")


def _short(label: str) -> str:
    return label if len(label) <= 16 else label[:15] + "…"
