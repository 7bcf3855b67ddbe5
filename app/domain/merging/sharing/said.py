"""One earlier answer and one question, as the two sides that carrying forward compares."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from app.domain.merging.alignment import convert
from app.domain.merging.alignment.units import UnitError
from app.domain.merging.field import Field
from app.domain.merging.reading.labels import plain
from app.domain.merging.sharing.computed import computed_facts
from app.domain.merging.sharing.moments import Moment, moment_of
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.values import is_blank

SURE = 0.9
"""Probability that two fields are one fact from which an earlier answer is offered."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A ledger that a department keeps: its name as clerks are told it, and whether every row found its
    township, without which nothing is counted. It is another's word: never more than an offer."""

    name: str
    whole: bool


@dataclass(frozen=True)
class Earlier:
    """Answers saved before: to which form, for which period ("" for none), when, and their name; or the rows
    of a `standing` ledger, whose period is the day as of which they hold."""

    source: str
    period: str
    at: datetime
    shared: SharedForm
    answers: Mapping[str, Any] = field(compare=False)
    standing: Standing | None = None

    @cached_property
    def said(self) -> tuple["Said", ...]:
        """Every single answer, and what followed from the answers, as the template computed it."""
        facts = computed_facts(self.shared, self.answers).derived
        values = {**(self.answers.get("values") or {}), **{key: _plain(one) for key, one in facts.items()}}
        return tuple(
            Said(asked, values[one.id], self, moment_of(asked, self.period))
            for one in self.shared.cells
            if not is_blank(values.get(one.id))
            for asked in [field_of(self.shared, one)]
        )


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, what it answered, and when it was true."""

    field: Field
    value: Any
    earlier: Earlier
    moment: Moment


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field to fill, and the time that it is about."""

    shared: SharedField
    field: Field
    moment: Moment


def field_of(shared: SharedForm, asked: SharedField) -> Field:
    """A shared field as alignment reads fields, under the title of the first form that asks for it."""
    return field_under(shared.titles, asked)


def field_under(titles: Mapping[str, str], asked: SharedField) -> Field:
    """The same, by the titles of the forms."""
    title = next((titles.get(source.file, "") for source in asked.sources), "")
    path = tuple(asked.label.split(" / "))
    return Field(
        label=path[-1], unit=asked.unit, type=asked.type, period=asked.period, grain=asked.grain,
        options=asked.options, note=asked.note, section=asked.section, path=path,
        form_title=title,
    )  # fmt: skip


def same_words(one: Field, other: Field) -> bool:
    """The very same question, word for word, unit and definition included."""
    return _words(one) == _words(other)


_SCOPE = re.compile(
    r"脱贫|贫困|监测|低保|特困|困难|残疾|优抚|退役|军人|老年|高龄|留守|儿童|学生|妇女|党员|移民|流动|农民工|失业|刑满|吸毒|抽样|样本|试点|示范"
)


def other_scope(one: Field, other: Field) -> bool:
    """True where one form counts a group of people or a sample (脱贫劳动力, 人口抽样) that the other does not
    name, or where one defines what the other leaves open: the same words are another figure there."""
    if plain(one.note) != plain(other.note):
        return True
    named = [set(_SCOPE.findall(asked.form_title + "".join(asked.path))) for asked in (one, other)]
    return named[0] != named[1]


def _plain(number: Decimal) -> str:
    return format(number.normalize() + 0, "f")


def _words(asked: Field) -> tuple[object, ...]:
    path = tuple(plain(part) for part in asked.path)
    return (path, asked.unit, plain(asked.note), asked.grain, frozenset(asked.options))


def in_unit(value: Any, unit: str, wanted: str) -> str:
    """The value in the wanted unit, written without a trailing zero."""
    if not unit or not wanted or unit == wanted:
        return str(value)
    try:
        return format(convert(Decimal(str(value)), unit, wanted).normalize(), "f")
    except (InvalidOperation, UnitError):
        return str(value)
