"""Reads a body against what the world knows: the department, the places, the words of the request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import contains, home_of
from app.domain.matching import Notice, Reading, Vocabulary, line_of, read_notice
from app.domain.merging.field import Table
from app.forms.keep import kept_tables
from app.forms.posted import tables_of
from app.kit.auth import Actor
from app.kit.ids import new_id
from app.kit.problems import Fault, Invalid
from app.kit.words import Words
from app.overlaps.probe import Probe
from app.registry.knowledge.county import vocabulary_of
from app.requests.body import RequestIn
from app.requests.occurrences import due_dates
from app.tables import Department, Division


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that is understood and could be stored."""

    body: RequestIn
    department: Department
    probe: Probe
    tables: tuple[Table, ...]
    occurrences: tuple[tuple[str, date], ...]

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of its row that come from the body."""
        body, window = self.body, self.body.window
        return {
            "kind": body.kind,
            "oversight": body.oversight,
            "document_no": body.document_no,
            "title": body.title,
            "description": body.description,
            "legal_basis": body.legal_basis,
            "targets": body.targets,
            "earliest": window.earliest,
            "latest": window.latest_day,
            "latest_time": window.latest_time.isoformat("minutes") if window.latest_time else None,
            "half_days": body.half_days,
            "unannounced": body.unannounced,
            "recurrence": body.recurrence.model_dump(mode="json") if body.recurrence else None,
            "matter": self.probe.reading.matter,
            "reading": self.probe.reading.to_json(),
            "line": line_of(self.probe.reading),
        }


def read_draft(session: Session, actor: Actor, body: RequestIn, request_id: UUID | None = None) -> Draft:
    """Understand `body` as the actor's department means it.

    Raises Invalid, with a pointer to each, for targets that do not exist or that the department may not
    ask, and for periods that do not fit their frequency.
    """
    department = session.get_one(Department, actor.department)
    faults = [*_target_faults(session, department, body), *_period_faults(body)]
    if faults:
        raise Invalid(faults=faults)
    tables = tables_of(body.form) if body.form else kept_tables(session, home_of(body.targets), request_id)
    vocabulary = vocabulary_of(session, home_of(body.targets))
    reading = read_body(body, department.name, tables, vocabulary)
    probe = Probe(
        request_id or new_id(), home_of(body.targets), department.code, body.title, body.kind,
        tuple(body.targets), body.window.earliest, body.window.latest_day, body.unannounced, reading,
        body.half_days, department.name,
    )  # fmt: skip
    occurrences = due_dates(body.recurrence) if body.recurrence else []
    return Draft(body, department, probe, tables, tuple(occurrences))


def read_body(body: RequestIn, department: str, tables: Iterable[Table], vocabulary: Vocabulary) -> Reading:
    """What the words of a request and the labels of its form ask for; `department` is its sender's name."""
    return read_notice(
        Notice(
            title=body.title,
            department=department,
            text=body.description,
            document_no=body.document_no or "",
            legal_basis=tuple(body.legal_basis),
            kind=body.kind,
            fields=tuple(field.label for table in tables for field in table.fields),
            recurring=body.recurrence is not None,
        ),
        vocabulary,
    )


def _target_faults(session: Session, department: Department, body: RequestIn) -> list[Fault]:
    known = set(session.scalars(select(Division.code).where(Division.code.in_(body.targets))))
    faults = []
    for position, code in enumerate(body.targets):
        pointer = f"/targets/{position}"
        if code not in known:
            faults.append(
                Fault(
                    Words(f"没有代码 {code}", f"there is no code {code}"),
                    Words("用 GET /v1/divisions 查询代码。", "Look the code up with GET /v1/divisions."),
                    pointer=pointer,
                )
            )
        elif not contains(department.home, code):
            faults.append(
                Fault(
                    Words(
                        f"{code} 不在{department.name}的辖区 {department.home} 内",
                        f"{code} is outside {department.home}, the division of this department",
                    ),
                    Words("只写本部门辖区内的代码。", "Name only codes within the department's division."),
                    pointer=pointer,
                )
            )
    return faults


def _period_faults(body: RequestIn) -> list[Fault]:
    if body.recurrence is None:
        return []
    try:
        due_dates(body.recurrence)
    except ValueError as error:
        return [
            Fault(
                Words(f"报告期与频次不符：{error}", str(error)),
                Words(
                    "月报写 2026-11，季报写 2026-Q4，周报写 2026-W48，年报写 2026。",
                    "Write 2026-11 for a month, 2026-Q4 for a quarter, 2026-W48 for a week, 2026 for a year.",
                ),
                pointer="/recurrence/periods",
            )
        ]
    return []
