"""What the benchmarks fill a database with is what posting it would have stored, column by column."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.kit.auth import Actor, Role
from app.kit.db import Base, Database
from app.requests.body import RequestIn
from app.requests.submit import submit_request
from app.tables import Bundle, BundleMember, WorkRequest
from benchmarks.post.pairs import judge_wordings
from benchmarks.post.stock import NOW, settle, stock
from benchmarks.post.wordings import write_wordings
from benchmarks.post.year import Posted
from benchmarks.province.tree import Tree, load_tree

MANY = 60
PLACES = ("51", "5101", "510104", "510105")
FILLED = (
    "work_request", "request_version", "request_target", "request_occurrence", "candidate_key", "form",
    "overlap", "bundle_member", "audit_record",
)  # fmt: skip
OWN = frozenset({"id", "bundle_id", "subject", "written_by", "key_id"})
"""Columns that hold ids and nothing else; what they point at is compared under the request's own number."""


def test_filled_rows_are_those_that_posts_would_have_stored(make_url_of_copy: Callable[[], str]) -> None:
    wordings = write_wordings()[40:80]
    tree = Tree({code: name for code, name in load_tree().names.items() if _is_near(code)})
    filled, posted = Database(make_url_of_copy()), Database(make_url_of_copy())
    stock(filled, Posted(tree, wordings, MANY, seed=1), judge_wordings(wordings), tree)
    year = Posted(tree, wordings, MANY, seed=1)  # a year is drawn once
    with posted.write() as session:
        settle(session, year, tree)
    for ask in year:
        with posted.write() as session:
            actor = Actor(UUID(int=0), Role.DEPARTMENT, ask.department.split("-")[0], ask.department)
            submit_request(session, actor, RequestIn.model_validate(year.body(ask)), NOW)
    for name in FILLED:
        assert _rows(filled, name) == _rows(posted, name), name
    assert _bundles(filled) == _bundles(posted)
    for name in ("request_occurrence", "form", "overlap"):
        assert _rows(filled, name), f"{name} is compared with nothing"
    assert max(map(len, _bundles(filled))) > 1
    filled.close()
    posted.close()


def _is_near(code: str) -> bool:
    return code in PLACES or code[:6] in PLACES


def _rows(database: Database, name: str) -> list[tuple[tuple[str, Any], ...]]:
    """The rows of a table, with source numbers in the place of requests' ids, in an order of their own."""
    table = Base.metadata.tables[name]
    known = _source_nos(database)
    with database.read() as session:
        rows = session.execute(select(table)).mappings().all()
    plain = [
        tuple(
            (column, known[value] if isinstance(value, UUID) else repr(value))
            for column, value in row.items()
            if column not in OWN
        )
        for row in rows
    ]
    return sorted(plain)


def _source_nos(database: Database) -> dict[UUID, str]:
    with database.read() as session:
        return {id_: no or "" for id_, no in session.execute(select(WorkRequest.id, WorkRequest.source_no))}


def _bundles(database: Database) -> list[tuple[str, ...]]:
    """Who stands together, and where the bundle is at home."""
    known, groups = _source_nos(database), dict[UUID, list[str]]()
    with database.read() as session:
        homes = {id_: home for id_, home in session.execute(select(Bundle.id, Bundle.home))}  # noqa: C416
        for bundle, request in session.execute(select(BundleMember.bundle_id, BundleMember.request_id)):
            groups.setdefault(bundle, [homes[bundle]]).append(known[request])
    return sorted(tuple(sorted(group)) for group in groups.values())
