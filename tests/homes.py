"""Fails a read by id that does not say where the row is at home: distributed, it would ask every node."""

import re
import traceback
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from app.tables import Base

APP = str(Path(__file__).parents[1] / "app")
HOMED = frozenset(table.name for table in Base.metadata.tables.values() if "home" in table.c)

EVERYWHERE = {
    "department": "a copy on every node: few rows, joined by all",
    "api_key": "a copy on every node: found by its secret before anybody knows whose it is",
    "feed": "a copy on every node: found by its secret",
    "job": "one queue for all workers, on one node",
    "stored_answer": "found by the key that asks",
    "bundle": "who comes from a member knows the bundle's id alone; its home is that of its first member",
}
"""Tables that may be read by id without a home, and why."""

ALLOWED = {
    "bundle_member.bundle_id": "members of one bundle are at home where their requests are",
}
"""Columns that may be compared alone, and why."""

_SOURCE = re.compile(r'\b(?:FROM|JOIN|UPDATE)\s+((?:"?\w+"?(?:\s+AS\s+"?\w+"?)?(?:,\s+)?)+)')
_NAMED = re.compile(r'"?(\w+)"?(?:\s+AS\s+"?(\w+)"?)?')
_PARAMETER = r"(?:\?|%\(\w+\)s)"
_OWN_ROW = re.compile(rf"(?:UPDATE|DELETE FROM) (\w+) .*\bWHERE \1\.id = {_PARAMETER}(?:::UUID)?\s*$", re.S)


def homeless(statement: str) -> list[str]:
    """The columns of homed tables that `statement` compares with an id while it does not compare the home.

    What the ORM writes back by primary key is left out: it was read by its home.
    """
    if statement.startswith("INSERT") or _OWN_ROW.match(statement):
        return []
    found = []
    for sources in _SOURCE.findall(statement):
        for table, alias in _NAMED.findall(sources):
            name = alias or table
            if table in HOMED and table not in EVERYWHERE and not _says_home(statement, name):
                pinned = re.findall(rf"\b{name}\.(id|\w+_id) = {_PARAMETER}", statement)
                found += [f"{table}.{column}" for column in pinned]
    return [one for one in found if one not in ALLOWED]


def _says_home(statement: str, name: str) -> bool:
    home = rf'\b"?{name}"?\.home\b'
    return re.search(rf"{home} (?:=|>=|<=|<|>|IN\b)|(?:=|<=|>=|<|>) {home}", statement) is not None


def watch() -> None:
    """From now on, on every engine, a statement of the product that reads by id without a home fails."""
    event.listen(Engine, "before_cursor_execute", _check)


def unwatch() -> None:
    """End it."""
    event.remove(Engine, "before_cursor_execute", _check)


def _check(
    _connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    # a row that was read by its home is refreshed by its primary key
    options = context and context.execution_options.get("_sa_orm_load_options")
    refreshes = getattr(options, "_refresh_state", None) is not None
    found = [] if refreshes else homeless(statement)
    if found and any(frame.filename.startswith(APP) for frame in traceback.extract_stack()):
        raise AssertionError(f"read by {', '.join(found)} without a home: {statement}")
