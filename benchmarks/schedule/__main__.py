"""Plans made counties beside peers and prints how far from the bound each plan is, in CPU seconds.

`jianfu bench schedule [REQUESTS …]`. A gap is (visit-days − bound) / bound, the bound that of the long run;
`days (unplaced)` of a peer that leaves more out than ours cannot be compared with ours. Ours at two efforts
includes reading, bound and reasons.
"""

import sys
import time

from app.domain.scheduling import Problem, plan_visits, read_problem
from benchmarks.schedule.counties import county
from benchmarks.schedule.peers import Outcome, cpsat_cold, highs, separate
from benchmarks.schedule.replan import MOST_MOVES, admit, replan

SHORT, LONG = 20_000, 200_000
SEEDS = (1, 2, 3)
PEER_SECONDS = 10
COLUMNS = ("instance", "alone", "greedy", "CP-SAT 10 s", "HiGHS 10 s", "ours short", "ours long", "bound")


def main() -> None:
    """Print the tables."""
    sizes = [int(text) for text in sys.argv[1:]] or [300, 600, 1000]
    _head()
    for size in sizes:
        gaps = [_compare(f"{size}/{seed}", read_problem(county(size, seed))) for seed in SEEDS]
        for name, values in zip(("short", "long"), zip(*gaps, strict=True), strict=True):
            print(f"  mean gap of {size}, ours {name}: {sum(values) / len(values):.1%}")
    for size in sizes:
        told = replan(size, 1)
        print(
            f"re-planning {size}/1, 100 newcomers: {told['still']:.0%} placed without a move, "
            f"{told['placed']} placed, {told['moves']:.2f} moves and {told['seconds']:.2f} CPU s each"
        )
    for size in sizes:
        for most in (0, MOST_MOVES):
            admitted = admit(size, 1, most)
            print(
                f"proposing {size}/1, at most {most} moves: {admitted['steps']}, {admitted['moves']} moves, "
                f"CPU ms {admitted['mean']:.1f} on average, {admitted['most']:.1f} at most"
            )


def _head() -> None:
    print(f"{COLUMNS[0]:<15}" + "".join(f"{name:>17}" for name in COLUMNS[1:]) + f"{'proved':>8}{'gaps':>15}")


def _compare(name: str, problem: Problem) -> tuple[float, float]:
    """One line: days (unplaced) and CPU seconds of each; returns our two gaps."""
    greedy, _, _ = _ours(problem, 0)
    short, short_bound, _ = _ours(problem, SHORT)
    long, bound, proven = _ours(problem, LONG)
    peers = (separate(problem), greedy, cpsat_cold(problem, PEER_SECONDS), highs(problem, PEER_SECONDS))
    bound = max(bound, short_bound) if short.unplaced == long.unplaced else bound
    gaps = ((short.visit_days - bound) / max(bound, 1), (long.visit_days - bound) / max(bound, 1))
    cells = "".join(f"{_cell(outcome):>17}" for outcome in (*peers, short, long))
    told = " / ".join(f"{gap:.1%}" for gap in gaps)
    print(f"{name:<15}{cells}{bound:>17}{proven:>8}{told:>15}", flush=True)
    return gaps


def _cell(outcome: Outcome) -> str:
    return f"{outcome.visit_days} ({outcome.unplaced}) {outcome.seconds:.1f} s"


def _ours(problem: Problem, effort: int) -> tuple[Outcome, int, str]:
    started = time.process_time()
    plan = plan_visits(problem, effort)
    seconds = time.process_time() - started
    proven = "yes" if plan.unplaced_bound == len(plan.unplaced) else f"≥ {plan.unplaced_bound}"
    return Outcome(len(plan.unplaced), plan.visit_days, seconds), plan.lower_bound, proven


if __name__ == "__main__":
    main()
