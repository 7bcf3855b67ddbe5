"""Rows of label and blank side by side: the registration form, one field a blank."""

from dataclasses import replace

from app.domain.merging.field import Field, Table
from app.domain.merging.reading.fields import Heading, Place, build_field
from app.domain.merging.reading.grains import title_grain
from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import join_words, read_label
from app.domain.merging.reading.surroundings import Surroundings, is_sign_off
from app.domain.merging.workbook.addresses import Area, cell_address

_TO_FILL = ("open", "options", "formula")


def read_record(
    grid: Grid, rows: list[tuple[int, str]], area: Area, around: Surroundings
) -> tuple[Table, list[tuple[str, str]]]:
    """The table of these rows, each with the section that it stands in, and (cell, text) not understood."""
    fields: list[Field] = []
    odd: list[tuple[str, str]] = []
    seen: set[Area] = set()
    for row, section in rows:
        slots = list(grid.slots(row, area.left, area.right))
        for at, slot in enumerate(slots):
            if slot.area in seen or slot.area.top != row:
                continue
            seen.add(slot.area)
            chain = _labels_of(grid, slots, at, area)
            if chain:
                fields.append(_field(grid, slot, chain, replace(around, section=section or around.section)))
            elif slot.kind == "label" and not _is_used(grid, slots, at, area):
                odd.append((slot.address, join_words(slot.text)))
    grain = title_grain(around.title, [field.label for field in fields])
    fields = [replace(field, grain=grain) for field in fields]
    return Table(around.title, "record", tuple(fields), grid.sheet.name, tuple(around.notes)), odd


def _labels_of(grid: Grid, slots: list[Slot], at: int, area: Area) -> list[str]:
    """The labels of a blank, from group to leaf; none where it is no blank or nothing names it."""
    slot = slots[at]
    if slot.kind == "label":
        return _written_behind(slots, at)
    if slot.kind not in _TO_FILL:
        return []
    chain: list[str] = []
    for near in reversed(slots[:at]):
        if near.kind != "label" or near.text.endswith(("。", "；")):
            break
        chain.insert(0, near.text)
    if not chain and slot.kind == "options" and read_label(slot.text).options:
        return [slot.text]
    return chain or _above(grid, slot, area, at)


def _written_behind(slots: list[Slot], at: int) -> list[str]:
    """`姓名：` with nothing to its right is filled behind the colon, in the same cell."""
    slot = slots[at]
    if not slot.text.rstrip().endswith(("：", ":")) or is_sign_off(slot.text):
        return []
    alone = at + 1 >= len(slots) or slots[at + 1].kind == "label"
    return [slot.text] if alone else []


def _above(grid: Grid, slot: Slot, area: Area, at: int) -> list[str]:
    """A blank without a label to its left may stand below one of its own width."""
    if slot.area.top <= area.top or (at and slot.kind == "open" and slot.area.left > area.left):
        return []
    above = grid.slot(slot.area.top - 1, slot.area.left)
    same = above.area.left == slot.area.left and above.area.right == slot.area.right
    return [above.text] if above.kind == "label" and same else []


def _is_used(grid: Grid, slots: list[Slot], at: int, area: Area) -> bool:
    """True for a label that names a blank to its right or below, or groups labels that do."""
    for near in slots[at + 1 :]:
        if near.kind in _TO_FILL or near.kind == "number":
            return True
        if near.kind != "label":
            break
    below = grid.slot(slots[at].area.bottom + 1, slots[at].area.left)
    return bool(_written_behind(slots, at)) or (
        below.kind in _TO_FILL and slots[at].area.bottom < area.bottom
    )


def _field(grid: Grid, slot: Slot, chain: list[str], around: Surroundings) -> Field:
    labels = [read_label(text) for text in chain]
    groups = [label.name for label in labels[:-1]]
    path = tuple(name for name in (*groups, labels[-1].name) if name)
    field = build_field(grid, Place(slot), Heading(path, labels[-1]), around, "")
    if slot.kind == "options" and chain == [slot.text]:
        return replace(field, cell=cell_address(slot.area.top, slot.area.left))
    return field
