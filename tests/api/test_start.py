"""What matching keeps in memory is built before the first request is served, not by it."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
from fastapi.testclient import TestClient
from app.domain.matching import Notice, candidate_keys, judge_pair, load_inbox_model, read_notice
from app.domain.matching import meaning, topics, vocabulary, wordpairs
from app.main import create_app
from app.settings import Settings

kept = (meaning.load_vectors, topics._index, vocabulary.load_vocabulary, wordpairs._spread)
assert not any(one.cache_info().currsize for one in kept), "nothing is built by the import alone"
with TestClient(create_app(Settings(database_url="sqlite:///" + {folder!r} + "/a.db", worker="off"))):
    before = [one.cache_info().misses for one in kept]
    known = vocabulary.load_vocabulary()
    readings = [read_notice(Notice(title), known) for title in ("校园消防检查", "甲乙丙丁")]
    for reading in readings:
        candidate_keys(reading)
    judge_pair(*readings, load_inbox_model())
    assert [one.cache_info().misses for one in kept] == before == [1] * len(kept)
"""


def test_the_first_notice_after_start_builds_nothing(tmp_path: Path) -> None:
    program = PROGRAM.format(folder=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
