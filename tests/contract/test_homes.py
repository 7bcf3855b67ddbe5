"""The watch on homes sees what it is there to see; all that tests/api calls runs under it."""

import pytest
from sqlalchemy import select

from app.kit.ids import new_id
from app.registry.scope import within
from app.tables import Bundle, BundleMember, Form, Overlap, WorkRequest
from tests.conftest import World
from tests.homes import ALLOWED, APP, EVERYWHERE, HOMED, homeless


def test_everything_that_is_allowed_is_there_and_has_a_reason() -> None:
    assert set(EVERYWHERE) <= HOMED
    assert {name.split(".")[0] for name in ALLOWED} <= HOMED
    assert all(EVERYWHERE.values())
    assert all(ALLOWED.values())
    assert len(HOMED) > 20


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        (select(WorkRequest.home).where(WorkRequest.id == 1), ["work_request.id"]),
        (select(WorkRequest).where(WorkRequest.home == "1", WorkRequest.id == 1), []),
        (select(WorkRequest).where(within(WorkRequest.home, "0"), WorkRequest.id == 1), []),
        (select(Form).where(Form.request_id == 1).order_by(Form.version), ["form.request_id"]),
        (
            select(Overlap)
            .join(WorkRequest, WorkRequest.id == Overlap.first_id)
            .where(WorkRequest.home == "1", Overlap.second_id == 1),
            ["overlap.second_id"],
        ),
        (select(Bundle).where(Bundle.id == 1), []),
        (select(BundleMember).where(BundleMember.bundle_id == 1), []),
        (select(BundleMember).where(BundleMember.request_id == 1), ["bundle_member.request_id"]),
    ],
)
def test_a_read_by_id_has_to_say_its_home(query, missing) -> None:
    statement = str(query.compile())
    for name in query.compile().params:
        statement = statement.replace(f":{name}", "?")
    assert homeless(statement) == missing


@pytest.mark.usefixtures("homes")
def test_a_statement_of_the_product_without_a_home_fails(world: World) -> None:
    # the watch knows the product by its files: this line says that it stands in one
    code = compile("session.execute(query).all()", f"{APP}/read.py", "exec")
    with world.database.read() as session:
        query = select(Form.title).where(Form.request_id == new_id())
        assert session.execute(query).all() == [], "tests look where they like"
        with pytest.raises(AssertionError, match=r"form\.request_id"):
            exec(code, {"session": session, "query": query})
