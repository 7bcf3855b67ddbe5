"""The documents tell the truth: their snippets run, and what they name exists."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from typer.main import get_command

from app.cli import app as cli
from app.main import create_app
from app.settings import Settings
from tests.contract.documents import (
    DECISIONS,
    DOCUMENTS,
    READMES,
    ROOT,
    blocks,
    calls,
    commands,
    links,
    settings,
    tour,
)

NOW = "2026-11-23T09:00:00+08:00"
KEYS = (
    ("FORESTRY_KEY", "department", "990101-07"),
    ("FIRE_KEY", "department", "990101-09"),
    ("TOWNSHIP_KEY", "township", "990101001"),
    ("COORDINATOR_KEY", "coordinator", "990101"),
    ("ANALYST_KEY", "analyst", "990101"),
)
HEADINGS = ["Context", "Decision", "Consequences", "Alternatives"]
END_OF_STEP = "\x1e"


@contextmanager
def demo_server(folder: Path) -> Iterator[dict[str, str]]:
    """`jianfu serve --demo` on a free port; gives the variables that the tour tells its reader to set."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JIANFU_PORT": str(port),
        "JIANFU_DATABASE_URL": f"sqlite:///{folder / 'tour.db'}",
        "JIANFU_FIXED_NOW": NOW,
    }
    command = [sys.executable, "-m", "app.cli", "serve", "--demo"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log)
    try:
        assert server.stdout is not None
        printed = [server.stdout.readline().decode().split() for _ in range(len(KEYS) + 1)]
        secrets = {(role, scope): secret for role, scope, secret in printed}
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, server)
        yield {"JIANFU": address} | {name: secrets[role, scope] for name, role, scope in KEYS}
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=60)


def wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server ended before it was ready"
            time.sleep(0.1)
    pytest.fail("the server did not get ready within a minute")


def run_tour(steps: list[str], folder: Path, variables: dict[str, str]) -> list[str]:
    """What each snippet prints, all run in one shell as a reader would; fails where any command fails."""
    programs = folder / "bin"
    programs.mkdir()
    (programs / "curl").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).parent / "curl.py"}" "$@"\n', encoding="utf-8"
    )
    (programs / "curl").chmod(0o755)
    (folder / "seeds").symlink_to(ROOT / "seeds")
    here = Path(sys.executable).parent
    environment = {**os.environ, **variables, "PATH": f"{programs}:{here}:{os.environ['PATH']}"}
    environment |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    script = "set -e\n" + f"printf '{END_OF_STEP}'\n".join(steps)
    done = subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment, capture_output=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()[-2000:]
    return done.stdout.decode().split(END_OF_STEP)


def last_json(text: str) -> Any:
    """The last answer that a snippet printed; every answer is one line."""
    return json.loads(text.strip().splitlines()[-1])


def differences(shown: Any, given: Any, place: str = "") -> list[str]:
    """Where an answer does not have what the document shows: members and types, not values."""
    if isinstance(shown, dict) and isinstance(given, dict):
        missing = [f"{place}/{name} is shown, not given" for name in shown if name not in given]
        inner = [
            text
            for name in shown
            if name in given
            for text in differences(shown[name], given[name], f"{place}/{name}")
        ]
        return missing + inner
    if isinstance(shown, list) and isinstance(given, list):
        if shown and not given:
            return [f"{place} is shown with items, given empty"]
        return [text for item in shown for text in differences(item, given[0], f"{place}/0")]
    number = isinstance(shown, int | float) and isinstance(given, int | float)
    same = number or type(shown) is type(given)
    return [] if same else [f"{place} is shown as {shown!r}, given as {given!r}"]


def test_the_tour_runs_and_answers_as_shown(tmp_path: Path) -> None:
    steps = tour(READMES[0])
    with demo_server(tmp_path) as variables:
        printed = run_tour([text for text, _ in steps], tmp_path, variables)
    problems = [text for text in printed if "urn:jianfu:problem" in text]
    assert not problems
    for (command, shown), text in zip(steps, printed, strict=True):
        if shown is not None:
            given = last_json(text)
            assert not differences(shown, given), command
            assert set(shown) == set(given), f"{command}: show every member of the answer"


def test_both_readmes_run_the_same_commands() -> None:
    english, chinese = (
        [re.sub(r"Accept-Language: \w+", "Accept-Language: …", one.text) for one in blocks(path)
         if one.info.startswith("bash")]
        for path in READMES
    )  # fmt: skip
    assert without_comments(english) == without_comments(chinese)
    assert len(tour(READMES[0])) > 10


def without_comments(snippets: list[str]) -> list[str]:
    return [re.sub(r"(?m)(^|\s+)#.*$", "", text) for text in snippets]


def test_both_readmes_show_the_same_answers() -> None:
    english, chinese = ([shown for _, shown in tour(path)] for path in READMES)
    for one, other in zip(english, chinese, strict=True):
        assert differences(one, other) == []
        assert differences(other, one) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert [str(target) for target in links(path) if not target.exists()] == []


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_calls_named_are_the_calls_there_are(path: Path) -> None:
    document = create_app(Settings(database_url="sqlite://")).openapi()
    there = {f"{method.upper()} {url}" for url, methods in document["paths"].items() for method in methods}
    assert calls(path) == there


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_named_exist(path: Path) -> None:
    known = get_command(cli).commands
    for first, second in commands(path):
        assert first in known, f"jianfu {first}"
        inner = getattr(known[first], "commands", None)
        assert inner is None or second in {"", *inner}, f"jianfu {first} {second}"
        if first == "bench" and second not in {"", "all"}:
            assert (ROOT / "benchmarks" / second / "__main__.py").exists(), f"jianfu bench {second}"


def test_every_command_is_in_the_readmes() -> None:
    for path in READMES:
        assert {first for first, _ in commands(path)} == set(get_command(cli).commands), path.name


def test_settings_named_exist_and_are_all_named() -> None:
    known = {f"JIANFU_{name.upper()}" for name in Settings.model_fields}
    for path in DOCUMENTS:
        assert settings(path) <= known, path.name
    for path in READMES:
        assert settings(path) == known


def test_decisions_are_numbered_and_have_their_four_parts() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix(f"# {path.name[:4]} ")
        assert re.findall(r"(?m)^## (.*)$", text) == HEADINGS, path.name
        assert f"[{path.name[:4]}]({path.name}) | {title} |" in index
        assert len(text.splitlines()) <= 60, f"{path.name} is longer than a screen"
