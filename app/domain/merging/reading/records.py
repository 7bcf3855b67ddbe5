"""Rows of label and blank side by side: the registration form, one field a blank."""

import re
from dataclasses import replace

from app.domain.merging.field import Field, Table
from app.domain.merging.reading.fields import Heading, Place, build_field
from app.domain.merging.reading.grains import title_grain
from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import Label, as_unit, join_words, read_label
from app.domain.merging.reading.sentences import find_gaps, is_printed_blank, is_stamped
from app.domain.merging.reading.surroundings import Surroundings
from app.domain.merging.workbook.addresses import Area

_COLON = re.compile(r"[:：][\s　_＿年月日]*$")
_DATE_PARTS = ("年", "月", "日")
_TO_FILL = ("open", "options", "formula", "sentence")


def read_record(
    grid: Grid, rows: list[tuple[int, str]], area: Area, around: Surroundings
) -> tuple[Table, list[tuple[str, str]]]:
    """The table of these rows, each with the section that it stands in, and (cell, text) not understood."""
    fields: list[Field] = []
    labels: dict[Area, Slot] = {}
    used: set[Area] = set()
    for row, section in rows:
        slots = list(grid.slots(row, area.left, area.right))
        inner = replace(around, section=section or around.section)
        for at, slot in enumerate(slots):
            if slot.area.top != row or grid.hidden(row, slot.area.left):
                continue
            if slot.kind == "label":
                labels[slot.area] = slot
            chain = _labels_of(grid, slots, at, area)
            used |= {near.area for near in chain}
            trailing = _trailing_unit(slots, at)
            used |= {near.area for near in trailing}
            if slot.kind == "sentence":
                fields += _gap_fields(grid, slot, chain, inner)
            elif chain:
                fields.append(_under_whole(_field(grid, slot, chain, inner, trailing), chain[-1], fields))
    odd = [(slot.address, join_words(slot.text)) for place, slot in labels.items() if place not in used]
    return Table(around.title, "record", tuple(fields), grid.sheet.name, tuple(around.notes)), odd


def _under_whole(field: Field, leaf: Slot, before: list[Field]) -> Field:
    """`其中：女职工` behind the blank of 职工人数 is a part of it."""
    whole = before[-1] if before else None
    if (
        whole is None
        or not read_label(leaf.text).part
        or whole.path[: len(field.path) - 1] != field.path[:-1]
    ):
        return field
    return replace(field, path=(*whole.path, field.path[-1]))


def as_records(tables: list[Table]) -> list[Table]:
    """Rows of labels each above a row of blanks of their own: not ledgers of one row, but one record."""
    single = [table.kind == "ledger" and table.first_row == table.last_row for table in tables]
    done: list[Table] = []
    for at, table in enumerate(tables):
        beside = any(0 <= near < len(tables) and single[near] for near in (at - 1, at + 1))
        if not (single[at] and beside):
            done.append(table)
            continue
        fields = tuple(
            replace(field, cell=f"{field.column}{table.first_row}", column="") for field in table.fields
        )
        if done and at and single[at - 1] and done[-1].kind == "record":
            fields = (*done.pop().fields, *fields)
        done.append(replace(table, kind="record", fields=fields, first_row=0, last_row=0))
    return [_of_one_grain(table, done) if table.kind == "record" else table for table in done]


def _of_one_grain(record: Table, tables: list[Table]) -> Table:
    """The parts of one card above and below a table inside it are about the same person or object."""
    labels = [
        field.label
        for table in tables
        if (table.kind, table.title) == ("record", record.title)
        for field in table.fields
    ]
    grain = title_grain(record.title, labels)
    return replace(record, fields=tuple(replace(field, grain=grain) for field in record.fields))


def _labels_of(grid: Grid, slots: list[Slot], at: int, area: Area) -> list[Slot]:
    """The labels of a blank, from group to leaf; none where it is no blank or nothing names it."""
    slot = slots[at]
    if slot.kind == "label":
        return [slot] if _written_behind(slots, at) else []
    if slot.kind not in _TO_FILL:
        return []
    part = _date_part(slots, at)
    if part:
        return part
    chain, first = _before(slots, at)
    if not chain and slot.kind == "options" and read_label(slot.text).options:
        return [slot]
    group = _upright_group(slots[:first], chain) or _flat_group(grid, slots[:first], chain, area)
    return [*group, *chain] or _above(grid, slot, area, at)


def _before(slots: list[Slot], at: int) -> tuple[list[Slot], int]:
    """The labels right before a blank, and the place of the first of them in the row."""
    chain: list[Slot] = []
    first = at
    for near in reversed(slots[:at]):
        if near.kind != "label" or near.text.endswith(("。", "；")) or is_printed_blank(near.text):
            break
        if chain and _COLON.search(near.text):
            break
        first -= 1
        if chain and as_unit(near.text) and first and slots[first - 1].kind != "label":
            break  # the unit behind the blank before
        chain.insert(0, near)
    return chain, first


