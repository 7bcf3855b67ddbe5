"""The columns that rows are grouped by: their SQL, and the names that stand beside their codes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, cast, extract, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.matching import load_vocabulary
from app.kit.words import Words
from app.registry.knowledge.county import own_matter_names
from app.registry.scope import meeting, within
from app.statistics.asked import Question
from app.statistics.statistic import Column, Value
from app.tables import Department, Division

KINDS = {"inspection": Words("检查", "inspection"), "report": Words("报表", "report")}
Key = tuple[Value, ...]


def month_of(day: ColumnElement[date] | InstrumentedAttribute[date]) -> ColumnElement[int]:
    """SQL: the month as a number, 202612; the same on both databases."""
    return cast(extract("year", day) * 100 + extract("month", day), Integer)


def group_asks(asks: CTE, group_by: Sequence[str]) -> list[ColumnElement[Any]]:
    """SQL: what asks are grouped by."""
    return [month_of(asks.c.day) if group == "month" else asks.c[group] for group in group_by]


def group_columns(group_by: Sequence[str]) -> list[Column]:
    """Code and name of each group; a month has no name."""
    return [
        Column(name, "text")
        for group in group_by
        for name in ((group,) if group == "month" else (group, f"{group}_name"))
    ]


class Names:
    """The names beside the codes of one answer, read once."""

    def __init__(self, session: Session, question: Question, english: bool) -> None:
        self._group_by, self._english = question.group_by, english
        self._known: dict[str, Mapping[str, str]] = {}
        if "department" in question.group_by:
            departments = select(Department.code, Department.name)
            departments = departments.where(meeting(Department.home, question.division))
            self._known["department"] = dict(session.execute(departments).all())
        if "township" in question.group_by:
            townships = select(Division.code, Division.name).where(Division.level == "township")
            townships = townships.where(within(Division.code, question.division))
            self._known["township"] = dict(session.execute(townships).all())
        if "matter" in question.group_by:
            own = own_matter_names(session, question.division)
            self._known["matter"] = {code: names[english] for code, names in own.items()}

    def of(self, key: Key) -> dict[str, Value]:
        """The group columns of a row."""
        row: dict[str, Value] = {}
        for group, code in zip(self._group_by, key, strict=True):
            if group == "month":
                row[group] = f"{int(code or 0) // 100}-{int(code or 0) % 100:02}"
            else:
                row[group], row[f"{group}_name"] = code, self._name(group, str(code))
        return row

    def _name(self, group: str, code: str) -> str:
        if group == "matter" and code in load_vocabulary().concepts:
            return load_vocabulary().label(code)[self._english]
        if group == "kind":
            return KINDS[code][self._english]
        return self._known[group].get(code, code)
