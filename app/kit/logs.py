"""One line of JSON per event; tracebacks tell where and what kind of fault, never a value that caused it."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

_QUOTING = (ValueError, TypeError, LookupError, ArithmeticError, AssertionError, AttributeError)
"""Faults whose messages repeat what they refuse: int('欧阳某甲'), KeyError, pydantic's input_value."""


def configure_logs() -> None:
    """Set the process's log format; safe to call again."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # neither the variables of frames nor the messages: with them people's data would be logged
            _with_faults_told,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    server = logging.getLogger("uvicorn.error")
    if _without_traceback not in server.filters:
        server.addFilter(_without_traceback)


def _with_faults_told(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    error = event.pop("exc_info", None)
    error = sys.exc_info()[1] if error is True else error
    if isinstance(error, BaseException):
        event["exception"] = told(error)
    return event


def told(error: BaseException) -> str:
    """The traceback with its causes, and messages only of faults that do not quote what they refuse."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    chain = f"{told(before)}\n\nthen:\n" if before is not None else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    message = "" if isinstance(error, _QUOTING) else f": {error}"
    return f"{chain}{frames}{kind}{message}"


def _without_traceback(record: logging.LogRecord) -> bool:
    """The server logs an unexpected error once more, with its message; ours is in the log already."""
    record.exc_info = None
    return True
