"""The names of a table's rows: groups, sub-items under 其中, units and codes beside them."""

from dataclasses import dataclass

from app.domain.merging.reading.bands import Band
from app.domain.merging.reading.bodies import Body
from app.domain.merging.reading.grid import Grid
from app.domain.merging.reading.labels import Label, as_unit, join_words, read_label
from app.domain.merging.workbook.addresses import Area

_PART_WIDTH = 3
_NESTED = 2
"""Blanks by which one 其中 stands to the right of another that it is a part of."""


@dataclass(frozen=True, slots=True)
class _Parent:
    """A row that later rows may be parts of: where its words begin, up to where rows stand beside it."""

    start: int
    reach: int
    part: bool
    name: str


@dataclass(frozen=True, slots=True)
class Stub:
    """One row of an indicator list or cross-table: its path from group to leaf and what stands beside it."""

    row: int
    path: tuple[str, ...]
    label: Label
    section: str
    unit: str = ""
    note: str = ""


def read_stubs(grid: Grid, band: Band, body: Body, area: Area) -> list[Stub]:
    """The named rows of a body; rows without a name and mere headings between them are left out."""
    stubs: list[Stub] = []
    section = ""
    parents: list[_Parent] = []
    head, level = "", 0
    for row in body.rows:
        slots = list(grid.slots(row, area.left, area.right))
        if len(slots) == 1:
            section, parents, head = join_words(slots[0].text), [], ""
            continue
        texts = _stub_texts(grid, band, body, row)
        if not texts:
            continue
        groups, label = [read_label(text).name for text in texts[:-1]], read_label(texts[-1])
        if _is_heading(grid, band, body, row):
            section, parents, head = label.name, [], ""
            continue
        level = label.level or level
        if label.level == 1:
            parents = []  # 三、 closes whatever stood before it
        depth = 100 * level + label.indent
        parents = _open_parents(parents, label, depth)
        wholes = [one.name for one in parents]
        if head and (parents[0].part if parents else label.part):
            wholes.insert(0, head)
        path = (*groups, *wholes, label.name)
        if label.level == 1:
            section = head = label.name  # 一、 heads what follows, whether or not it has a value of its own
        else:
            # what follows further to the right by no more than 其中： stands beside it, not below it
            reach = depth + (_PART_WIDTH if label.part else 0)
            parents.append(_Parent(depth, reach, label.part, label.name))
        stubs.append(
            Stub(
                row,
                path,
                label,
                section,
                _beside(grid, band, body, row, "unit"),
                _beside(grid, band, body, row, "note"),
            )
        )
        stubs[-1] = _with_code(stubs[-1], _beside(grid, band, body, row, "code"))
    return stubs


def _stub_texts(grid: Grid, band: Band, body: Body, row: int) -> list[str]:
    texts: list[str] = []
    seen = set()
    for column, role in zip(band.columns, body.roles, strict=True):
        if role != "stub":
            continue
        for slot in grid.slots(row, column.left, column.right):
            if slot.kind == "label" and slot.area not in seen:
                seen.add(slot.area)
                texts.append(slot.cell.text)
    return texts


def _is_heading(grid: Grid, band: Band, body: Body, row: int) -> bool:
    """A row whose values are all closed off or merged into its name only opens a group."""
    values = [
        grid.slot(row, column.left)
        for column, role in zip(band.columns, body.roles, strict=True)
        if role == "value"
    ]
    if values and all(slot.kind in ("closed", "label") for slot in values):
        return True
    beside = [role for role in body.roles if role in ("unit", "code")]
    return (
        bool(beside)
        and not any(_beside(grid, band, body, row, role) for role in beside)
        and all(slot.kind == "open" for slot in values)
        and read_label(_stub_texts(grid, band, body, row)[-1]).name
        != join_words(_stub_texts(grid, band, body, row)[-1])
        and not read_label(_stub_texts(grid, band, body, row)[-1]).unit
    )


def _open_parents(parents: list[_Parent], label: Label, depth: int) -> list[_Parent]:
    """The rows that this one is a part of: those less deep, and the last whole when it says 其中; the last
    part where 其中 stands clearly deeper than that.

    Rows as deep as a 其中 row go on being parts of the same whole.
    """
    kept = list(parents)
    if label.part:
        while kept and (kept[-1].start + _NESTED > depth if kept[-1].part else kept[-1].reach > depth):
            kept.pop()
        return kept[-1:] if not kept or kept[-1].start >= depth else kept
    while kept and kept[-1].reach >= depth:
        kept.pop()
    return kept


def _beside(grid: Grid, band: Band, body: Body, row: int, role: str) -> str:
    for column, found in zip(band.columns, body.roles, strict=True):
        if found == role:
            slot = grid.slot(row, column.left)
            if slot.kind in ("label", "number"):
                return (
                    as_unit(slot.text) or ("" if role != "unit" else slot.text)
                    if role == "unit"
                    else slot.text
                )
    return ""


def _with_code(stub: Stub, code: str) -> Stub:
    if not code or stub.label.code:
        return stub
    label = Label(
        stub.label.name, stub.label.unit, code, stub.label.options, stub.label.part, stub.label.indent
    )
    return Stub(stub.row, stub.path, label, stub.section, stub.unit, stub.note)
