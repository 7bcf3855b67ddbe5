"""Plans instances that others have made, checks the plans, and prints them beside CP-SAT in the same run.

`jianfu bench outside FILE…`: VeRoLog 2019 (`*.txt`), OR-PAS (`*.xml`), IHTC 2024 or a planning instance
(`*.json`). Each cell: visit-days (requests left out) and CPU seconds. "rules" is what the plan breaks by the
tests' own reading of the rules; "same" is whether a second run with another hash seed gives the same bytes.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.commands.plan import plan_file
from app.domain.scheduling import read_problem
from benchmarks.outside.mappings import ihtc, or_pas, technicians
from benchmarks.schedule.peers import cpsat_cold
from tests.domain.scheduling.rules import broken_rules

PEER_SECONDS = 15
SHARES = (8, 4, 1)
AGAIN = "import sys; from app.commands.plan import plan_file; sys.stdout.write(plan_file(sys.stdin.read()))"


def main() -> None:
    """Print the table."""
    if not sys.argv[1:]:
        print("outside: no files given; docs/scheduling.md says where others' instances are")
        return
    print(f"{'instance':<30}{'asked':>6}{'CP-SAT 15 s':>18}{'ours':>18}{'bound':>6}{'proven':>7} rules same")
    for path in map(Path, sys.argv[1:]):
        for name, document in _mapped(path):
            _print_line(name, document)


def _mapped(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        for share in SHARES:
            yield f"{path.stem} ÷{share}", technicians(text, share)
    elif path.suffix == ".xml":
        yield path.stem, or_pas(text)
    else:
        yield path.stem, ihtc(text) if "operating_theaters" in json.loads(text) else json.loads(text)


def _print_line(name: str, document: dict[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False)
    started = time.process_time()
    told = plan_file(text)
    seconds = time.process_time() - started
    plan = json.loads(told)
    peer = cpsat_cold(read_problem(document), PEER_SECONDS)
    left = len(plan["unplaced"])
    again = subprocess.run(
        [sys.executable, "-c", AGAIN],
        input=text,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
        text=True,
    )
    cells = f"{peer.visit_days} ({peer.unplaced}) {peer.seconds:.1f} s"
    ours = f"{plan['visit_days']} ({left}) {seconds:.1f} s"
    proven = "yes" if plan["unplaced_bound"] == left else f"≥ {plan['unplaced_bound']}"
    rules, same = len(broken_rules(document, plan)), "yes" if again.stdout == told else "no"
    asked = len(document["requests"])
    print(f"{name:<30}{asked:>6}{cells:>18}{ours:>18}{plan['lower_bound']:>6}{proven:>7}{rules:>6}{same:>5}")


if __name__ == "__main__":
    main()
