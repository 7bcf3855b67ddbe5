"""What of a stored request hangs on its words alone, worked out once for each wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.matching import CandidateKey, Reading, candidate_keys, line_of
from app.domain.matching.keys import key_of
from app.forms.encoding import encode_tables
from app.forms.keep import count_inputs
from app.kit.db import write_json
from app.requests.occurrences import due_dates
from benchmarks.post.wordings import HELD, Wording
from benchmarks.province.year import Ask

OPEN = "@open@"
"""Stands in the written body for a member that each request has of its own."""

_HELD_KEY = key_of("document", HELD)


@dataclass(frozen=True)
class Words:
    """Values of columns, written; `reading_json` and `body_json` with gaps for what differs."""

    wording: Wording
    reading: Reading
    reading_json: str
    body_json: str
    line: int
    occurrences: tuple[tuple[str, str], ...]
    form: tuple[object, ...] | None
    held_keys: tuple[CandidateKey, ...]

    def request(self, ask: Ask, source_no: str) -> tuple[object, ...]:
        """The columns of a request from its source_no to its line."""
        body = self.wording.body
        time = body["window"]["latest"][11:] or None
        recurrence = body["recurrence"] and write_json(self.wording.posted.recurrence.model_dump(mode="json"))
        return (
            source_no, body["kind"], body["oversight"], ask.document_no, body["title"], body["description"],
            write_json(body["legal_basis"]), write_json(ask.targets), ask.earliest.isoformat(),
            ask.latest.isoformat(), time, body["half_days"], int(body["unannounced"]), recurrence,
            self.reading.matter, self.reading_json.replace(HELD, ask.document_no), self.line,
        )  # fmt: skip

    def body(self, own: Mapping[str, Any]) -> str:
        """The body as a version keeps it, with a request's own members."""
        written = self.body_json
        for name in ("source_no", "document_no", "targets", "window"):
            written = written.replace(f'"{OPEN}{name}"', write_json(own[name]))
        return written

    def keys(self, document_no: str) -> list[tuple[int, int]]:
        """The keys, with a request's own number in the place of the one that was held for it."""
        own = key_of("document", document_no)
        return [(own if one.key == _HELD_KEY else one.key, one.weight) for one in self.held_keys]


def words_of(wording: Wording) -> Words:
    """What is written of a wording."""
    posted, reading = wording.posted, wording.reading
    gaps = {name: f"{OPEN}{name}" for name in ("source_no", "document_no", "targets", "window")}
    due = due_dates(posted.recurrence) if posted.recurrence else ()
    form = None
    if posted.form:
        tables = wording.tables
        form = (
            posted.form.title, "", write_json(encode_tables(tables)), "[]", "[]", count_inputs(tables)
        )  # fmt: skip
    return Words(
        wording, reading, write_json(reading.to_json()),
        write_json(posted.model_dump(mode="json") | gaps), line_of(reading),
        tuple((period, day.isoformat()) for period, day in due), form, candidate_keys(reading),
    )  # fmt: skip
