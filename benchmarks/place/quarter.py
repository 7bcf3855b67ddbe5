"""A county's quarter, posted by the real verb, planned and published; and the requests that come after it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from app.commands.migrate import migrate
from app.commands.seed import load_county
from app.kit.auth import Actor, Role
from app.kit.db import Database
from app.kit.ids import new_id
from app.kit.jobs import run_next
from app.main import HANDLERS
from app.registry.scope import within
from app.requests.body import RequestIn
from app.requests.submit import submit_request
from app.schedules.options import Options
from app.schedules.order import order_plan
from app.schedules.publish import publish_plan
from app.tables import Division, Schedule
from benchmarks.place.county_year import year_of_requests

NOW = datetime.fromisoformat("2026-09-14T09:00:00+08:00")
COUNTY, FIRST, LAST = "990101", date(2026, 10, 1), date(2026, 12, 31)
TOWNSHIPS = 20


def publish_quarter(database: Database, items: int, effort: int) -> tuple[int, int]:
    """Post inspections until they ask for `items` visits, plan, publish: items asked, items without a day."""
    migrate(database)
    with database.write() as session:
        load_county(session, NOW)
    asked = 0
    for department, body in inspections(seed=1):
        with database.write() as session:
            submit_request(session, actor_of(department), RequestIn.model_validate(body), NOW)
        asked += reach(body)
        if asked >= items:
            break
    coordinator = Actor(new_id(), Role.COORDINATOR, COUNTY, None)
    with database.write() as session:
        ordered = order_plan(session, coordinator, COUNTY, (FIRST, LAST), Options(effort=effort), NOW).id
    while run_next(database, HANDLERS, lambda: NOW):
        pass
    with database.write() as session:
        row = session.get_one(Schedule, ordered)
        publish_plan(session, coordinator, row, NOW)
        return asked, len((row.result or {})["unplaced"])


def inspections(seed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Announced inspections of the quarter, without end: (department, body)."""
    for department, body in year_of_requests(seed):
        inside = (
            body["window"]["earliest"] <= LAST.isoformat() and body["window"]["latest"] >= FIRST.isoformat()
        )
        if body["kind"] == "inspection" and inside and not body["unannounced"]:
            yield department, body


def actor_of(department: str) -> Actor:
    """Who posts for a department."""
    return Actor(new_id(), Role.DEPARTMENT, department.split("-")[0], department)


def reach(body: dict[str, Any]) -> int:
    """How many visits a body asks for: one a township, all of the county where its code is named."""
    return sum(1 if len(code) >= 9 else TOWNSHIPS for code in body["targets"])


def townships_of(database: Database, targets: list[str]) -> list[str]:
    """The townships of the county beneath the targets."""
    aimed = or_(*(within(Division.code, target[:9]) for target in targets))
    query = select(Division.code).where(aimed, within(Division.code, COUNTY), Division.level == "township")
    with database.read() as session:
        return list(session.scalars(query.order_by(Division.code)))