def _date_part(slots: list[Slot], at: int) -> list[Slot]:
    """The labels of one blank of a date in parts: `建成时间 | __ | 年 | __ | 月` asks for 年 and 月."""
    first = at
    while first > 2 and slots[first - 1].text in _DATE_PARTS and slots[first - 2].kind in _TO_FILL:
        first -= 2
    after = [slot.text for slot in slots[first + 1 :: 2]]
    head = slots[first - 1] if first else None
    if after[:2] != ["年", "月"] or slots[at + 1].text not in _DATE_PARTS:
        return []
    return [head, slots[at + 1]] if head is not None and head.kind == "label" else []


def _upright_group(before: list[Slot], chain: list[Slot]) -> list[Slot]:
    """The label that stands upright over several rows further left: the group of all pairs beside it."""
    if not chain:
        return []
    for at in range(len(before) - 2, -1, -1):
        near, beside = before[at], before[at + 1]
        tall = near.area.bottom - near.area.top > beside.area.bottom - beside.area.top
        if (
            near.kind == "label"
            and tall
            and beside.kind == "label"
            and near.area.bottom >= chain[-1].area.bottom
        ):
            return [near]
    return []


def _flat_group(grid: Grid, before: list[Slot], chain: list[Slot], area: Area) -> list[Slot]:
    """The same for a group of a single row, in a column where other groups stand upright."""
    grouped = len(before) > 2 and before[0].kind == before[1].kind == "label" and before[2].kind != "label"
    if not (chain and grouped and before[0].area.left == area.left):
        return []
    column = [grid.slot(row, area.left) for row in range(area.top, area.bottom + 1)]
    upright = any(slot.kind == "label" and slot.area.bottom > slot.area.top for slot in column)
    return [before[0]] if upright else []


def _trailing_unit(slots: list[Slot], at: int) -> list[Slot]:
    """The unit printed in a cell of its own behind the blank: `床位数 | ____ | 张`."""
    if slots[at].kind not in ("open", "formula") or at + 1 >= len(slots) or not at:
        return []
    unit = slots[at + 1]
    alone = at + 2 >= len(slots) or slots[at + 2].kind not in _TO_FILL
    return [unit] if alone and unit.kind == "label" and as_unit(unit.text) else []


def _written_behind(slots: list[Slot], at: int) -> bool:
    """`姓名：` with nothing to its right is filled behind the colon, in the same cell."""
    text = slots[at].text
    alone = at + 1 >= len(slots) or slots[at + 1].kind == "label" or is_printed_blank(text)
    return alone and bool(_COLON.search(text)) and len(re.findall("[:：]", text)) == 1


def _above(grid: Grid, slot: Slot, area: Area, at: int) -> list[Slot]:
    """A blank without a label to its left may stand below one of its own width."""
    if slot.area.top <= area.top or (at and slot.kind == "open" and slot.area.left > area.left):
        return []
    above = grid.slot(slot.area.top - 1, slot.area.left)
    same = above.area.left == slot.area.left and above.area.right == slot.area.right
    return [above] if above.kind == "label" and same and not is_printed_blank(above.text) else []


def _field(grid: Grid, slot: Slot, chain: list[Slot], around: Surroundings, trailing: list[Slot]) -> Field:
    labels = [read_label(_COLON.sub("", near.text)) for near in chain]
    behind = chain[-1].area.left > slot.area.left  # a part of a date
    unit = as_unit(trailing[0].text) if trailing and not behind else ""
    if len(chain) > 1 and as_unit(chain[-1].text) and not behind:
        unit = as_unit(chain[-1].text)
        labels = labels[:-1]
    path = tuple(label.name for label in labels if label.name)
    return build_field(grid, Place(slot), Heading(path, labels[-1], unit), around, "")


def _gap_fields(grid: Grid, slot: Slot, chain: list[Slot], around: Surroundings) -> list[Field]:
    groups = tuple(read_label(_COLON.sub("", near.text)).name for near in chain)
    words = is_stamped(slot.text)
    fields = []
    for number, gap in enumerate(find_gaps(slot.text)[: 1 if words else None], 1):
        # 共__户 alone asks for the 户数
        name = "" if words else gap.name or ("" if groups else f"{gap.unit}数")
        path = (*groups, name) if name else groups
        if not path:
            continue
        heading = Heading(path, Label(path[-1], gap.unit), numeric=bool(gap.unit))
        field = build_field(grid, Place(slot, blank=number), heading, around, "")
        fields.append(replace(field, type="date") if gap.date and not words else field)
    return fields
