"""Divisions, departments and settings as they are written in JSON."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from app.registry.county_settings import CountySettings
from app.tables import Department, Division


class DivisionOut(BaseModel):
    """One place; `successor` is the code that replaced it, if one did."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    successor: str | None


class DivisionList(BaseModel):
    items: list[DivisionOut]
    next: str | None


class DepartmentOut(BaseModel):
    """A department; `teams` is how many townships it can serve on one day."""

    code: str
    name: str
    short_name: str
    level: str
    division: str
    teams: int


class DepartmentList(BaseModel):
    items: list[DepartmentOut]
    next: str | None


class SettingsOut(BaseModel):
    """The settings in force at a division, and which of them it sets itself."""

    division: str
    version: int
    own: dict[str, object]
    effective: CountySettings


class SettingsIn(BaseModel):
    """What a division sets itself; what is left out comes from above."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"merge_unseen": False}]})

    merge_threshold: float | None = Field(None, ge=0.5, le=1.0)
    merge_unseen: bool | None = None
    propose_threshold: float | None = Field(None, ge=0.05, le=1.0)
    near_days: int | None = Field(None, ge=0, le=92)
    notice_days: int | None = Field(None, ge=0, le=30)
    comprehensive_per_year: int | None = Field(None, ge=0, le=50)
    enterprise_visits_per_year: int | None = Field(None, ge=0, le=365)
    scan_in: bool | None = None
    reports_due_per_day: int | None = Field(None, ge=1, le=50)
    caps: "CapsIn | None" = None


class CapsIn(BaseModel):
    """The caps that a division sets itself."""

    model_config = ConfigDict(extra="forbid")

    departments_per_visit: int | None = Field(None, ge=1, le=50)
    half_days_per_day: int | None = Field(None, ge=1, le=2)
    visits_per_month: int | None = Field(None, ge=1, le=31)


def show_division(row: Division) -> DivisionOut:
    """The division as callers see it."""
    return DivisionOut.model_validate(row)


def show_department(row: Department) -> DepartmentOut:
    """The department as callers see it."""
    return DepartmentOut(
        code=row.code, name=row.name, short_name=row.short_name, level=row.level, division=row.home,
        teams=row.teams,
    )  # fmt: skip
