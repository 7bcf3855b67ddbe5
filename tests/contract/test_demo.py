"""The README's first command does what the README says: the whole main job, on the seed county, over HTTP."""

import re
from io import StringIO
from pathlib import Path

import openpyxl
from icalendar import Calendar
from rich.console import Console

from app.commands.demo import run_demo


def test_the_whole_main_job_goes_well_and_leaves_files_that_open(tmp_path: Path) -> None:
    screen = StringIO()
    assert run_demo(tmp_path, Console(file=screen, width=300)) == 0, screen.getvalue()
    told = {key: int(value) for key, value in re.findall(r"([a-z][a-z ]*) (\d+)", screen.getvalue())}
    assert told["traps"] == told["wrong merges"] == 0
    assert told["cells as in the key"] > 3_000
    before, after, bound = re.search(r"(\d+) → (\d+)（下界 bound (\d+)", screen.getvalue()).groups()
    assert int(bound) <= int(after) < int(before)
    visits = Calendar.from_ical((tmp_path / "schedule.ics").read_bytes()).walk("VEVENT")
    assert visits
    books = sorted(tmp_path.glob("*.xlsx"))
    assert [path.name for path in books] == [
        "return_1.xlsx", "return_2.xlsx", "return_3.xlsx", "schedule.xlsx", "shared_template.xlsx",
    ]  # fmt: skip
    assert all(openpyxl.load_workbook(path).worksheets for path in books)
