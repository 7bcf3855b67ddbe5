"""One text in the two languages that every message of ours has, Chinese first."""

from typing import NamedTuple


class Words(NamedTuple):
    """A message: `zh` is what is shown by default, `en` what a reader who asks for English gets."""

    zh: str
    en: str

    def format(self, **values: object) -> "Words":
        """Both texts with the same values filled in."""
        return Words(self.zh.format(**values), self.en.format(**values))


def prefers_english(accept_language: str | None) -> bool:
    """True where Accept-Language (RFC 9110 §12.5.4) ranks English above Chinese."""
    ranked = []
    for position, part in enumerate((accept_language or "").split(",")):
        tag, _, parameters = part.strip().partition(";")
        quality = parameters.strip().removeprefix("q=") or "1"
        language = tag.strip().lower()[:2]
        if language in {"zh", "en"}:
            ranked.append((-_quality(quality), position, language))
    return bool(ranked) and min(ranked)[2] == "en"


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
