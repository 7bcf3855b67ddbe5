"""Every county of a folder is planned alone: resumable, the same by any number of processes."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.commands.plan import plan_file
from app.commands.plan_all import County, input_hash, plan_all, plan_county
from benchmarks.schedule.counties import county

EFFORT = 500


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "counties"
    folder.mkdir()
    for seed in (1, 2, 3):
        text = json.dumps(county(30, seed, townships=4, departments=8), ensure_ascii=False)
        (folder / f"99010{seed}.json").write_text(text, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_any_number_of_processes_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    one = plan_all(folder, tmp_path / "one", EFFORT, 1, lambda done, total, _: told.append((done, total)))
    two = plan_all(folder, tmp_path / "two", EFFORT, 2)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert one == two
    assert told == [(1, 3), (2, 3), (3, 3)]
    for path in folder.iterdir():
        written = json.loads((tmp_path / "one" / path.name).read_text(encoding="utf-8"))
        assert written.pop("input") == input_hash(path.read_bytes(), EFFORT)
        assert written == json.loads(plan_file(path.read_text(encoding="utf-8"), EFFORT))


def test_a_run_goes_on_where_it_was_cut_off(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    plan_all(folder, out, EFFORT, 1)
    whole = files(out)
    (out / "990102.json").unlink()
    (out / "990103.json").write_bytes(whole["990103.json"][:100])  # as a full disk leaves it
    states = {one.name: one.state for one in plan_all(folder, out, EFFORT, 1)}
    assert states == {"990101.json": "kept", "990102.json": "planned", "990103.json": "planned"}
    assert files(out) == whole


def test_a_changed_county_and_another_effort_are_planned_anew(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    plan_all(folder, out, EFFORT, 1)
    changed = folder / "990101.json"
    changed.write_text(json.dumps(county(31, 9, townships=4, departments=8)), encoding="utf-8")
    assert [one.state for one in plan_all(folder, out, EFFORT, 1)] == ["planned", "kept", "kept"]
    assert {one.state for one in plan_all(folder, out, EFFORT + 1, 1)} == {"planned"}


def test_a_bad_instance_refuses_itself_alone(folder: Path, tmp_path: Path) -> None:
    (folder / "990104.json").write_text('{"days": 3}', encoding="utf-8")
    (folder / "990105.json").write_bytes(b"\xff\xfe{}")
    result = CliRunner().invoke(
        app, ["plan-all", str(folder), "-o", str(tmp_path / "out"), "--effort", "500"]
    )
    assert result.exit_code == 1
    summary = json.loads(result.stdout)
    assert (summary["counties"], summary["planned"], summary["kept"]) == (5, 3, 0)
    assert set(summary["refused"]) == {"990104.json", "990105.json"}
    assert summary["refused"]["990104.json"].startswith("/days: ")
    again = plan_all(folder, tmp_path / "out", 500, 1)
    assert [one.state for one in again] == ["kept"] * 3 + ["refused"] * 2
    assert again[3] == County(
        "990104.json", "refused", 0, 0, again[3].reason, summary["refused"]["990104.json"]
    )


def test_what_fails_is_told_and_tried_again(folder: Path, tmp_path: Path) -> None:
    (folder / "990104.json").mkdir()  # as unreadable as a file on a broken disk
    found = plan_all(folder, tmp_path / "out", EFFORT, 2)
    assert [one.state for one in found] == ["planned"] * 3 + ["failed"]
    assert "IsADirectoryError" in found[3].reason
    (folder / "990104.json").rmdir()
    (folder / "990104.json").write_bytes((folder / "990101.json").read_bytes())
    states = [one.state for one in plan_all(folder, tmp_path / "out", EFFORT, 2)]
    assert states == ["kept"] * 3 + ["planned"]


def test_a_run_that_is_killed_loses_only_what_it_was_at(folder: Path, tmp_path: Path) -> None:
    for seed in range(4, 9):
        text = json.dumps(county(60, seed, townships=5, departments=9), ensure_ascii=False)
        (folder / f"99010{seed}.json").write_text(text, encoding="utf-8")
    out, whole = tmp_path / "out", tmp_path / "whole"
    command = [sys.executable, "-m", "app.cli", "plan-all", str(folder), "-o", str(out), "--effort", "20000"]
    run = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while run.poll() is None and not list(out.glob("*.json")):
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    run.wait(10)
    done = {path.name for path in out.glob("*.json")}
    assert done
    assert len(done) < 8
    again = plan_all(folder, out, 20_000, 2)
    assert {one.name for one in again if one.state == "kept"} == done
    plan_all(folder, whole, 20_000, 1)
    assert {path.name: path.read_bytes() for path in out.glob("*.json")} == files(whole)


def test_the_map_is_pure(folder: Path) -> None:
    data = (folder / "990101.json").read_bytes()
    assert plan_county(data, EFFORT) == plan_county(data, EFFORT)
