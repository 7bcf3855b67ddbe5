"""Reads an uploaded workbook in a child process with little memory and time: the server never dies of it."""

import base64
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.domain.merging.faults import WorkbookError
from app.domain.merging.field import Field, Table
from app.domain.merging.fillable import ensure_fillable
from app.domain.merging.foreign.word import word_to_workbook
from app.domain.merging.ledgers.reading import LedgerReading, LedgerRow, read_ledger
from app.domain.merging.reading.workbook import WorkbookReading, read_workbook
from app.domain.merging.sharing.opened_workbook import FilledWorkbook, open_shared_workbook

MEMORY = 256 * 1024 * 1024
"""Bytes above what the bare interpreter with its libraries takes."""
CPU_SECONDS = 5
WALL_SECONDS = 30
_MAX_FILE = 20 * 1024 * 1024


def read_workbook_guarded(data: bytes, name: str) -> WorkbookReading:
    """`read_workbook` in a child process with limits on memory and CPU; the form is filled there on trial.

    Raises WorkbookError as `read_workbook` does, for a form that could not be filled later, and for a file on
    which the child failed or gave up.
    """
    return _reading(_in_child("read", data, name or "form.xlsx"))


def open_shared_workbook_guarded(data: bytes) -> FilledWorkbook:
    """`open_shared_workbook` in a child process, as `read_workbook_guarded`."""
    return FilledWorkbook.from_json(_in_child("open", data, ""))


def read_ledger_guarded(data: bytes, name: str) -> LedgerReading:
    """`read_ledger` in a child process, as `read_workbook_guarded`."""
    document = _in_child("ledger", data, name)
    table = _table(document["table"])
    rows = tuple(LedgerRow(**row) for row in document["rows"])
    return LedgerReading(name, table, rows, tuple(tuple(item) for item in document["not_understood"]))


def word_to_workbook_guarded(data: bytes, name: str) -> bytes:
    """`word_to_workbook` in a child process, as `read_workbook_guarded`."""
    return base64.b64decode(_in_child("word", data, name)["workbook"])


def _in_child(task: str, data: bytes, name: str) -> dict[str, Any]:
    if len(data) > _MAX_FILE:
        raise WorkbookError(
            "too_large",
            f"文件超过 {_MAX_FILE >> 20} MB。",
            f"The file is larger than {_MAX_FILE >> 20} MB.",
            remedy="请删去多余的图片或工作表后重新上传。",
        )
    command = [sys.executable, "-c", "from app.domain.merging.guard import child; child()", task, name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WALL_SECONDS, check=False)
        document: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError, UnicodeDecodeError):
        raise _gave_up() from None
    if "error" in document:
        raise WorkbookError.from_json(document["error"])
    return document


def _gave_up() -> WorkbookError:
    return WorkbookError(
        "too_costly",
        "文件过于复杂，读取所需的时间或内存超过限额。",
        "The file needs more time or memory to read than is allowed.",
        remedy="请删去多余的工作表、空行和图片后重新上传。",
    )


def _reading(document: dict[str, Any]) -> WorkbookReading:
    tables = tuple(map(_table, document["tables"]))
    return WorkbookReading(
        document["name"], tables, tuple(tuple(item) for item in document["not_understood"])
    )


def _table(document: dict[str, Any]) -> Table:
    fields = tuple(Field(**_tuples(field)) for field in document["fields"])
    return Table(**{**_tuples(document), "fields": fields})


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in item.items()}


def child() -> None:
    """What runs in the child: limits first, then the workbook from standard input, what it holds as JSON."""
    memory = _used_memory() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        document = _TASKS[sys.argv[1]](sys.stdin.buffer.read(), sys.argv[2])
    except WorkbookError as error:
        document = {"error": error.to_json()}
    except (MemoryError, RecursionError):
        document = {"error": _gave_up().to_json()}
    sys.stdout.write(json.dumps(document))


def _read(data: bytes, name: str) -> dict[str, Any]:
    reading = read_workbook(data, name)
    ensure_fillable(data, reading)
    return asdict(reading)


_TASKS: dict[str, Callable[[bytes, str], dict[str, Any]]] = {
    "read": _read,
    "ledger": lambda data, name: asdict(read_ledger(data, name)),
    "word": lambda data, _: {"workbook": base64.b64encode(word_to_workbook(data)).decode("ascii")},
    "open": lambda data, _: open_shared_workbook(data).to_json(),
}


def _used_memory() -> int:
    """The address space that the interpreter and its libraries take before any file is read, in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
