"""Writes a statistic as JSON, CSV or Parquet: the same rows in each."""

import csv
import io
from typing import Any

import pyarrow
import pyarrow.parquet
from pydantic import BaseModel, ConfigDict, Field

from app.statistics.statistic import Statistic, Value

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "svg": "image/svg+xml",
}
_ARROW = {"text": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64()}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


_EXAMPLE: dict[str, Any] = {
    "division": "990101",
    "from": "2026-12-01",
    "to": "2026-12-31",
    "group_by": ["department"],
    "rows": [
        {"department": "990101-07", "department_name": "东安县林业局", "requests": 1, "visits_before": 2,
         "visits_after": 1.5, "visits_undated": 1}
    ],
    "notes": ["几个任务共用的一次到镇、一张表，按任务分摊，因此可出现小数，各行之和等于合计。"],
}  # fmt: skip


class StatisticOut(BaseModel):
    """A statistic; a row holds code and name of each group, then the measures. See docs/statistics.md."""

    model_config = ConfigDict(populate_by_name=True, json_schema_extra={"examples": [_EXAMPLE]})

    division: str
    since: str | None = Field(alias="from")
    until: str | None = Field(alias="to")
    group_by: list[str]
    rows: list[dict[str, Value]]
    notes: list[str]


def choose_format(asked: str | None, accept: str | None, offered: tuple[str, ...]) -> str:
    """The format asked for by name, else the best that Accept (RFC 9110 §12.5.1) names, else JSON."""
    if asked is not None:
        return asked
    ranked = []
    for position, part in enumerate((accept or "").split(",")):
        media, *parameters = (piece.strip() for piece in part.lower().split(";"))
        quality = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        ranked += [(-_quality(quality), position, name) for name in offered if MEDIA_TYPES[name] == media]
    best = min(ranked, default=(0.0, 0, "json"))
    return best[2] if best[0] < 0 else "json"


def to_json(statistic: Statistic) -> StatisticOut:
    """The statistic as a JSON object."""
    asked = statistic.question
    return StatisticOut(
        division=asked.division,
        since=asked.since.isoformat() if asked.since else None,
        until=asked.until.isoformat() if asked.until else None,
        group_by=list(asked.group_by),
        rows=list(statistic.rows),
        notes=list(statistic.notes),
    )


def to_csv(statistic: Statistic) -> bytes:
    """UTF-8 with a byte order mark, so that Excel and WPS read Chinese; no cell is taken for a formula."""
    text = io.StringIO()
    names = [column.name for column in statistic.columns]
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_harmless(row[name]) for name in names] for row in statistic.rows)
    return text.getvalue().encode("utf-8-sig")


def to_parquet(statistic: Statistic) -> bytes:
    """Typed columns; the question and the notes travel in the file's metadata."""
    shown = to_json(statistic)
    about: dict[str | bytes, Any] = {
        "jianfu": shown.model_dump_json(by_alias=True, exclude={"rows"}).encode()
    }
    schema = pyarrow.schema([(column.name, _ARROW[column.type]) for column in statistic.columns], about)
    sink = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(statistic.rows), schema), sink)
    return sink.getvalue()


def _harmless(value: Value) -> Value:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
