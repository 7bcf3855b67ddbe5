"""One line of JSON per event, and tracebacks without local variables: answers never get into a log."""

import sys

import structlog


def configure_logs() -> None:
    """Set the process's log format; safe to call again."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # plain text on purpose: the default shows every frame's variables, and with them people's data
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
