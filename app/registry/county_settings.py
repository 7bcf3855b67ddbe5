"""What a county may set for itself, with our defaults, and how settings come down the division tree."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.tables import CountySetting


class Caps(BaseModel):
    """Limits of a plan; the words of DESIGN.md §8."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    departments_per_visit: int = Field(6, ge=1, le=50)
    half_days_per_day: int = Field(2, ge=1, le=2)
    visits_per_month: int = Field(5, ge=1, le=31)


class CountySettings(BaseModel):
    """Every setting with its default; a division stores only what it changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    merge_threshold: float = Field(
        0.7, ge=0.5, le=1.0, description="score from which a pair merges by itself; see merge_unseen"
    )
    merge_unseen: bool = Field(
        True, description="false: nothing merges before a coordinator has confirmed it"
    )
    propose_threshold: float = Field(
        0.2, ge=0.05, le=1.0, description="score from which a pair is told at all"
    )
    near_days: int = Field(15, ge=0, le=92, description="days between two windows that still count as near")
    notice_days: int = Field(3, ge=0, le=30, description="working days of notice before anything is due")
    comprehensive_per_year: int = Field(
        1, ge=0, le=50, description="comprehensive oversight items of one department in a year (R02, R04)"
    )
    enterprise_visits_per_year: int | None = Field(
        None, ge=0, le=365, description="visits to one enterprise in a year, where the county published a cap"
    )
    scan_in: bool = Field(False, description="the county runs 扫码入企 for visits to enterprises (R16)")
    reports_due_per_day: int = Field(
        2,
        ge=1,
        le=50,
        description="different reports due in one township on one day, as far as windows allow",
    )
    caps: Caps = Caps()


def effective_settings(session: Session, division: str) -> CountySettings:
    """The settings in force at `division`: the nation's, overlaid by province, city, county."""
    chain = ancestors(division)
    rows = session.scalars(select(CountySetting).where(CountySetting.home.in_(chain))).all()
    values: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: len(row.home)):
        caps = {**values.get("caps", {}), **row.values.get("caps", {})}
        values = {**values, **row.values, "caps": caps}
    return CountySettings.model_validate(values)
