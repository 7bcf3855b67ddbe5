"""The peer Splink 5 (Fellegi–Sunter with EM, DuckDB): it learns from the pairs without their labels."""

import logging
from typing import Any

from benchmarks.overlaps.records import Record

SEED = 1
TITLE_LEVELS = (0.7, 0.5, 0.3)
SHARED_WORDS = (20, 10, 5, 2)


def splink_scores(pairs: list[tuple[Record, Record]], tags: bool) -> list[float]:
    """The match probability of each pair. Raises ImportError where splink is not installed.

    u is estimated on all records at random, m by EM over the pairs that are to be judged, as Splink is used.
    """
    import pandas
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    sides = [
        {"unique_id": f"{at}{side}", "pair": at} | record
        for at, both in enumerate(pairs)
        for side, record in zip("ab", both, strict=True)
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on("pair")],
        comparisons=_comparisons(tags),
        probability_two_random_records_match=0.01,
    )
    database = DuckDBAPI()
    linker = Linker(database.register(pandas.DataFrame(sides)), settings, log_level=logging.CRITICAL)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("pair"))
    found = linker.inference.predict(warning_mode="never").as_pandas_dataframe()
    by_pair = dict(zip(found["unique_id_l"].str[:-1].astype(int), found["match_weight"], strict=True))
    return [1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, by_pair[at]))) for at in range(len(pairs))]


def _comparisons(tags: bool) -> list[Any]:
    import splink.comparison_library as compare

    found = [
        compare.JaccardAtThresholds("title", list(TITLE_LEVELS)),
        compare.ArrayIntersectAtSizes("words", list(SHARED_WORDS)),
        compare.ExactMatch("issuer"),
    ]
    if tags:
        found += [
            compare.ExactMatch("matter"),
            compare.ArrayIntersectAtSizes("matters", [2, 1]),
            compare.ArrayIntersectAtSizes("objects", [1]),
            compare.ArrayIntersectAtSizes("documents", [1]),
        ]
    return found
