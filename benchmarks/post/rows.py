"""Works out the rows that a POST of each request would have stored, without posting it.

Values are texts and numbers that both databases take: ids as 32 hexadecimal digits, moments in UTC, JSON as
it is written. What hangs on the words alone is worked out once for each wording.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.domain.divisions import home_of, shared_places
from app.domain.matching import candidate_keys, windows_apart
from app.kit.db import write_json
from app.kit.ids import new_id, public_id
from app.overlaps.bundling import TOGETHER
from app.overlaps.candidates import key_rows
from app.overlaps.detect import nearness, reasons, state_of
from app.overlaps.lapse import decide_by
from app.overlaps.probe import Probe
from app.overlaps.weigh import burden
from benchmarks.post.pairs import SETTINGS, Told
from benchmarks.post.words import Words, words_of
from benchmarks.post.year import Posted
from benchmarks.province.year import Ask

Row = tuple[str, tuple[object, ...]]
"""A table's name and the values of its columns, in the order in which the table has them."""


@dataclass(frozen=True)
class Poster:
    """Who posts, and when."""

    key_id: UUID
    now: datetime

    @property
    def moment(self) -> str:
        """`now` as both databases read it."""
        return self.now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


class Rows:
    """The rows of a year; `townships` are all that are stored, in order."""

    def __init__(self, posted: Posted, told: Told, townships: Sequence[str], poster: Poster) -> None:
        self._posted, self._told, self._townships = posted, told, townships
        self._names = {row["code"]: row["name"] for row in posted.departments()}
        self._key, self._now = poster.key_id.hex, poster.moment
        self._words: dict[int, Words] = {}
        self._reasons: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[Ask, Ask, float]] = []
        """The pairs that hold together: earlier, later, score."""

    def of(self, ask: Ask, others: Sequence[Ask]) -> Iterator[Row]:
        """All rows of one request but its bundle's; `others` are the earlier ones that it is told of."""
        words, home, id_ = self._worded(ask), home_of(ask.targets), ask.id.hex
        columns = words.request(ask, self._posted.source_no(ask))
        yield "work_request", (id_, home, ask.department, *columns, "active", 1, self._now, self._now)
        body = words.body(self._posted.body(ask))
        yield "request_version", (new_id().hex, home, id_, 1, body, "active", self._now, self._key)
        for code in ask.targets:
            yield "request_target", (new_id().hex, home, id_, code)
        for period, due in words.occurrences:
            yield "request_occurrence", (new_id().hex, home, id_, period, due)
        if words.form:
            yield "form", (new_id().hex, home, id_, 1, *words.form, None, None, self._now)
        probe = self._probe(ask)
        yield from self._keys(probe, words.keys(ask.document_no))
        for other in others:
            yield "overlap", self._pair(ask, probe, other)
        subject = public_id("req", home, ask.id)
        yield "audit_record", (
            new_id().hex, home, self._now, self._key, "department", "request.submit", subject, "{}",
        )  # fmt: skip

    def _worded(self, ask: Ask) -> Words:
        if ask.text not in self._words:
            self._words[ask.text] = words_of(self._posted.wording(ask))
        return self._words[ask.text]

    def _probe(self, ask: Ask) -> Probe:
        words = self._worded(ask)
        body = words.wording.body
        return Probe(
            ask.id, home_of(ask.targets), ask.department, body["title"], body["kind"], ask.targets,
            ask.earliest, ask.latest, body["unannounced"], words.reading, body["half_days"],
            words.wording.name,
        )  # fmt: skip

    def _keys(self, probe: Probe, keys: Sequence[tuple[int, int]]) -> Iterator[Row]:
        # the product works the rows out for one key, and the others follow
        id_ = probe.id.hex
        for row in key_rows(probe, candidate_keys(probe.reading)[:1]):
            slot, scope, starts, ends = row["slot"], row["scope"], row["starts"], row["ends"]
            for key, weight in keys:
                yield "candidate_key", (key, slot, scope, id_, starts, ends, weight, probe.home)

    def _pair(self, ask: Ask, probe: Probe, earlier: Ask) -> tuple[object, ...]:
        other, judgement = self._probe(earlier), self._told[ask.text, earlier.text]
        apart = windows_apart(probe.earliest, probe.latest, other.earliest, other.latest)
        state = state_of(probe, other, judgement, apart, SETTINGS)
        if state in TOGETHER:
            self.merged.append((earlier, ask, judgement.score))
        places = shared_places(probe.targets, other.targets)
        half_days = min(probe.half_days, other.half_days)
        window = nearness(probe, other, self._names[other.department])
        return (
            new_id().hex, home_of((probe.home, other.home)), other.id.hex, probe.id.hex, judgement.score,
            -burden(judgement.score, half_days, places, self._townships), judgement.verdict, state,
            f"[{self._because(ask.text, earlier.text)}{write_json(window)}]", apart,
            decide_by(probe, other).isoformat(), 1, None, None, None,
            None, 1, self._now, self._now,
        )  # fmt: skip

    def _because(self, later: int, earlier: int) -> str:
        if (later, earlier) not in self._reasons:
            told = reasons(self._told[later, earlier])
            self._reasons[later, earlier] = "".join(f"{write_json(one)}, " for one in told)
        return self._reasons[later, earlier]
