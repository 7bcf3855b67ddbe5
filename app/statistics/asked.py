"""What an analyst asks: which place, which days, grouped by what, written how."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from sqlalchemy.orm import Session

from app.domain.divisions import TOWNSHIP_DIGITS
from app.kit.auth import Actor
from app.kit.clock import local_date
from app.kit.problems import Fault, Invalid
from app.kit.validation import Told
from app.kit.web import StrictDate
from app.kit.words import Words
from app.registry.scope import require_division

GROUPS = ("department", "township", "matter", "month", "kind")


class Asked(BaseModel):
    """The parameters of a statistic; an unknown one is refused: a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    division: Annotated[str, Field(max_length=12, pattern=r"^\d+$", examples=["990101"])] | None = Field(
        None, description="a division of the key's subtree; the key's own where left out"
    )
    since: StrictDate | None = Field(None, alias="from", description="first day, included")
    until: StrictDate | None = Field(None, alias="to", description="last day, included")
    group_by: list[Annotated[str, Field(max_length=100)]] = Field(
        [],
        max_length=len(GROUPS),
        description=f"comma list of {', '.join(GROUPS)}",
        examples=[["department"]],
    )

    @field_validator("until")
    @classmethod
    def _in_order(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if since is not None and until is not None and until < since:
            raise Told(
                Words("to 早于 from", "to is before from"),
                Words("把两个日期对调或改正。", "Swap or correct the two days."),
            )
        return until

    @field_validator("group_by")
    @classmethod
    def _known(cls, values: list[str]) -> list[str]:
        names = [name.strip() for value in values if value for name in value.split(",")]
        unknown = [name for name in names if name not in GROUPS]
        if unknown:
            allowed = ", ".join(GROUPS)
            raise Told(
                Words(f"不能按“{unknown[0]}”分组", f"there is no group {unknown[0]!r}"),
                Words(f"可用：{allowed}，用逗号分隔。", f"Allowed, separated by commas: {allowed}."),
            )
        return list(dict.fromkeys(names))


class AskedOverlaps(Asked):
    """The parameters of the overlap statistic."""

    format: Literal["json", "csv", "parquet"] | None = Field(None, description="overrules Accept")


class AskedBurden(Asked):
    """The parameters of the burden statistic."""

    format: Literal["json", "csv", "parquet", "svg"] | None = Field(None, description="overrules Accept")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that this caller may ask, about a `place` by name, as of `today`; None bounds nothing."""

    division: str
    place: str
    since: date | None
    until: date | None
    group_by: tuple[str, ...]
    today: date


def question_of(session: Session, actor: Actor, asked: Asked, now: datetime) -> Question:
    """The question, within the actor's subtree.

    Raises OutsideScope, UnknownDivision, and Invalid for a village.
    """
    division = asked.division or actor.division
    place = require_division(session, actor, division).name
    if len(division) > TOWNSHIP_DIGITS:
        raise Invalid(
            faults=[
                Fault(
                    Words("统计只到乡镇（街道）", "statistics end at townships"),
                    Words("写乡镇或以上的代码。", "Write the code of a township or of a division above it."),
                    parameter="division",
                )
            ]
        )
    return Question(division, place, asked.since, asked.until, tuple(asked.group_by), local_date(now))
