"""Which notices are editions of one: the same asked again next month, and the same forwarded by another."""

import re
from dataclasses import dataclass
from hashlib import blake2b

from app.domain.matching.reading import Reading

_PERIOD = re.compile(
    r"\s|[一二三四五六七八九十]+月份?|第?[一二三四]季度|[上下]半年|[本当上]月|(?:^|(?<=\s))份"
)
"""What differs between two months' editions in the words of a reading, which holds no digits."""

_DATED = re.compile(r"\d{4}年|\d{4}-\d{1,2}|\d{1,2}月|\d季度|\d{1,2}周|\d{1,2}日|[〔（(\[]\d{4}[〕）)\]]\d*")
"""Digits of a title that say when, or under which number; all others say what."""


def line_of(reading: Reading) -> int:
    """A signed 64-bit number that all editions of a notice share: its kind, foremost matter and words
    without the period. Never 0, which stands for "not read yet".
    """
    text = f"{reading.kind}|{reading.matter}|{_words(reading)}"
    digest = blake2b(text.encode(), digest_size=8, person=b"line").digest()
    return int.from_bytes(digest, "big", signed=True) or 1


@dataclass(frozen=True, slots=True)
class Edition:
    """A notice as one of a line: its title as it was sent, and what was read of it."""

    title: str
    reading: Reading


def asks_again(one: Edition, other: Edition) -> bool:
    """True where the two ask for the same figures or the same visit in the same words, whatever the period:
    the same matters, objects, acts, season, numbers in the title (60 or 80 years) and fields of the form.
    """
    return _same_notice(one, other) and set(one.reading.fields) == set(other.reading.fields)


def is_copy(one: Edition, other: Edition) -> bool:
    """True for a notice and its forwarded copy: one work in the same words, on the same document number.

    A copy without a form of its own asks for the original's.
    """
    mine, theirs = one.reading, other.reading
    forms = not mine.fields or not theirs.fields or set(mine.fields) == set(theirs.fields)
    return _same_notice(one, other) and forms and bool(set(mine.documents) & set(theirs.documents))


def _same_notice(one: Edition, other: Edition) -> bool:
    return bool(_words(one.reading)) and _content(one) == _content(other)


def _content(one: Edition) -> tuple[object, ...]:
    read = one.reading
    matters, objects = (frozenset(x.concept for x in named) for named in (read.matters, read.objects))
    figures = sorted(re.findall(r"\d+", _DATED.sub("", one.title)))
    return read.kind, read.matter, _words(read), matters, objects, frozenset(read.acts), read.season, figures


def _words(reading: Reading) -> str:
    return _PERIOD.sub("", reading.title)
