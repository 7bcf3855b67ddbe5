"""Starts a server as a process of its own and measures what it spends on a row of POSTs."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

ROOT = Path(__file__).parents[2]
WARM = 10
"""Calls before the clock starts: connections are opened, the vocabulary is read."""


@dataclass(frozen=True)
class Cost:
    """Milliseconds: CPU of the server process per call, CPU of the database's processes, time to answer."""

    cpu: float
    database_cpu: float
    p50: float
    p99: float


@contextmanager
def served(command: list[str], environment: Mapping[str, str]) -> Iterator[tuple[psutil.Process, str]]:
    """The process of a server and its address; `{port}` in the command is a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", *(part.format(port=port) for part in command)],
        cwd=ROOT,
        env={**os.environ, "JIANFU_PORT": port, **environment},
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield psutil.Process(process.pid), address
    finally:
        process.terminate()
        process.wait(30)


def measure(
    process: psutil.Process,
    address: str,
    calls: Iterable[tuple[str, dict[str, Any]]],
    database_pid: int | None,
) -> Cost:
    """What the server spends on `calls` of (key, body), one after the other. Raises where one is refused."""
    times: list[float] = []
    started = (0.0, 0.0)
    with httpx.Client(base_url=address, timeout=60) as client:
        for number, (key, body) in enumerate(calls):
            if number == WARM:
                started = (_cpu([process]), _cpu(_backends(database_pid)))
                times = []
            begun = time.perf_counter()
            answer = client.post("/v1/requests", json=body, headers={"Authorization": f"Bearer {key}"})
            times.append(time.perf_counter() - begun)
            if answer.status_code != 201:
                raise RuntimeError(answer.text)
    spent = (_cpu([process]) - started[0], _cpu(_backends(database_pid)) - started[1])
    times.sort()
    return Cost(
        cpu=1000 * spent[0] / len(times),
        database_cpu=1000 * spent[1] / len(times),
        p50=1000 * times[len(times) // 2],
        p99=1000 * times[int(len(times) * 0.99)],
    )


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    with httpx.Client(base_url=address) as client:
        while time.monotonic() < deadline:
            try:
                client.get("/readyz")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
    raise TimeoutError(address)


def _backends(pid: int | None) -> list[psutil.Process]:
    return psutil.Process(pid).children() if pid else []


def spent(database_pid: int | None) -> float:
    """Seconds of CPU of a database's processes that live, 0 where it has none."""
    if database_pid is None:
        return 0.0
    main = psutil.Process(database_pid).cpu_times()
    return _cpu(_backends(database_pid)) + main.children_user + main.children_system


def _cpu(processes: list[psutil.Process]) -> float:
    return sum(one.cpu_times().user + one.cpu_times().system for one in processes)
