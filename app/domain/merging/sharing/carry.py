"""Carries answers forward: what was said already and still holds is confirmed instead of typed again."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.merging.alignment import convert, element_of
from app.domain.merging.alignment.units import UnitError
from app.domain.merging.field import Field
from app.domain.merging.sharing.gates import MERGING, judge, period_key
from app.domain.merging.sharing.rosters import subject_of
from app.domain.merging.sharing.shape import Roster, SharedField, SharedForm
from app.domain.merging.sharing.values import is_blank

SURE = 0.9
"""Probability that two figures are one fact from which an earlier answer is offered."""

_DATED = re.compile(r"\d{4}")
_LASTING = re.compile(
    r"(?:名称|姓名|地址|住址|坐落|场址|电话|手机号码?|联系方式|统一社会信用代码|身份证号码?|代码|编号|户主|产权人|负责人|联系人|"
    r"法定代表人|经营者|监测员|责任人|所在(?:行政)?村|行政村|村名|村\(社区\)|性别|民族|出生(?:日期|年月)|经度|纬度|结构形式|"
    r"建成(?:年份|时间)|所属行业)$"
)
_NAMING = re.compile(r"名称|姓名|户主|产权人|经营者|村名|编号|代码|身份证")


@dataclass(frozen=True)
class Earlier:
    """Answers saved before: to which form, for which period ("" for none), when, and their name."""

    source: str
    period: str
    at: datetime
    shared: SharedForm
    answers: Mapping[str, Any] = field(compare=False)


@dataclass(frozen=True, slots=True)
class CarriedValue:
    """An answer given before, in the asking field's unit, and where and when it was given."""

    value: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CarriedRows:
    """Rows of a roster given before, by the asking form's columns, and where and when they were given."""

    rows: tuple[dict[str, str], ...]
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Carried:
    """What may be confirmed instead of typed: by field id, and by roster id."""

    values: dict[str, CarriedValue]
    rows: dict[str, CarriedRows]

    def to_answers(self) -> dict[str, Any]:
        """The offers as answers, to be filled into a workbook."""
        return {
            "values": {key: one.value for key, one in self.values.items()},
            "rows": {key: list(one.rows) for key, one in self.rows.items()},
        }


@dataclass(frozen=True, slots=True)
class _Said:
    field: Field
    value: Any
    earlier: Earlier


class Memory:
    """What a township has said, by data element: each field is compared with the few that could be it."""

    def __init__(self, earlier: Iterable[Earlier]) -> None:
        self._earlier = sorted(earlier, key=lambda one: one.at, reverse=True)
        self._by_key: dict[str, list[_Said]] = {}
        for one in self._earlier:
            for said in _said(one):
                for key in element_of(said.field).block_keys:
                    self._by_key.setdefault(key, []).append(said)

    def carry(self, shared: SharedForm, period: str, answers: Mapping[str, Any]) -> Carried:
        """Earlier answers to what `answers` leaves open of `shared`, asked for `period`.

        Offered is only what is surely one fact (unit, grain and definition gates included) and still valid: a
        figure for the very same date or span; what does not age (names, addresses, codes) from any
        time, the newest first. Figures that differ are for the clerk to sort out, and nothing is offered.
        """
        known, rows = answers.get("values") or {}, answers.get("rows") or {}
        values = {
            one.id: found
            for one in shared.cells
            if one.asked
            and is_blank(known.get(one.id))
            and (found := self._recall(shared, one, period)) is not None
        }
        rosters = {
            one.id: entries
            for one in shared.rosters
            if not rows.get(one.id) and (entries := self._recall_rows(shared, one, period)) is not None
        }
        return Carried(values, rosters)

    def _recall(self, shared: SharedForm, asked: SharedField, period: str) -> CarriedValue | None:
        wanted = _field_of(shared, asked)
        near = {id(one): one for key in element_of(wanted).block_keys for one in self._by_key.get(key, ())}
        fitting = [
            one
            for one in near.values()
            if _holds(one.field, one.earlier.period, wanted, period) and _same_person(one.field, wanted)
        ]
        if not fitting:
            return None
        fitting.sort(key=lambda one: one.earlier.at, reverse=True)
        if is_lasting(wanted):
            fitting = fitting[:1]
        found = {_in_unit(one.value, one.field.unit, asked.unit) for one in fitting}
        newest = fitting[0].earlier
        return CarriedValue(found.pop(), newest.source, newest.at) if len(found) == 1 else None

    def _recall_rows(self, shared: SharedForm, roster: Roster, period: str) -> CarriedRows | None:
        """The rows of the newest earlier roster of the same objects, its lasting columns alone."""
        for earlier in self._earlier:
            for other in earlier.shared.rosters:
                rows = (earlier.answers.get("rows") or {}).get(other.id)
                if rows and _same_objects(roster, other):
                    columns = _asked(shared, roster.id)
                    found = _rows(
                        columns, _Roster(earlier.period, _asked(earlier.shared, other.id), rows), period
                    )
                    if found:
                        return CarriedRows(found, earlier.source, earlier.at)
        return None


