"""Whoever opens a new SQLite file while another process writes its first rows waits and gets in."""

import threading
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import text

from app.kit.db import Database


def test_a_new_file_that_another_is_writing_to_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    other = sqlite.connect(path, isolation_level=None, check_same_thread=False)
    # a writer that has not switched to WAL yet: SQLite then refuses the switch at once, without waiting
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE one (id INTEGER)")
    letting_go = threading.Timer(0.3, other.execute, ["COMMIT"])
    letting_go.start()
    database = Database(f"sqlite:///{path}")
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM one")) == 0
    letting_go.join()
    other.close()
    database.close()
