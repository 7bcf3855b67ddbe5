"""What a township types in a quarter when nothing is asked twice: `python -m benchmarks.forms.quarter`.

The requests of the seed county and its standing returns, each form with each of its periods, are filled in
the order of their due dates with what is true of the township by the key. A cell is a cell: a ledger of 130
rows and seven columns has 910. What is offered is judged against the truth; what waits to be confirmed counts
only where confirming it is right.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple

from app.domain.burden import Hours, return_hours
from benchmarks.forms.asked import Asked, requested, standing
from benchmarks.forms.tally import Township
from benchmarks.forms.truth import Truth
from seeds.build.returns.months import FILLING, RATE

TOWNSHIPS = FILLING
COLD, WARM = "2026-10", "2026-09"
"""The quarter with nothing said before it, or with September as the first of four months."""
RATES = (0.02, 0.05, 0.1, 0.2)
PARTS = ("before", "shared", "computed", "same", "rolled_up", "confirm", "typed")


def quarter(first: str, rate: float, forms: Iterable[Asked] | None = None) -> dict[str, Counter[str]]:
    """The counts by month in which forms are due, summed over `TOWNSHIPS`."""
    asked = list(forms) if forms is not None else [*requested(), *standing(first)]
    found: dict[str, Counter[str]] = {}
    for code in TOWNSHIPS:
        township = Township(Truth(code, rate))
        for template in templates(asked, code):
            township.fill(template)
        for month, count in township.counts.items():
            found.setdefault(month, Counter()).update(count)
    return dict(sorted(found.items()))


def templates(asked: Iterable[Asked], township: str) -> list[list[Asked]]:
    """What a township fills together, by due date."""
    found: dict[tuple[str, str], list[Asked]] = {}
    for one in asked:
        if one.asks(township):
            found.setdefault((one.bundle, one.period), []).append(one)
    return sorted(found.values(), key=lambda each: min(one.due for one in each))


def summed(counts: Iterable[Counter[str]]) -> Counter[str]:
    """All of them as one."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


def saved(count: Counter[str], with_confirmed: bool) -> float:
    """Percent of cells that nobody types; with `with_confirmed`, those that a look confirms are none."""
    left = count["typed"] + (0 if with_confirmed else count["confirm"])
    return 100 * (1 - left / count["before"])


def weighed(count: Counter[str]) -> Hours:
    """Percent of the hours that cells cost which is saved, a confirmation weighed as docs/burden.md says."""
    empty = return_hours(0, forms=0)
    before = return_hours(count["before"], forms=0) - empty
    after = return_hours(count["typed"], forms=0, confirmed=count["confirm"]) - empty
    cases = zip(astuple(before), astuple(after), strict=True)
    return Hours(*(100 * (1 - spent / once) for once, spent in cases))


def print_line(name: str, count: Counter[str]) -> None:
    """One line of the table, the mean of the townships."""
    shown = " ".join(f"{round(count[part] / len(TOWNSHIPS)):9,}" for part in PARTS)
    least, most = saved(count, False), saved(count, True)
    print(f"{name:<9} {round(count['submissions'] / len(TOWNSHIPS)):5} {shown} {least:9.1f}% {most:9.1f}%")


def print_table(title: str, months: dict[str, Counter[str]]) -> None:
    """The months and their sum, with what went wrong, and the clerk who copies files beside it."""
    print(f"\n{title}")
    print(f"due in    forms {' '.join(f'{part:>9}' for part in PARTS)} confirm=typed confirm=saved")
    for name, count in months.items():
        print_line(name, count)
    total = summed(months.values())
    print_line("all", total)
    print_line("from 2nd", summed(list(months.values())[1:]))
    hours = weighed(total)
    cases = f"{hours.low:.1f} low, {hours.high:.1f} high"
    print(f"of the hours that cells cost {hours.likely:.1f} % are saved ({cases})")
    copied = 100 * (1 - total["copied"] / total["before"])
    both = 100 * (1 - total["typed"] / max(total["copied"], 1))
    print(f"a clerk who copies last month's file of each form types {copied:.1f} % fewer of these cells;")
    print(f"against that clerk {both:.1f} % fewer are typed")
    wrong = f"wrong merges {total['wrong_merges']}, wrong carries {total['wrong_carries']}"
    print(f"{wrong}, offers of another fact {total['foreign']}; rows struck off {total['struck']}")


def main() -> None:
    """Print the tables."""
    print(f"cells of one township, mean of {len(TOWNSHIPS)}, row by row; {RATE:.0%} of rows change a month")
    print_table("the quarter, nothing said before it", quarter(COLD, RATE))
    print_table("four months, September to December", quarter(WARM, RATE))
    print_table("the quarter, only the requests (no standing returns)", quarter(COLD, RATE, requested()))
    print_table("the quarter, only the standing returns", quarter(COLD, RATE, standing(COLD)))
    if "--quick" in sys.argv:
        return
    print("\nhow the rate of change matters (the quarter, nothing said before it)")
    for rate in RATES:
        total = summed(quarter(COLD, rate).values())
        least, most = saved(total, False), saved(total, True)
        print(f"{rate:5.0%} {least:9.1f} % confirm=typed {most:9.1f} % confirm=saved")


if __name__ == "__main__":
    main()
