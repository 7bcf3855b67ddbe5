"""Plans made counties with more and more effort and prints how far from the bound each plan is.

`jianfu bench schedule [REQUESTS …]`: each department alone has one visit-day per request; effort 0 is the
greedy plan without search. CPU seconds of this process; the gap is (visit-days − bound) / bound.
"""

import sys
import time

from app.domain.scheduling import plan_visits, read_problem
from benchmarks.schedule.counties import county

EFFORTS = (0, 50_000, 200_000)
SEEDS = (1, 2)


def main() -> None:
    """Print the table."""
    sizes = [int(text) for text in sys.argv[1:]] or [300, 600, 1000]
    print(f"{'requests/seed':<16}{'effort':>9}{'unplaced':>10}{'days':>7}{'bound':>7}{'gap':>8}{'CPU s':>8}")
    for size in sizes:
        for seed in SEEDS:
            problem = read_problem(county(size, seed))
            for effort in EFFORTS:
                started = time.process_time()
                plan = plan_visits(problem, effort).to_json()
                seconds = time.process_time() - started
                days, bound = plan["visit_days"], plan["lower_bound"]
                print(
                    f"{f'{size}/{seed}':<16}{effort:>9}{len(plan['unplaced']):>10}{days:>7}{bound:>7}"
                    f"{(days - bound) / max(bound, 1):>8.1%}{seconds:>8.1f}"
                )


if __name__ == "__main__":
    main()
