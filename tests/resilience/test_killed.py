"""A server killed in the middle of writing: what it acknowledged is there, once, after it is back."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import func, select

from app.access.keys import KeyOrder, issue_key
from app.kit.auth import Role
from app.kit.db import Database
from app.tables import AuditRecord, BundleMember, Overlap, RequestVersion, WorkRequest
from tests.builders import inspection
from tests.conftest import NOW
from tests.resilience.server import Server

KILLS = 10
CLIENTS = 4
ACKNOWLEDGED = 4  # answers between two kills, at least


@pytest.fixture
def server(make_url_of_copy: Callable[[], str]) -> Iterator[Server]:
    server = Server(make_url_of_copy())
    server.start()
    server.wait_until_ready()
    yield server
    server.kill()


class Department(threading.Thread):
    """A department's system: it posts one request after the other, and repeats each until it is answered."""

    def __init__(self, number: int, server: Server, secret: str, stop: threading.Event) -> None:
        super().__init__()
        self.number, self.stop = number, stop
        self.client = httpx.Client(
            base_url=server.address, headers={"Authorization": f"Bearer {secret}"}, timeout=20
        )
        self.acknowledged: dict[str, str] = {}

    def run(self) -> None:
        sent = 0
        while not self.stop.is_set():
            sent += 1
            own_number = f"{self.number}-{sent}"
            id_ = self._post_until_answered(own_number)
            if id_ is not None:
                assert id_ not in self.acknowledged.values()
                self.acknowledged[own_number] = id_
        self.client.close()

    def _post_until_answered(self, own_number: str) -> str | None:
        # half of them know a repetition by the Idempotency-Key, half only by the number of their own
        by_key = self.number % 2 == 0
        body = inspection(
            source_no=None if by_key else own_number, targets=[f"99010100{1 + self.number % 3}"]
        )
        headers = {"Idempotency-Key": own_number} if by_key else {}
        while not self.stop.is_set():
            try:
                answer = self.client.post("/v1/requests", json=body, headers=headers)
            except httpx.TransportError:
                time.sleep(0.2)
                continue
            if answer.status_code == 201:
                return str(answer.json()["request"]["id"])
            assert answer.status_code == 409, answer.text
            return str(answer.json()["request"])
        return None


def test_what_was_acknowledged_is_there_once_after_ten_kills(server: Server) -> None:
    database = Database(server.database_url)
    stop, departments = threading.Event(), []
    for number in range(CLIENTS):
        order = KeyOrder(Role.DEPARTMENT, "test", department=f"990101-0{number + 1}")
        with database.write() as session:
            secret = issue_key(session, order, NOW)[1]
        departments.append(Department(number, server, secret, stop))
    for department in departments:
        department.start()
    try:
        moments = random.Random(7)
        for _ in range(KILLS):
            wait_for_answers(departments)
            # anywhere in a call: reading, matching, committing, answering
            time.sleep(moments.uniform(0, 0.15))
            server.kill()
            server.start()
            server.wait_until_ready()
    finally:
        stop.set()
        for department in departments:
            department.join(30)
    acknowledged = [id_ for one in departments for id_ in one.acknowledged.values()]
    assert len(acknowledged) >= ACKNOWLEDGED * KILLS
    assert_whole(database, acknowledged)
    database.close()


def wait_for_answers(departments: list[Department]) -> None:
    before = sum(len(one.acknowledged) for one in departments)
    deadline = time.monotonic() + 60
    while sum(len(one.acknowledged) for one in departments) < before + ACKNOWLEDGED:
        assert time.monotonic() < deadline, "the server answers nobody"
        assert all(one.is_alive() for one in departments), "a department met an answer that it cannot take"
        time.sleep(0.01)


def assert_whole(database: Database, acknowledged: list[str]) -> None:
    with database.read() as session:
        rows = session.scalars(select(WorkRequest)).all()
        stored = Counter(f"req_{row.home}_{row.id}" for row in rows)
        assert [id_ for id_ in acknowledged if stored[id_] != 1] == []
        numbers = Counter((row.department, row.source_no) for row in rows)
        assert max(numbers.values()) == 1
        # nothing is half there: each request has its version, its bundle, and its line in the record
        for table in (RequestVersion, BundleMember, AuditRecord):
            assert session.scalar(select(func.count()).select_from(table)) == len(rows), table
        assert session.scalar(select(func.count()).select_from(Overlap)) == met(rows)


def met(rows) -> int:
    """How many pairs there must be: all bodies are alike, so those of one township are pairs."""
    return sum(count * (count - 1) // 2 for count in Counter(row.targets[0] for row in rows).values())
