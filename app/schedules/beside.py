"""Two plans beside each other, as they are written in JSON."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, Field

from app.kit.ids import public_id
from app.schedules.compare import compare_plans, describe
from app.schedules.schemas import Moment, Names, RequestTitle
from app.tables import Schedule


class DifferenceOut(BaseModel):
    """Requests of a township that the newer plan `moved`, `placed` or `dropped`; `text` is for people."""

    kind: str
    township: str
    was: Moment | None = Field(serialization_alias="from")
    becomes: Moment | None = Field(serialization_alias="to")
    requests: list[RequestTitle]
    text: str


class ComparisonOut(BaseModel):
    """Two plans beside each other: every figure as [older, newer], then what they place differently."""

    older: str
    newer: str
    figures: dict[str, tuple[int, int]]
    differences: list[DifferenceOut]


def show_comparison(
    older: Schedule, newer: Schedule, names: Names, places: Mapping[str, str]
) -> ComparisonOut:
    """The comparison in the reader's language; `places` are the townships' names."""
    differences, figures = compare_plans(older, newer)

    def moment(one: tuple[str, int] | None) -> Moment | None:
        return None if one is None else Moment(date=date.fromisoformat(one[0]), session=one[1])

    return ComparisonOut(
        older=public_id("sch", older.home, older.id), newer=public_id("sch", newer.home, newer.id),
        figures=figures,
        differences=[
            DifferenceOut(
                kind=one.kind, township=one.township, was=moment(one.was), becomes=moment(one.becomes),
                requests=names.titles(one.requests),
                text=describe(one, places[one.township])[names.english],
            )
            for one in differences
        ],
    )  # fmt: skip
