"""String matchers (RapidFuzz) and schema matchers (Valentine) on the labelled pairs.

For Valentine each pair is two tables of one column named by its label.

The readers gave no cell values, so COMA and Cupid see names alone (schema level), and Jaccard, which compares
values, is given the label's characters as the column's values. The matchers split names at blanks, which
Chinese has not: the characters are set apart for them. Cupid asks NLTK's English WordNet, which holds no
Chinese word and is fetched from the network: it is told that nothing is found, which is what it finds (put in
from WordNet 3.1's files it changed no score of the 247 pairs).
"""

from collections.abc import Callable

import pandas as pd
from rapidfuzz import fuzz
from valentine import valentine_match
from valentine.algorithms import BaseMatcher, Coma, Cupid, JaccardDistanceMatcher
from valentine.algorithms.cupid import linguistic_matching


def matchers(slow: bool) -> dict[str, Callable[[str, str], float]]:
    """Name of each matcher and its likeness of two labels, 0–100; Cupid only where `slow` ones are wanted."""
    linguistic_matching._english_stopwords = frozenset
    linguistic_matching._wordnet_lemma_names = frozenset
    linguistic_matching.nltk.word_tokenize = str.split
    quick = {
        "RapidFuzz WRatio": fuzz.WRatio,
        "RapidFuzz ratio": fuzz.ratio,
        "RapidFuzz token_set_ratio": fuzz.token_set_ratio,
        "Valentine COMA (schema)": _likeness(Coma()),
        "Valentine Jaccard (characters)": _likeness(JaccardDistanceMatcher(threshold_dist=1.0), values=True),
    }
    return quick | ({"Valentine Cupid (schema)": _likeness(Cupid())} if slow else {})


def _likeness(matcher: BaseMatcher, values: bool = False) -> Callable[[str, str], float]:
    def table(label: str) -> pd.DataFrame:
        return pd.DataFrame({" ".join(label): list(label) if values else [None]})

    def score(one: str, other: str) -> float:
        found = valentine_match([table(one), table(other)], matcher, df_names=["a", "b"])
        return 100 * max(found.values(), default=0.0)

    return score
