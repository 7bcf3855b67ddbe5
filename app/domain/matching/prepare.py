"""Builds at start-up what is kept in memory, so that no notice waits for it."""

from app.domain.matching.judge import judge_pair
from app.domain.matching.keys import candidate_keys
from app.domain.matching.model import load_inbox_model
from app.domain.matching.read import read_notice
from app.domain.matching.reading import Notice
from app.domain.matching.vocabulary import load_vocabulary

NOTICE = Notice("关于开展消防安全检查的通知")


def prepare() -> None:
    """Read the vocabulary, the vectors and the models and build the indexes: 0.6 s of CPU, once a process.

    By doing the work once, and not by a list of what is kept: such a list would forget the next index.
    """
    vocabulary = load_vocabulary()
    reading = read_notice(NOTICE, vocabulary)
    candidate_keys(reading)
    judge_pair(reading, reading, load_inbox_model(), vocabulary)
