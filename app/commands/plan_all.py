"""`jianfu plan-all`: plans every county of a folder, each alone, so that any engine can do it anywhere."""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from app.commands.plan import plan_text
from app.domain.scheduling import DEFAULT_EFFORT, ProblemError

BAD = frozenset({"refused", "failed"})
AHEAD = 4
"""Counties handed out per process before their turn: enough that none waits, few enough to stop at once."""


@dataclass(frozen=True, slots=True)
class County:
    """What became of one instance: planned, kept (its result was there already), refused, or failed.

    A refused one cannot be read and never will be; one that failed (the disk, the memory) is tried again.
    """

    name: str
    state: str
    visit_days: int = 0
    unplaced: int = 0
    reason: str = ""
    reason_en: str = ""


def plan_all(
    folder: Path,
    out: Path,
    effort: int = DEFAULT_EFFORT,
    processes: int = 2,
    tell: Callable[[int, int, County], None] | None = None,
) -> list[County]:
    """Plan every `*.json` of `folder` into a file of the same name in `out`; the counties by name.

    Runs on where an earlier run was cut off: a result that was made from the same bytes, effort and version
    is kept. An instance that cannot be read refuses itself alone; its reason stands in its file. `tell` hears
    of every county as it is done: how many are, of how many, and which.
    """
    out.mkdir(parents=True, exist_ok=True)
    paths = sorted(folder.glob("*.json"))
    found = []
    for county in _map(paths, out, effort, processes):
        found.append(county)
        if tell is not None:
            tell(len(found), len(paths), county)
    return sorted(found, key=lambda county: county.name)


def run_plan_all(folder: Path, out: Path, effort: int, processes: int, notes: Console) -> int:
    """The command: a bar and refusals on `notes`, figures on standard output; 1 where any is refused."""
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=notes) as bar:
        task = bar.add_task("planning 排程", total=None)

        def tell(done: int, total: int, county: County) -> None:
            bar.update(task, completed=done, total=total)
            if county.state in BAD:
                notes.print(f"{county.name} {county.reason}\n{county.name} {county.reason_en}", markup=False)

        try:
            summary = summarise(plan_all(folder, out, effort, processes, tell))
        except BrokenProcessPool:
            notes.print("有进程被系统终止（可能内存不足）；请再运行一次，从中断处继续。")
            notes.print("A process was killed (out of memory?). Run it again: it goes on where it stopped.")
            return 1
    sys.stdout.write(json.dumps(summary, ensure_ascii=False, indent=1) + "\n")
    return 1 if any(summary[state] for state in BAD) else 0


def plan_county(data: bytes, effort: int) -> str:
    """The result file of an instance: its plan, or why it is refused, and the hash of what it is made from.

    Pure and the same on every machine: this is what an engine maps over counties.
    """
    try:
        plan = plan_text(data.decode("utf-8-sig"), effort)
    except UnicodeDecodeError:
        plan = _refusal("", "文件不是 UTF-8 编码", "the file is not UTF-8")
    except ProblemError as error:
        plan = _refusal(error.pointer, error.text, error.text_en)
    return json.dumps({"input": input_hash(data, effort), **plan}, ensure_ascii=False, indent=1) + "\n"


def _refusal(pointer: str, text: str, text_en: str) -> dict[str, Any]:
    return {"refused": {"pointer": pointer, "text": text, "text_en": text_en}}


def input_hash(data: bytes, effort: int) -> str:
    """The name of all that a result depends on: the instance, the effort, and our version."""
    return hashlib.sha256(f"jianfu {version('jianfu')} effort {effort}\n".encode() + data).hexdigest()


def summarise(counties: Sequence[County]) -> dict[str, Any]:
    """The run in figures; those that were refused or failed by name, with the reason."""
    bad = {
        state: {one.name: one.reason_en for one in counties if one.state == state} for state in sorted(BAD)
    }
    return {
        "counties": len(counties),
        "planned": sum(one.state == "planned" for one in counties),
        "kept": sum(one.state == "kept" for one in counties),
        **bad,
        "visit_days": sum(one.visit_days for one in counties),
        "unplaced": sum(one.unplaced for one in counties),
    }


def _map(paths: list[Path], out: Path, effort: int, processes: int) -> Iterator[County]:
    if processes == 1:
        for path in paths:
            yield _do(path, out / path.name, effort)
        return
    # spawned, not forked: the solver has threads, and a fork of those can hang
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        waiting: set[Future[County]] = set()
        rest = iter(paths)
        try:
            while True:
                for path in rest:
                    waiting.add(pool.submit(_do, path, out / path.name, effort))
                    if len(waiting) >= processes * AHEAD:
                        break
                if not waiting:
                    return
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in sorted(done, key=lambda one: one.result().name):
                    yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _do(path: Path, result: Path, effort: int) -> County:
    try:
        return _plan_one(path, result, effort)
    except Exception as error:  # noqa: BLE001  whatever it is, one county must not stop the nation
        told = f"{type(error).__name__}: {error}"
        return County(path.name, "failed", 0, 0, told, told)


def _plan_one(path: Path, result: Path, effort: int) -> County:
    data = path.read_bytes()
    known = _read(result)
    if known is not None and known.get("input") == input_hash(data, effort):
        return _summary(path.name, known, "kept")
    text = plan_county(data, effort)
    half = result.with_suffix(f".{os.getpid()}.part")
    half.write_text(text, encoding="utf-8")
    half.replace(result)  # at once or not at all: a run that is cut off leaves no half of a plan
    return _summary(path.name, json.loads(text), "planned")


def _read(result: Path) -> dict[str, Any] | None:
    try:
        known = json.loads(result.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return known if isinstance(known, dict) else None


def _summary(name: str, known: dict[str, Any], state: str) -> County:
    refused = known.get("refused")
    if refused:
        place = refused["pointer"] or "/"
        return County(name, "refused", 0, 0, f"{place}：{refused['text']}", f"{place}: {refused['text_en']}")
    return County(name, state, known["visit_days"], len(known["unplaced"]))
