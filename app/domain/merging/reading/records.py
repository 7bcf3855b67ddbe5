"""Rows of label and blank side by side: the registration form, one field a blank."""

import re
from dataclasses import replace

from app.domain.merging.field import Field, Table
from app.domain.merging.reading.fields import Heading, Place, build_field
from app.domain.merging.reading.grains import title_grain
from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import join_words, read_label
from app.domain.merging.reading.surroundings import Surroundings
from app.domain.merging.workbook.addresses import Area

_COLON = re.compile(r"[:：][\s　_＿年月日]*$")
_TO_FILL = ("open", "options", "formula")


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
            if slot.area.top != row:
                continue
            if slot.kind == "label":
                labels[slot.area] = slot
            chain = _labels_of(grid, slots, at, area)
            used |= {near.area for near in chain}
            if chain:
                fields.append(_field(grid, slot, chain, inner))
    odd = [(slot.address, join_words(slot.text)) for place, slot in labels.items() if place not in used]
    grain = title_grain(around.title, [field.label for field in fields])
    fields = [replace(field, grain=grain) for field in fields]
    return Table(around.title, "record", tuple(fields), grid.sheet.name, tuple(around.notes)), odd


def _labels_of(grid: Grid, slots: list[Slot], at: int, area: Area) -> list[Slot]:
    """The labels of a blank, from group to leaf; none where it is no blank or nothing names it."""
    slot = slots[at]
    if slot.kind == "label":
        return [slot] if _written_behind(slots, at) else []
    if slot.kind not in _TO_FILL:
        return []
    chain: list[Slot] = []
    for near in reversed(slots[:at]):
        if near.kind != "label" or near.text.endswith(("。", "；")) or (chain and _COLON.search(near.text)):
            break
        chain.insert(0, near)
    if not chain and slot.kind == "options" and read_label(slot.text).options:
        return [slot]
    return chain or _above(grid, slot, area, at)


def _written_behind(slots: list[Slot], at: int) -> bool:
    """`姓名：` with nothing to its right is filled behind the colon, in the same cell."""
    text = slots[at].text
    alone = at + 1 >= len(slots) or slots[at + 1].kind == "label"
    return alone and bool(_COLON.search(text)) and len(re.findall("[:：]", text)) == 1


def _above(grid: Grid, slot: Slot, area: Area, at: int) -> list[Slot]:
    """A blank without a label to its left may stand below one of its own width."""
    if slot.area.top <= area.top or (at and slot.kind == "open" and slot.area.left > area.left):
        return []
    above = grid.slot(slot.area.top - 1, slot.area.left)
    same = above.area.left == slot.area.left and above.area.right == slot.area.right
    return [above] if above.kind == "label" and same else []


def _field(grid: Grid, slot: Slot, chain: list[Slot], around: Surroundings) -> Field:
    labels = [read_label(_COLON.sub("", near.text)) for near in chain]
    path = tuple(label.name for label in labels if label.name)
    return build_field(grid, Place(slot), Heading(path, labels[-1]), around, "")
