"""Fits how much nearness and names count when a notice's foremost matter is chosen.

Run as `python -m benchmarks.overlaps.train_foremost`; it prints NEAR and NAMED of the matching library's
foremost.py and how many notices they read rightly. A conditional logit (McFadden 1974) over the matters that
may be meant: those that labels name and those that the wording comes near to. The shipped weights, 6.7 and
1.6, were fitted at 1,293 matters, before any of the written notices had been learned from; both halves have
been since, so that labels say more of these very notices now, and no more of anybody else's.
"""

import numpy as np
from numpy.typing import NDArray

from app.domain.matching import Notice, load_vocabulary
from app.domain.matching.foremost import measures
from app.domain.matching.read import seek_matters
from benchmarks.overlaps.fresh import WRITTEN, notices

STEPS, RATE = 400, 0.2
RIDGE = 1e-3
Matrix = NDArray[np.float64]


def cases() -> list[tuple[Matrix, NDArray[np.bool_]]]:
    """For each notice its candidates, (nearness, share of what is named) a row, and which are accepted."""
    vocabulary, found = load_vocabulary(), []
    for row in notices(WRITTEN):
        sought = seek_matters(Notice(row["title"], row["department"], row["text"]), vocabulary)
        measured = measures(sought.named, sought.near)
        accepted = [
            any(one == wanted or wanted in vocabulary.ancestors(one) for wanted in row["matters"])
            for one in measured
        ]
        if any(accepted):
            found.append((np.array(list(measured.values())), np.array(accepted)))
    return found


def fit(found: list[tuple[Matrix, NDArray[np.bool_]]]) -> Matrix:
    """The two weights of the greatest likelihood that an accepted matter is chosen (Adam)."""
    weights, slow, fast = np.zeros(2), np.zeros(2), np.zeros(2)
    for step in range(1, STEPS + 1):
        slope = RIDGE * weights
        for rows, accepted in found:
            odds = np.exp(rows @ weights - (rows @ weights).max())
            chance, wanted = odds / odds.sum(), odds * accepted / (odds * accepted).sum()
            slope = slope + (chance - wanted) @ rows / len(found)
        slow, fast = 0.9 * slow + 0.1 * slope, 0.99 * fast + 0.01 * slope**2
        weights = weights - RATE * (slow / (1 - 0.9**step)) / (np.sqrt(fast / (1 - 0.99**step)) + 1e-8)
    return weights


def run() -> None:
    """Prints the weights and what they read rightly."""
    found = cases()
    weights = fit(found)
    right = sum(bool(accepted[np.argmax(rows @ weights)]) for rows, accepted in found)
    print(f"NEAR {weights[0]:.1f}, NAMED {weights[1]:.1f}: {right / len(found):.3f} of {len(found)} rightly")


if __name__ == "__main__":
    run()
