"""The county reassigned at once, when that is proven to be all; and who stays out where somebody must."""

from random import Random

import pytest

from app.domain.scheduling import read_problem
from app.domain.scheduling.board import Board
from app.domain.scheduling.budget import Budget
from app.domain.scheduling.fewest import choose_who_stays_out
from app.domain.scheduling.reassign import CountyModel, Reassignment
from app.domain.scheduling.shortage import Shortage
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
    assert Reassignment(Random(1), free=free).round(board, Budget(1.0)) is is_all
    assert (board.visit_days, board.missing) == (2, 0)


def test_a_round_is_not_the_last_word_where_somebody_is_left_out():
    board = board_of([request("A", "D1", "T1", DAYS[0]), request("B", "D1", "T2", DAYS[0])], [0, None])
    assert not Reassignment(Random(1), Shortage(1), free=2.0).round(board, Budget(1.0))
    assert board.missing == 1


def test_more_left_out_than_must_be_is_mended_and_only_the_scarce_stay_out():
    """D1 has one team and two townships on one day; D2's work of T2 was left out without need."""
    asked = [
        request("A", "D1", "T1", DAYS[0]),
        request("B", "D1", "T2", DAYS[0]),
        request("C", "D2", "T2"),
    ]
    board = board_of(asked, [0, None, None])
    d1, d2 = board.instance.departments[0], board.instance.departments[2]
    shortage = Shortage.of(1, {d1: 1, d2: 0})
    model = CountyModel(board, [-1, -1], shortage)
    left_out = [board.instance.units[index].requests[0] for index in model.absent]
    assert left_out == [0, 1, 2]  # the third only since the board has no place for it yet
    Reassignment(Random(1), shortage, free=2.0).round(board, Budget(1.0))
    assert (board.missing, board.place[2] is None) == (1, False)
    assert list(CountyModel(board, [-1, -1], shortage).absent) == [0, 1]


def test_who_must_stay_out_is_known_only_where_the_departments_account_for_all():
    assert Shortage.of(3, {0: 1, 1: 2, 2: 0}) == Shortage(3, {0: 1, 1: 2})
    assert Shortage.of(4, {0: 1, 1: 2}) == Shortage(4, {})


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
    (out,) = choose_who_stays_out(board.instance, board, {department: 1}, Budget(1.0))
    assert board.instance.problem.requests[board.instance.units[out].requests[0]].id == "B"
