"""The rows of the key table for millions of requests: keys of one text are worked out once."""

from collections.abc import Iterator, Sequence

from app.domain.matching import CandidateKey, candidate_keys
from app.domain.matching.keys import DOCUMENT, key_of
from app.overlaps.candidates import key_rows
from benchmarks.province.fill import Rows
from benchmarks.province.notices import Text
from benchmarks.province.year import Ask


class Keys:
    """What the product files a request under; only its document numbers differ from its text's."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        self._known: dict[int, tuple[CandidateKey, ...]] = {}

    def of(self, ask: Ask) -> tuple[CandidateKey, ...]:
        """The keys of `ask`."""
        if ask.text not in self._known:
            self._known[ask.text] = candidate_keys(self._texts[ask.text].reading)
        numbers = (ask.document_no, *ask.cites)
        own = (CandidateKey(key_of("document", number), DOCUMENT) for number in numbers)
        return (*self._known[ask.text], *own)


def rows_of(asks: Sequence[Ask], texts: Sequence[Text]) -> Iterator[Rows]:
    """The rows of each request in the key table."""
    keys = Keys(texts)
    return ({"candidate_key": key_rows(ask.probe(texts), keys.of(ask))} for ask in asks)
