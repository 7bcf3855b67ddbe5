"""What tests of statistics count: posted requests, visits as the schedule publishes them, rows."""

from datetime import date

from app.kit.ids import new_id, parse_public_id
from app.tables import InForce, Schedule, Visit, VisitRequest, WorkRequest
from tests.conftest import NOW, World

FORESTRY, HOUSING, HEALTH = "990101-07", "990101-10", "990101-20"


TOWN, OTHER_TOWN = "990101001", "990101002"


OVERLAPS, BURDEN = "/v1/statistics/overlaps", "/v1/statistics/burden"


def rows_of(world: World, path: str, scope: str = "990101") -> list[dict]:
    answer = world.get(path, "analyst", scope)
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


def post_as(world: World, department: str, body: dict) -> str:
    answer = world.post("/v1/requests", body, scope=department)
    assert answer.status_code == 201, answer.text
    return answer.json()["request"]["id"]


def place(
    world: World, township: str, day: str, *requests: str, session: int = 1, held: bool = False
) -> None:
    """Publish one visit, as the schedule does."""
    with world.database.write() as database:
        ids = [parse_public_id(one, "req")[1] for one in requests]
        lead = database.get_one(WorkRequest, ids[0]).department
        visit = Visit(
            id=new_id(), home=township[:6], township=township, date=date.fromisoformat(day),
            session=session, half_days=1, lead_department=lead, held=held, state="published", sequence=0,
            reason={}, schedule_id=None, created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        database.add(visit)
        database.flush()
        database.add_all(
            VisitRequest(
                id=new_id(), home=visit.home, visit_id=visit.id, request_id=id_, township=township,
                occurrence="", half_days=1, active=True,
            )
            for id_ in ids
        )  # fmt: skip


def publish_nothing(world: World, starts: str, ends: str) -> None:
    """A published schedule of the county, without visits of its own."""
    with world.database.write() as database:
        id_ = new_id()
        database.add(
            Schedule(
                id=id_, home="990101", starts=date.fromisoformat(starts), ends=date.fromisoformat(ends),
                version=1, state="published", options={}, fingerprint=None, result=None, job_id=None,
                created_at=NOW, created_by=new_id(), published_at=NOW,
            )
        )  # fmt: skip
        database.flush()
        database.add(
            InForce(
                id=new_id(), home="990101", schedule_id=id_, starts=date.fromisoformat(starts),
                ends=date.fromisoformat(ends),
            )
        )  # fmt: skip
