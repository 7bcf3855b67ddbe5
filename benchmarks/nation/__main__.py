"""`jianfu bench nation [COUNTIES] [EFFORT]`: on two cores, then on a cluster that loses a worker."""

import resource
import sys
import tempfile
import time
from pathlib import Path

from app.commands.plan_all import County, plan_all, summarise
from benchmarks.nation.cluster import cluster, plan_on
from benchmarks.nation.counties import NATION, write_counties

COUNTIES, EFFORT, PROCESSES = 100, 20_000, 2


def main() -> None:
    """Print the table."""
    given = [int(text) for text in sys.argv[1:]]
    counties, effort = (*given, *(COUNTIES, EFFORT)[len(given) :])[:2]
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = Path(scratch, "counties"), Path(scratch, "plans")
        write_counties(folder, counties)
        alone = _on_two_cores(folder, out, effort)
        again = _on_two_cores(folder, out, effort)
        planned = {path.name: path.read_text(encoding="utf-8") for path in out.glob("*.json")}
        started = time.monotonic()
        with cluster(Path(scratch, "spark")) as made:
            mapped, killed_at = plan_on(made, folder, effort, kill=True)
        took = time.monotonic() - started
    print(f"{counties} counties, effort {effort}, {PROCESSES} processes: {alone}")
    print(f"the same again, all kept: {again}")
    print(
        f"Spark, master and two workers on 127.0.0.1, one killed after {killed_at} counties: "
        f"{took:.0f} s wall, same bytes as plan-all: {mapped == planned}"
    )
    if mapped != planned or not killed_at:
        sys.exit(1)


def _on_two_cores(folder: Path, out: Path, effort: int) -> str:
    cpu, started = _cpu(), time.monotonic()
    found = plan_all(folder, out, effort, PROCESSES, _tell)
    cpu, took = _cpu() - cpu, time.monotonic() - started
    figures = summarise(found)
    hours = cpu / len(found) * NATION / PROCESSES / 3600
    return (
        f"{cpu:.1f} CPU s ({cpu / len(found):.2f} a county), {took:.0f} s wall; "
        f"planned {figures['planned']}, kept {figures['kept']}, "
        f"visit-days {figures['visit_days']}, unplaced {figures['unplaced']}; "
        f"{NATION} counties (extrapolated): {hours * 60:.1f} min of two cores"
    )


def _cpu() -> float:
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def _tell(done: int, total: int, _: County) -> None:
    if done % 25 == 0:
        print(f"{done}/{total}", file=sys.stderr)


if __name__ == "__main__":
    main()
