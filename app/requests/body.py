"""What a department sends: the body of a request, checked member by member before anything looks at it."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.domain.divisions import is_code
from app.forms.posted import FormIn
from app.kit.validation import Told
from app.kit.web import FIRST_DAY, LAST_DAY, StrictDate
from app.kit.words import Words

Kind = Literal["inspection", "report"]
Oversight = Literal["supervision", "inspection", "appraisal"]
Frequency = Literal["weekly", "monthly", "quarterly", "yearly"]
_DUE = re.compile(r"\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?")
_PERIOD = r"^(19|20|21)\d{2}(-(0[1-9]|1[0-2])|-Q[1-4]|-W(0[1-9]|[1-4]\d|5[0-3]))?$"


def _code(value: Any) -> Any:
    if isinstance(value, str) and not is_code(value):
        raise Told(
            Words(f"{value[:20]} 不是行政区划代码", f"{value[:20]} is no division code"),
            Words("写 2、4、6、9 或 12 位数字的代码。", "Write a code of 2, 4, 6, 9 or 12 digits."),
        )
    return value


def _due(value: Any) -> Any:
    if not isinstance(value, str) or not _DUE.fullmatch(value):
        raise Told(
            Words("不是日期，也不是带时刻的日期", "it is neither a date nor a date with a time of day"),
            Words("写作 2026-12-20 或 2026-12-20T16:00。", "Write it as 2026-12-20 or 2026-12-20T16:00."),
        )
    try:
        day = datetime.fromisoformat(value).date()
    except ValueError as error:
        raise Told(
            Words("没有这一天", "there is no such day"),
            Words("改为存在的日期。", "Use a day that exists."),
        ) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Told(
            Words(f"不在 {FIRST_DAY} 至 {LAST_DAY} 之间", f"it is not between {FIRST_DAY} and {LAST_DAY}"),
            Words("检查年份。", "Check the year."),
        )
    return value


DivisionCode = Annotated[str, BeforeValidator(_code), Field(max_length=12, examples=["990101"])]


class Strict(BaseModel):
    """A member that we do not know is refused, since a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Window(Strict):
    """Both days included, local dates of Asia/Shanghai; a report's `latest` may carry a time of day."""

    earliest: StrictDate
    latest: Annotated[str, BeforeValidator(_due), Field(max_length=19, examples=["2026-12-20"])]

    @model_validator(mode="after")
    def _in_order(self) -> "Window":
        if self.latest_day < self.earliest:
            raise Told(
                Words("最晚早于最早", "latest is before earliest"),
                Words("把 window.earliest 与 window.latest 对调或改正。", "Swap or correct the two days."),
            )
        return self

    @property
    def latest_day(self) -> date:
        """The last day, without its time of day."""
        return date.fromisoformat(self.latest[:10])

    @property
    def latest_time(self) -> time | None:
        """The time of day on the last day, where one was given."""
        return time.fromisoformat(self.latest[11:]) if len(self.latest) > 10 else None


class Recurrence(Strict):
    """One request with several occurrences: a monthly return is due on `due_day` after each period."""

    frequency: Frequency
    due_day: int = Field(ge=1, le=31, description="day of the month (1–31) or of the week (1–7, weekly)")
    periods: list[Annotated[str, Field(pattern=_PERIOD, max_length=8)]] = Field(min_length=1, max_length=60)

    @model_validator(mode="after")
    def _distinct(self) -> "Recurrence":
        if len(set(self.periods)) != len(self.periods):
            raise Told(
                Words("同一期写了两次", "one period is named twice"),
                Words("每期只写一次。", "Name each period once."),
            )
        return self


class RequestIn(Strict):
    """A request 任务请求: what is asked, of whom, when, on what basis."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "inspection",
                    "oversight": "inspection",
                    "document_no": "东安办〔2026〕29号",
                    "title": "关于开展冬春火灾防控检查的通知",
                    "description": "对人员密集场所、老旧小区和农村自建房开展冬春火灾防控检查。",
                    "legal_basis": ["国办发〔2023〕12号"],
                    "targets": ["990101"],
                    "window": {"earliest": "2026-12-01", "latest": "2026-12-20"},
                    "half_days": 1,
                }
            ]
        }
    )

    kind: Kind
    oversight: Oversight | None = None
    source_no: str | None = Field(
        None, min_length=1, max_length=100, description="the department's own number: never stored twice"
    )
    document_no: Annotated[str, Field(max_length=60)] | None = None
    title: str = Field(min_length=2, max_length=300)
    description: str = Field("", max_length=20000)
    legal_basis: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field([], max_length=50)
    targets: list[DivisionCode] = Field(min_length=1, max_length=500)
    window: Window
    half_days: int = Field(1, ge=1, le=10, description="half-days that a visit takes; a report has no visit")
    unannounced: bool = Field(False, description="四不两直: no township sees it before arrival")
    recurrence: Recurrence | None = None
    form: FormIn | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "RequestIn":
        if self.kind == "report" and self.unannounced:
            raise Told(
                Words("报表不能是不打招呼的", "a report cannot be unannounced"),
                Words("去掉 unannounced，或把 kind 改为 inspection。", "Drop it, or make it an inspection."),
            )
        if len(set(self.targets)) != len(self.targets):
            raise Told(
                Words("同一个代码在 targets 中出现两次", "one code stands twice in targets"),
                Words("每个代码只写一次。", "Name each code once."),
            )
        return self


class RequestPatch(Strict):
    """Members to change (RFC 7396): what is left out stays, `null` empties what may be empty."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"window": {"earliest": "2026-12-02", "latest": "2026-12-18"}}]}
    )

    oversight: Oversight | None = None
    document_no: Annotated[str, Field(max_length=60)] | None = None
    title: str | None = Field(None, min_length=2, max_length=300)
    description: str | None = Field(None, max_length=20000)
    legal_basis: list[Annotated[str, Field(min_length=1, max_length=60)]] | None = Field(None, max_length=50)
    targets: list[DivisionCode] | None = Field(None, min_length=1, max_length=500)
    window: Window | None = None
    half_days: int | None = Field(None, ge=1, le=10)
    unannounced: bool | None = None
    recurrence: Recurrence | None = None
    form: FormIn | None = None
