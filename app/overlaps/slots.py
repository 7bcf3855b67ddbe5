"""Files windows by length and opening day, so that "meets these days" is a handful of equal values.

An index on (slot, place) then bounds time and place at once, which neither order of two ranges can: by
place first a search reads all years, by time first all places.
"""

from collections.abc import Iterator

CLASSES = ((31, 64), (92, 128), (400, 512), (1600, 2048))
"""Longest window of each class and how many days a slot of it spans; what is longer has one slot."""

_CLASS = 1_000_000
"""Numbers of slots in a class: more than there are days in the calendar."""


def slot_of(starts: int, ends: int) -> int:
    """The slot of a window from day `starts` to day `ends`."""
    for number, (longest, span) in enumerate(CLASSES):
        if ends - starts <= longest:
            return number * _CLASS + starts // span
    return len(CLASSES) * _CLASS


def slots_meeting(first: int, last: int) -> Iterator[int]:
    """The slots that hold every window that meets the days from `first` to `last`, and some that do not."""
    for number, (longest, span) in enumerate(CLASSES):
        yield from range(number * _CLASS + (first - longest) // span, number * _CLASS + last // span + 1)
    yield len(CLASSES) * _CLASS
