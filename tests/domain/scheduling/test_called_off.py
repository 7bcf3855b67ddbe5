"""Work that is called off ends inside a solver's call, not after it; and no plan depends on being asked."""

import signal
import subprocess
import sys
import threading

import pytest

from app.domain.scheduling import plan_visits, read_problem
from app.domain.scheduling.board import Board
from app.domain.scheduling.bound import county_bound
from app.domain.scheduling.budget import SOLVER, Budget
from app.domain.scheduling.order import in_order
from app.domain.scheduling.reassign import CountyModel
from app.domain.scheduling.shortage import Shortage
from app.domain.scheduling.units import build_instance
from benchmarks.schedule.counties import county

LONG = 60.0
"""Deterministic seconds that the hard model below takes whole, where nobody stops it."""


class CalledOff(Exception):
    """What a job raises where it hears that it was cancelled."""


def hard_model():
    instance = build_instance(in_order(read_problem(county(1000, 2))))
    return CountyModel(Board(instance), [-1] * len(instance.townships), Shortage()).model


def short_of_teams():
    """A county where some must stay out, and it takes long to prove how many."""
    document = county(300, 1, departments=20)
    document["caps"] |= {"departments_per_visit": 3, "visits_per_month": 3}
    for department in document["departments"]:
        department["teams"] = 1
    return read_problem(document)


def is_solving() -> bool:
    """A solver runs in a thread of its own while it can be called off."""
    return any(thread.name.startswith(SOLVER) for thread in threading.enumerate())


def test_a_solver_that_is_called_off_answers_before_its_budget_is_spent():
    asked = []

    def stop() -> bool:
        asked.append(is_solving())
        return is_solving()

    answer = hard_model().minimize(Budget(LONG, stop))
    assert True in asked
    assert not answer.is_optimal
    assert answer.effort < LONG / 2


def test_what_is_raised_inside_a_solvers_call_ends_it_and_comes_through():
    def stop() -> bool:
        if is_solving():
            raise CalledOff
        return False

    with pytest.raises(CalledOff):
        hard_model().minimize(Budget(LONG, stop))
    assert not is_solving()


def test_what_is_called_off_before_it_begins_is_not_begun():
    answer = hard_model().minimize(Budget(LONG, lambda: True))
    assert (answer.values, answer.bound, answer.is_optimal, answer.effort) == ((), 0, False, 0.0)


def test_a_bound_that_is_called_off_is_the_one_that_is_proven_by_then():
    instance = build_instance(in_order(read_problem(county(300, 1))))
    whole = county_bound(instance, 0, {})
    assert 0 < county_bound(instance, 0, {}, lambda: True) < whole


def test_a_plan_that_is_called_off_inside_a_solver_is_the_best_so_far():
    """With a budget of minutes; after the first "yes" each part asks once and is not solved."""
    late = []

    def cancelled() -> bool:
        if late or is_solving():
            late.append(is_solving())
        return bool(late)

    problem = short_of_teams()
    plan = plan_visits(problem, 5_000_000, None, cancelled)
    assert late
    assert late.count(True) <= 5
    assert len(late) < 100
    served = [name for visit in plan.visits for name in visit.requests]
    assert sorted([*served, *(one.request for one in plan.unplaced)]) == sorted(
        r.id for r in problem.requests
    )


def test_a_job_that_hears_its_cancellation_inside_a_solver_ends_there():
    def progress(_: float) -> None:
        if is_solving():
            raise CalledOff

    with pytest.raises(CalledOff):
        plan_visits(short_of_teams(), 5_000_000, progress)


def test_a_plan_that_is_asked_all_the_time_is_the_same():
    problem = read_problem(county(300, 2))
    assert plan_visits(problem, 20_000, None, lambda: False) == plan_visits(problem, 20_000)


def test_an_interrupt_ends_the_program_and_not_just_its_solver():
    script = (
        "from tests.domain.scheduling.test_called_off import is_solving, short_of_teams\n"
        "from app.domain.scheduling import plan_visits\n"
        "told = []\n"
        "def progress(share):\n"
        "    if is_solving() and not told:\n"
        "        told.append(share)\n"
        "        print('solving', flush=True)\n"
        "plan_visits(short_of_teams(), 5_000_000, progress)\n"
        "print('planned')\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "solving\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert "KeyboardInterrupt" in err
    assert "planned" not in out
    assert process.returncode != 0
