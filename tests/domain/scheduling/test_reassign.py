"""The county reassigned at once, when that is proven to be all; and who stays out where somebody must."""

from random import Random

import pytest

from app.domain.scheduling import read_problem
from app.domain.scheduling.board import Board
from app.domain.scheduling.fewest import choose_who_stays_out
from app.domain.scheduling.reassign import Reassignment
from app.domain.scheduling.units import build_instance

DAYS = ["2026-04-01", "2026-04-02", "2026-04-03"]


def request(name, department, township, latest=DAYS[-1]):
    return {"id": name, "department": department, "township": township, "earliest": DAYS[0],
            "latest": latest}  # fmt: skip


def board_of(requests, day_of):
    document = {"days": DAYS, "departments": [{"id": "D1"}, {"id": "D2"}], "requests": requests}
    board = Board(build_instance(read_problem(document)))
    for unit, day in zip(board.instance.units, day_of, strict=True):
        if day is not None:
            board.insert(unit, board.find(unit, day))
    return board


@pytest.mark.parametrize(("free", "is_all"), [(2.0, True), (0.0, False)])
def test_a_round_is_the_last_word_only_where_every_township_was_free(free, is_all):
    asked = [request("A", "D1", "T1"), request("B", "D2", "T1"), request("C", "D1", "T2")]
    board = board_of(asked, [0, 1, 2])
    assert Reassignment(Random(1), free=free).round(board, 1.0) is is_all
    assert (board.visit_days, board.missing) == (2, 0)


def test_a_round_is_not_the_last_word_where_somebody_is_left_out():
    board = board_of([request("A", "D1", "T1", DAYS[0]), request("B", "D1", "T2", DAYS[0])], [0, None])
    assert not Reassignment(Random(1), least=1, free=2.0).round(board, 1.0)
    assert board.missing == 1


@pytest.mark.parametrize("first", [0, 1])
def test_whoever_saves_a_visit_day_stays_out(first):
    """One team and one day for two townships: the one that is visited that day anyway keeps its place."""
    asked = [
        request("A", "D1", "T1", DAYS[0]),
        request("B", "D1", "T2", DAYS[0]),
        request("C", "D2", "T1", DAYS[0]),
    ]
    board = board_of(asked, [None, 0, 0] if first else [0, None, 0])
    department = board.instance.departments[0]
    (out,) = choose_who_stays_out(board.instance, board, {department: 1}, 1.0)
    assert board.instance.problem.requests[board.instance.units[out].requests[0]].id == "B"
