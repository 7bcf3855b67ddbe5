"""Forms as the JSON that is stored, and back: what says nothing is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from app.domain.merging.field import Field, Form, Table

_LISTS = ("path", "options", "notes")


def encode_tables(tables: Iterable[Table]) -> list[dict[str, Any]]:
    """The tables as JSON values; members that have their default are left out."""
    return [{**_said(table), "fields": [_said(field) for field in table.fields]} for table in tables]


def decode_form(key: str, title: str, department: str, tables: Iterable[Mapping[str, Any]]) -> Form:
    """The form that `encode_tables` wrote, under the name by which the merge knows it."""
    return Form(key, title, tuple(_table(table) for table in tables), department)


def _table(row: Mapping[str, Any]) -> Table:
    return Table(
        **{**_known(Table, row), "fields": tuple(Field(**_known(Field, one)) for one in row["fields"])}
    )


def _known(kind: type[Field | Table], row: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: tuple(value) if name in _LISTS else value for name, value in row.items() if name in names}


def _said(one: Field | Table) -> dict[str, Any]:
    return {
        part.name: list(value) if isinstance(value, tuple) else value
        for part in fields(one)
        if part.name != "fields" and (value := getattr(one, part.name)) != part.default
    }
