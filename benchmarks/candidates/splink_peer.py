"""The peer at scale: Splink 5 on DuckDB, asked for the like of one new request among all that are stored."""

import logging
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from benchmarks.candidates.measure import percentile
from benchmarks.province.notices import Text
from benchmarks.province.year import Ask

QUERIES = 5
MISSING = "splink is not installed: make bench brings it (uv sync --group bench)"


def _row(ask: Ask, texts: Sequence[Text]) -> dict[str, Any]:
    """What Splink compares: our foremost matter, the county of the first target, the month, the title."""
    text = texts[ask.text]
    return {
        "unique_id": ask.number,
        "matter": text.reading.matter,
        "place": ask.targets[0][:6],
        "month": ask.earliest.year * 12 + ask.earliest.month,
        "title": text.reading.core,
    }


def time_splink(stored: Iterable[Ask], asked: Sequence[Ask], texts: Sequence[Text]) -> str:
    """One line: the median CPU and clock seconds for the pairs of one new record, untrained weights.

    Blocked on our matter, the same county and month: narrower than our own search, which also takes
    containing matters, higher and lower places and windows that meet across months.
    """
    try:
        import pandas
        import splink.comparison_library as compare
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    except ImportError:
        return MISSING
    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on("matter", "place", "month")],
        comparisons=[compare.ExactMatch("matter"), compare.JaccardAtThresholds("title", [0.8, 0.5, 0.3])],
    )
    database = DuckDBAPI()
    frame = pandas.DataFrame([_row(ask, texts) for ask in stored])
    stock = database.register(frame, dataset_display_name="stored")
    linker = Linker(stock, settings)
    cpu, clock = [], []
    for number, ask in enumerate(islice(asked, QUERIES + 1)):
        new = database.register(pandas.DataFrame([_row(ask, texts)]), dataset_display_name=f"new_{number}")
        began = time.process_time(), time.perf_counter()
        linker.inference.predict_between(new, stock, warning_mode="never").as_pandas_dataframe()
        cpu.append(time.process_time() - began[0])
        clock.append(time.perf_counter() - began[1])
    spent, waited = percentile(cpu[1:], 0.5), percentile(clock[1:], 0.5)
    among = f"Splink, one new record among {len(frame):,}"
    return f"{among}: {1000 * spent:,.0f} ms of CPU, {1000 * waited:,.0f} by the clock"
