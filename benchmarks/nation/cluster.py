"""A Spark cluster of this machine, on 127.0.0.1 only: a master, two workers, and one killed half-way."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

from app.commands.plan_all import plan_county

HERE = "127.0.0.1"
ROOT = Path(__file__).parents[2]
SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"


@dataclass
class Cluster:
    """Processes of a standalone cluster; `workers` are killed with what they started."""

    master: str
    scratch: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        return self.processes[1:]

    def kill_worker(self) -> None:
        """SIGKILL the first worker and its executors, as a power cut does."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)


@contextlib.contextmanager
def cluster(scratch: Path, workers: int = 2) -> Iterator[Cluster]:
    """Master and workers with one core each, all on 127.0.0.1, all gone afterwards."""
    port, web = _free_port(), _free_port()
    made = Cluster(f"spark://{HERE}:{port}", scratch)
    options = ["--host", HERE, "--port", str(port), "--webui-port", str(web)]
    try:
        _start(made, "org.apache.spark.deploy.master.Master", *options)
        _wait_for(port)
        for number in range(workers):
            _start(
                made, "org.apache.spark.deploy.worker.Worker", "--host", HERE, "--cores", "1",
                "--memory", "2g", "--webui-port", str(_free_port()),
                "--work-dir", str(scratch / f"worker{number}"), made.master,
            )  # fmt: skip
        yield made
    finally:
        for process in made.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        shutil.rmtree(scratch, ignore_errors=True)


def plan_on(made: Cluster, folder: Path, effort: int, *, kill: bool) -> tuple[dict[str, str], int]:
    """The result file of every county by name, and how many were done when a worker was killed."""
    session = _session(made)
    context = session.sparkContext
    names = sorted(path.name for path in folder.glob("*.json"))
    done = context.accumulator(0)
    killed_at = 0

    def solve(name: str) -> tuple[str, str]:
        text = plan_county((folder / name).read_bytes(), effort)
        done.add(1)
        return name, text

    def watch() -> None:
        nonlocal killed_at
        while done.value < len(names) // 2:
            time.sleep(0.2)
        killed_at = done.value
        made.kill_worker()

    if kill:
        threading.Thread(target=watch, daemon=True).start()
    try:
        return dict(context.parallelize(names, len(names)).map(solve).collect()), killed_at
    finally:
        session.stop()


def _session(made: Cluster) -> SparkSession:
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": HERE}
    settings = {
        "spark.driver.host": HERE, "spark.driver.bindAddress": HERE, "spark.ui.enabled": "false",
        "spark.executor.memory": "512m", "spark.executorEnv.PYTHONPATH": str(ROOT),
        "spark.local.dir": str(made.scratch), "spark.log.level": "OFF",
        "spark.network.timeout": "60s", "spark.executor.heartbeatInterval": "5s",
    }  # fmt: skip
    builder = SparkSession.builder.master(made.master).appName("jianfu plan-all")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _start(made: Cluster, class_: str, *options: str) -> None:
    quiet = {**os.environ, "SPARK_LOCAL_IP": HERE, "SPARK_DAEMON_MEMORY": "256m", "PYTHONPATH": str(ROOT)}
    made.processes.append(
        subprocess.Popen(
            [str(SPARK_CLASS), class_, *options], env=quiet, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((HERE, port), timeout=1):
            return
        time.sleep(0.2)
    raise TimeoutError(f"nothing listens on port {port} after {seconds} s")
