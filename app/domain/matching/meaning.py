"""Static word vectors: a sense of meaning for wordings that no label of the vocabulary covers."""

import base64
import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

LONGEST_WORD = 8
Vector = NDArray[np.float32]


class WordVectors:
    """Words with a vector each, distilled from a sentence model (see docs/matching.md for how and whence)."""

    def __init__(self, words: list[str], vectors: NDArray[np.int8], weights: NDArray[np.float16]) -> None:
        self._rows = {word: row for row, word in enumerate(words)}
        self._vectors = vectors
        self._weights = weights.astype(np.float32)

    def split(self, text: str) -> Iterator[str]:
        """The longest known words from left to right; unknown characters are passed over."""
        start = 0
        while start < len(text):
            for length in range(min(LONGEST_WORD, len(text) - start), 0, -1):
                if text[start : start + length] in self._rows:
                    yield text[start : start + length]
                    start += length
                    break
            else:
                start += 1

    def knows(self, word: str) -> bool:
        """Whether it is among the words."""
        return word in self._rows

    def rarity(self, word: str) -> float:
        """How much a word says, 0–1: a/(a+p), the smooth inverse frequency of Arora et al. (ICLR 2017)."""
        row = self._rows.get(word)
        return 1.0 if row is None else float(self._weights[row])

    def mean(self, text: str) -> Vector:
        """The weighted mean of the text's words, length 1; zeros where no word is known."""
        rows = [self._rows[word] for word in self.split(text)]
        if not rows:
            return np.zeros(self._vectors.shape[1], np.float32)
        total = self._weights[rows] @ self._vectors[rows].astype(np.float32)
        length = float(np.linalg.norm(total))
        return (total / length).astype(np.float32) if length else total.astype(np.float32)


@cache
def load_vectors() -> WordVectors:
    """The vectors that ship with the package, read once."""
    packed = files("app.domain.matching").joinpath("data", "words.npz").read_bytes()
    with np.load(io.BytesIO(packed)) as parts:
        words = parts["words"].tobytes().decode("utf-8").split("\n")
        return WordVectors(words, parts["vectors"], parts["weights"])


def pack(vector: Vector) -> str:
    """A vector as base64 of signed bytes, "" for zeros."""
    if not vector.any():
        return ""
    return base64.b64encode(np.round(vector / np.abs(vector).max() * 127).astype(np.int8).tobytes()).decode()


@cache
def _no_vector() -> Vector:
    return np.zeros(1, np.float32)


def unpack(packed: str) -> Vector:
    """The vector of `pack`, length 1; a single zero where there is none."""
    if not packed:
        return _no_vector()
    vector = np.frombuffer(base64.b64decode(packed), np.int8).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def closeness(one: str, other: str) -> float:
    """Cosine of two packed vectors, −1 to 1; 0 where either is missing."""
    if not one or not other:
        return 0.0
    return float(unpack(one) @ unpack(other))
