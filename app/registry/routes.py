"""The calls that look up divisions, departments and settings."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response
from sqlalchemy import select

from app.kit.audit import record
from app.kit.auth import ALL, Actor, Role, allow
from app.kit.ids import new_id
from app.kit.web import Now, PageQuery, Read, Write, check_if_match, cut_page, etag, link_next
from app.registry.county_settings import effective_settings
from app.registry.schemas import (
    DepartmentList,
    DivisionList,
    DivisionOut,
    SettingsIn,
    SettingsOut,
    show_department,
    show_division,
)
from app.registry.scope import meeting, require_division
from app.tables import CountySetting, Department, Division

router = APIRouter(prefix="/v1", tags=["registry"])

Anyone = Annotated[Actor, allow(*ALL)]
Code = Annotated[str, Path(max_length=12, pattern=r"^\d+$", examples=["990101"])]


@router.get("/divisions", dependencies=[allow(*ALL)])
def list_divisions(
    session: Read,
    page: PageQuery,
    request: Request,
    response: Response,
    parent: Annotated[str | None, Query(max_length=12)] = None,
    level: Annotated[str | None, Query(max_length=10)] = None,
    name: Annotated[str | None, Query(max_length=50, description="part of the name")] = None,
) -> DivisionList:
    """Divisions 行政区划 by code; the list is public knowledge and the same for every key."""
    query = select(Division).order_by(Division.code).limit(page.limit + 1)
    if parent is not None:
        query = query.where(Division.parent == parent)
    if level is not None:
        query = query.where(Division.level == level)
    if name is not None:
        query = query.where(Division.name.contains(name, autoescape=True))
    if (after := page.after()) is not None:
        query = query.where(Division.code > str(after[0]))
    rows, cursor = cut_page(session.scalars(query).all(), page, lambda row: [row.code])
    link_next(request, response, cursor)
    return DivisionList(items=[show_division(row) for row in rows], next=cursor)


@router.get("/divisions/{code}")
def read_division(code: Code, actor: Anyone, session: Read) -> DivisionOut:
    """One division 行政区划 of the caller's scope."""
    return show_division(require_division(session, actor, code))


@router.get("/departments")
def list_departments(
    actor: Anyone, session: Read, page: PageQuery, request: Request, response: Response
) -> DepartmentList:
    """The departments 部门 that can ask something of the caller's division."""
    query = (
        select(Department)
        .where(meeting(Department.home, actor.division))
        .order_by(Department.code)
        .limit(page.limit + 1)
    )
    if (after := page.after()) is not None:
        query = query.where(Department.code > str(after[0]))
    rows, cursor = cut_page(session.scalars(query).all(), page, lambda row: [row.code])
    link_next(request, response, cursor)
    return DepartmentList(items=[show_department(row) for row in rows], next=cursor)


Governor = Annotated[Actor, allow(Role.COORDINATOR, Role.ADMIN)]


@router.get("/settings/{division}")
def read_settings(division: Code, actor: Governor, session: Read, response: Response) -> SettingsOut:
    """The settings in force at a division 县级设置, and which of them are its own."""
    require_division(session, actor, division)
    row = session.scalar(select(CountySetting).where(CountySetting.home == division))
    response.headers["ETag"] = etag(row.version if row else 0)
    return SettingsOut(
        division=division, version=row.version if row else 0, own=row.values if row else {},
        effective=effective_settings(session, division),
    )  # fmt: skip


@router.put("/settings/{division}")
def write_settings(
    division: Code,
    body: SettingsIn,
    actor: Governor,
    session: Write,
    now: Now,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> SettingsOut:
    """Set what a division decides for itself 修改县级设置; what is left out comes from above."""
    require_division(session, actor, division)
    # the division's row is the lock: its settings may not have a row yet
    session.execute(select(Division.code).where(Division.code == division).with_for_update(key_share=True))
    row = session.scalar(select(CountySetting).where(CountySetting.home == division))
    check_if_match(if_match, row.version if row else 0)
    if row is None:
        row = CountySetting(id=new_id(), home=division, version=0, values={}, updated_at=now)
        session.add(row)
    row.values = body.model_dump(exclude_none=True)
    row.version, row.updated_at = row.version + 1, now
    record(session, actor, now, "settings.write", division, division, version=row.version)
    session.flush()
    return read_settings(division, actor, session, response)
