"""A form that came as JSON: its body, and the same in the words of the merge."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.merging import field as words

FieldType = Literal["integer", "decimal", "text", "date", "boolean", "choice", "percent", ""]
FormKind = Literal["record", "indicators", "ledger", "crosstab"]
Grain = Literal["township", "village", "household", "person", "enterprise", "site", ""]


class FieldIn(BaseModel):
    """One field 指标 of a form that is sent as JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = Field(min_length=1, max_length=200)
    unit: str = Field("", max_length=30)
    type: FieldType = ""
    period: str = Field("", max_length=50)
    grain: Grain = ""
    note: str = Field("", max_length=1000)
    section: str = Field("", max_length=200)
    options: list[Annotated[str, Field(max_length=100)]] = Field([], max_length=200)


class FormIn(BaseModel):
    """A form 表 as JSON; a workbook comes by PUT /v1/requests/{id}/form instead."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"title": "人口情况表", "fields": [{"label": "常住人口", "unit": "人", "type": "integer"}]}
            ]
        },
    )

    title: str = Field(min_length=1, max_length=200)
    kind: FormKind = "record"
    fields: list[FieldIn] = Field(min_length=1, max_length=500)
    notes: list[Annotated[str, Field(max_length=2000)]] = Field([], max_length=20)


def tables_of(form: FormIn) -> tuple[words.Table, ...]:
    """The form as a table without places: where its cells stand is the merge's to say."""
    fields = tuple(_field(form, one) for one in form.fields)
    return (words.Table(form.title, form.kind, fields, notes=tuple(form.notes)),)


def _field(form: FormIn, one: FieldIn) -> words.Field:
    return words.Field(
        label=one.label,
        unit=one.unit,
        type=one.type,
        period=one.period,
        grain=one.grain,
        note=one.note,
        section=one.section,
        options=tuple(one.options),
        form_title=form.title,
        path=(one.label,),
    )
