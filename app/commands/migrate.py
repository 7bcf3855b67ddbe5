"""Brings a database to the newest shape, once, however many processes try at the same moment."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from app.kit.db import Database

ROOT = Path(__file__).parents[2]
_LOCK = 0x6A69616E6675  # "jianfu"; PostgreSQL advisory lock, held until the transaction ends


def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade to `revision`; a second process waits, finds nothing to do, and goes on."""
    with database.write_engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Go back to `revision` ("base" is an empty database)."""
    with database.write_engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def check(database: Database) -> None:
    """Raises alembic's CommandError where the tables in code and in the database differ."""
    with database.write_engine.begin() as connection:
        command.check(_config(connection))


def _config(connection: Connection) -> Config:
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    config.attributes["connection"] = connection
    return config
