"""A notice as a record for the peers that link records: its words, and where wanted what our reading says."""

from typing import Any

from app.domain.matching import Notice, Reading
from benchmarks.overlaps.pairs import Pair

Record = dict[str, Any]


def record_of(notice: Notice, reading: Reading | None) -> Record:
    """Title, character pairs, issuer; with a `reading` also matters with those above, objects, documents."""
    text = notice.title + notice.text
    record: Record = {
        "title": notice.title,
        "words": sorted({text[at : at + 2] for at in range(len(text) - 1)}),
        "issuer": notice.department,
    }
    if reading is not None:
        record |= {
            "matter": reading.matter,
            "matters": sorted({one.concept for one in reading.matters} | set(reading.wider)),
            "objects": sorted(one.concept for one in reading.objects),
            "documents": sorted(reading.documents),
        }
    return record


def records_of(pairs: list[Pair], readings: dict[Notice, Reading] | None) -> list[tuple[Record, Record]]:
    """Both records of every pair; without `readings` only the words are told."""
    return [
        (
            record_of(pair.a, readings[pair.a] if readings else None),
            record_of(pair.b, readings[pair.b] if readings else None),
        )
        for pair in pairs
    ]
