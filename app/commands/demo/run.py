"""Runs the demo's steps in order, with a bar for each, and says at the end whether all went well."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.commands.demo.answer_key import AnswerKey
from app.commands.demo.county import COUNTY, CallFailed, County, open_county
from app.commands.demo.fill import fill_townships
from app.commands.demo.plan import plan_quarter
from app.commands.demo.post import decide_doubtful, post_requests
from app.commands.demo.save import save_files
from app.commands.demo.screen import Story, show

FILLED_TOWNSHIPS = ("990101001", "990101200")
"""A town's (街道) and a rural one (乡) fill everything; the other townships differ in figures only."""

PLANNING_DAY = datetime.fromisoformat("2026-09-28T09:00:00+08:00")
"""The plan is shown as if all requests had been known before the quarter began; the clock steps back."""

AFTER_THE_QUARTER = datetime.fromisoformat("2026-12-20T09:00:00+08:00")


def run_demo(out: Path, console: Console) -> int:
    """Run everything, write the files to `out`, print one screen. 0 where all went well, else 1."""
    out.mkdir(parents=True, exist_ok=True)
    key = AnswerKey()
    try:
        with tempfile.TemporaryDirectory() as folder, open_county(Path(folder)) as county:
            story = _steps(county, key, console)
            story.files = save_files(county, story.posted, out, FILLED_TOWNSHIPS[0])
            story.burden = _burden(county)
    except CallFailed as error:
        console.print(f"失败 failed: {error}", style="red", markup=False)
        return 1
    return show(console, key, story)


def _burden(county: County) -> dict[str, Any]:
    period = {"division": COUNTY, "from": "2026-10-01", "to": "2026-12-31"}
    answer: dict[str, Any] = county.call("analyst", "GET", "/v1/statistics/burden", params=period).json()
    return answer


def _steps(county: County, key: AnswerKey, console: Console) -> Story:
    with _bar(console, "部门提交任务 departments post", len(key.requests)) as step:
        posted = post_requests(county, key, step)
    with _bar(console, "协调员审核重叠 the coordinator decides", None) as step:
        decide_doubtful(county, key, posted, step)
    county.clock.moment = PLANNING_DAY
    with _bar(console, "统筹排程 the quarter is planned", None) as step:
        planned = plan_quarter(county, step)
    county.clock.moment = AFTER_THE_QUARTER
    with _bar(console, "乡镇填报 townships fill once", len(FILLED_TOWNSHIPS)) as step:
        filling = fill_townships(county, key, posted, list(FILLED_TOWNSHIPS), step)
    return Story(posted, planned, filling)


@contextmanager
def _bar(console: Console, text: str, total: int | None) -> Iterator[Callable[[], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(text, total=total)
        yield lambda: progress.advance(task)