def is_lasting(asked: Field) -> bool:
    """True for what does not age with the calendar: who, where, which number; never a figure."""
    return asked.type in ("text", "choice", "") and bool(_LASTING.search(asked.label))


def _same_person(said: Field, wanted: Field) -> bool:
    """A name or a telephone by itself does not say whose: the forms must be about the same objects."""
    if not is_lasting(wanted):
        return True
    subject = subject_of(wanted.form_title)
    return bool(subject) and subject == subject_of(said.form_title)


def _same_objects(one: Roster, other: Roster) -> bool:
    subject = subject_of(one.title)
    return bool(one.grain and subject) and (one.grain, subject) == (other.grain, subject_of(other.title))


def _asked(shared: SharedForm, roster: str) -> list[tuple[SharedField, Field]]:
    return [(column, _field_of(shared, column)) for column in shared.columns(roster)]


@dataclass(frozen=True, slots=True)
class _Roster:
    period: str
    columns: list[tuple[SharedField, Field]]
    rows: Sequence[Mapping[str, Any]]


def _rows(columns: list[tuple[SharedField, Field]], said: _Roster, period: str) -> tuple[dict[str, str], ...]:
    """The earlier rows under the new columns; none where no column names the object."""
    pairs = list(_column_pairs(columns, said, period))
    if not any(_NAMING.search(column.label) for column, _ in pairs):
        return ()
    entries = (
        {
            column.id: _in_unit(entry[one.id], one.unit, column.unit)
            for column, one in pairs
            if not is_blank(entry.get(one.id))
        }
        for entry in said.rows
    )
    return tuple(entry for entry in entries if entry)


def _column_pairs(
    columns: list[tuple[SharedField, Field]], said: _Roster, period: str
) -> Iterator[tuple[SharedField, SharedField]]:
    """Each new column with the only earlier column that it surely is."""
    for column, wanted in columns:
        fitting = [one for one, field in said.columns if _holds(field, said.period, wanted, period)]
        if len(fitting) == 1:
            yield column, fitting[0]


def _holds(said: Field, said_for: str, wanted: Field, period: str) -> bool:
    """True where what was said then answers what is wanted now; whose it is, the callers have made sure."""
    alignment = judge(said, wanted)
    if alignment.verdict not in MERGING:
        return False
    if is_lasting(said) and is_lasting(wanted):
        return True
    return alignment.score >= SURE and _in_time(said, said_for, wanted, period)


def _in_time(said: Field, said_for: str, wanted: Field, period: str) -> bool:
    if not said.period and not wanted.period:
        return said_for == period
    dated = _DATED.match(said.period) and _DATED.match(wanted.period)
    return bool(dated) and period_key(said.period) == period_key(wanted.period)


def _said(earlier: Earlier) -> Iterator[_Said]:
    values = earlier.answers.get("values") or {}
    for one in earlier.shared.cells:
        if not is_blank(values.get(one.id)):
            yield _Said(_field_of(earlier.shared, one), values[one.id], earlier)


def _field_of(shared: SharedForm, asked: SharedField) -> Field:
    title = next((shared.titles.get(source.file, "") for source in asked.sources), "")
    path = tuple(asked.label.split(" / "))
    return Field(
        label=path[-1], unit=asked.unit, type=asked.type, period=asked.period, grain=asked.grain,
        options=asked.options, note=asked.note, section=asked.section, path=path,
        form_title=title,
    )  # fmt: skip


def _in_unit(value: Any, unit: str, wanted: str) -> str:
    if not unit or not wanted or unit == wanted:
        return str(value)
    try:
        return format(convert(Decimal(str(value)), unit, wanted).normalize(), "f")
    except (InvalidOperation, UnitError):
        return str(value)
