"""What a person is told, in Chinese and in English."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

_SHOWN = 4


class Words(NamedTuple):
    """One message in both languages."""

    text: str
    text_en: str


def list_days(days: Sequence[date]) -> Words:
    """The days, or the first few and how many there are."""
    shown = [day.isoformat() for day in days[:_SHOWN]]
    if len(days) <= _SHOWN:
        return Words("、".join(shown), ", ".join(shown))
    return Words(f"{'、'.join(shown)} 等 {len(days)} 天", f"{', '.join(shown)} and {len(days) - _SHOWN} more")
