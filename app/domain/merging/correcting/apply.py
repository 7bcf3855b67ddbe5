"""Applies corrections to a form's reading: changes, adds and takes out fields, or says what a table is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.merging.correcting.correction import CannotCorrect, Corrected, Correction, Odd
from app.domain.merging.correcting.places import find_field, layout_of, nearest_table, seen_at, sheets_of
from app.domain.merging.field import Field, Table
from app.domain.merging.reading.fields import type_of_unit
from app.domain.merging.workbook.addresses import column_number, parse_cell


def correct(
    tables: Sequence[Table], not_understood: Sequence[Odd], corrections: Sequence[Correction]
) -> Corrected:
    """Apply all corrections in order, or none. Raises CannotCorrect for one that fits no place."""
    state = Corrected(tuple(tables), tuple(not_understood))
    for number, correction in enumerate(corrections):
        try:
            state = apply_one(state, correction)
        except CannotCorrect as error:
            raise CannotCorrect(error.text, error.text_en, number) from None
    return state


def apply_one(state: Corrected, correction: Correction) -> Corrected:
    """The state after one more correction. Raises CannotCorrect where it fits no place."""
    changes = correction.changes or {}
    if correction.sheet not in sheets_of(state):
        raise CannotCorrect(
            f"表格中没有工作表“{correction.sheet}”", f"the form has no sheet {correction.sheet!r}"
        )
    said = replace(
        correction, seen=seen_at(state, correction), layout=layout_of(state.tables, correction.sheet)
    )
    state = replace(state, said=(*state.said, said))
    if not correction.at:
        return _change_table(state, correction)
    place = find_field(state.tables, correction)
    if place is not None:
        at, table, asked = place
        fields = tuple(
            changed
            for one in table.fields
            if (changed := _changed(one, correction) if one is asked else one) is not None
        )
        return _with_table(state, at, replace(table, fields=fields))
    odd = tuple(one for one in state.not_understood if one[:2] != (correction.sheet, correction.at))
    if correction.drop:
        if odd == state.not_understood:
            raise CannotCorrect(f"{correction.at} 没有读出内容", f"nothing was read at {correction.at}")
        return replace(state, not_understood=odd)
    if not changes.get("label"):
        raise CannotCorrect(
            f"{correction.at} 没有读出指标，要新增请写明 label",
            f"no field was read at {correction.at}; to add one, give its label",
        )
    return _added(replace(state, not_understood=odd), correction)


def _change_table(state: Corrected, correction: Correction) -> Corrected:
    if not 0 <= correction.table < len(state.tables):
        raise CannotCorrect(f"没有第 {correction.table} 个表", f"there is no table {correction.table}")
    table = state.tables[correction.table]
    if table.sheet != correction.sheet:
        raise CannotCorrect(
            f"第 {correction.table} 个表不在工作表“{correction.sheet}”",
            f"table {correction.table} is not on sheet {correction.sheet!r}",
        )
    if correction.drop:
        kept = state.tables[: correction.table] + state.tables[correction.table + 1 :]
        if not kept:
            raise CannotCorrect("表格至少要留一个表", "a form keeps at least one table")
        return replace(state, tables=kept)
    return _with_table(state, correction.table, _as_kind(table, dict(correction.changes or {})))


def _as_kind(table: Table, changes: dict[str, Any]) -> Table:
    """The table as another kind: a ledger names its fields by column, every other kind by cell."""
    kind = changes.get("kind", table.kind)
    fields = tuple(replace(one, form_title=changes.get("title", one.form_title)) for one in table.fields)
    changed = replace(table, **changes, fields=fields)
    if kind == "ledger":
        if changed.first_row < 1:
            raise CannotCorrect("台账请写明首个填报行 first_row", "a ledger needs its first_row")
        columns: dict[str, Field] = {}
        for one in changed.fields:
            letters = one.column or re.sub(r"\d", "", one.cell)
            columns.setdefault(letters, replace(one, column=letters, cell=""))
        last = max(changed.first_row, changed.last_row)
        return replace(changed, fields=tuple(columns.values()), last_row=last)
    fields = tuple(
        replace(one, cell=one.cell or f"{one.column}{table.first_row}", column="") for one in changed.fields
    )
    return replace(changed, fields=fields, first_row=0, last_row=0)


def _changed(asked: Field, correction: Correction) -> Field | None:
    changes = dict(correction.changes or {})
    if changes.get("role") == "input" and asked.formula:
        # a typed value would be lost when an office program recalculates
        raise CannotCorrect(
            f"{correction.at} 含公式 {asked.formula}，填报的数会被重新计算覆盖，请先在原表中删去公式",
            f"{correction.at} holds the formula {asked.formula}, which would overwrite what is typed",
        )
    return None if correction.drop else _with_changes(asked, changes)


def _with_changes(asked: Field, changes: dict[str, Any]) -> Field:
    if "label" in changes and "path" not in changes:
        changes["path"] = (*asked.path[:-1], changes["label"])
    if "options" in changes and "type" not in changes:
        yes_or_no = set(changes["options"]) in ({"是", "否"}, {"有", "无"})
        changes["type"] = "boolean" if yes_or_no else "choice" if changes["options"] else "text"
    elif "unit" in changes and "type" not in changes and asked.type in ("text", ""):
        changes["type"] = type_of_unit(changes["unit"]) or "text"
    if changes.get("type", asked.type) not in ("choice", "boolean"):
        changes["options"] = ()
    return replace(asked, **changes)


def _added(state: Corrected, correction: Correction) -> Corrected:
    """The state with a new field, in the table that was named or else in the nearest one that can hold it."""
    column = correction.at.isalpha()
    at = correction.table if correction.table >= 0 else nearest_table(state.tables, correction, column)
    if at >= len(state.tables) or (at >= 0 and state.tables[at].sheet != correction.sheet):
        raise CannotCorrect(f"没有第 {at} 个表", f"there is no table {at} on this sheet")
    if at < 0 and column:
        raise CannotCorrect("这张工作表没有台账，请用单元格地址", "no ledger on this sheet; name a cell")
    if at >= 0 and column != (state.tables[at].kind == "ledger"):
        raise CannotCorrect(
            "台账的指标用列号，其他表用单元格地址", "a ledger's field is named by column, others by cell"
        )
    if at < 0:
        state = replace(
            state, tables=(*state.tables, Table(correction.sheet, "record", (), correction.sheet))
        )
        at = len(state.tables) - 1
    table = state.tables[at]
    blank = Field(
        "", type="text", form_title=table.title, sheet=correction.sheet,
        cell="" if column else correction.at, column=correction.at if column else "",
    )  # fmt: skip
    grain = next((one.grain for one in table.fields), "township")
    new = _with_changes(replace(blank, grain=grain), dict(correction.changes or {}))
    return _with_table(state, at, replace(table, fields=_in_order((*table.fields, new))))


def _in_order(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    def place(one: Field) -> tuple[int, int]:
        return parse_cell(one.cell) if one.cell else (0, column_number(one.column))

    return tuple(sorted(fields, key=place))


def _with_table(state: Corrected, at: int, table: Table) -> Corrected:
    return replace(state, tables=(*state.tables[:at], table, *state.tables[at + 1 :]))
