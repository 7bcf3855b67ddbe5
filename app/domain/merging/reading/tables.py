"""A table below a header band: a ledger, an indicator list or a cross-table, and its fields."""

from dataclasses import dataclass, replace

from app.domain.merging.field import Field, FormKind, Table
from app.domain.merging.reading.bands import Band, Column
from app.domain.merging.reading.bodies import TOTAL, Body, read_body
from app.domain.merging.reading.dates import find_period, is_period_label, period_words
from app.domain.merging.reading.fields import Heading, Place, build_field
from app.domain.merging.reading.grains import is_village, ledger_grain, stub_grain
from app.domain.merging.reading.grid import Grid, Slot
from app.domain.merging.reading.labels import Label, plain, read_label, unit_cell
from app.domain.merging.reading.stubs import Stub, read_stubs
from app.domain.merging.reading.surroundings import Surroundings
from app.domain.merging.workbook.addresses import Area

_YEAR = {"本年", "本年度", "当年"}
_MONTH = {"本月", "当月", "本期", "本季", "本季度", "当季"}
_GENERIC = {
    "数量",
    "数值",
    "数据",
    "指标值",
    "填报数",
    "填报值",
    "数",
    "本表数",
    "实际数",
    "统计数",
    "内容",
    "填写内容",
    "情况",
}


@dataclass(frozen=True)
class Found:
    """A table and the last row that it takes."""

    table: Table
    bottom: int


def read_table(grid: Grid, band: Band, area: Area, around: Surroundings) -> Found:
    """The table that a header band opens."""
    body = read_body(grid, band, area)
    kind = _kind(band, body)
    bottom = body.rows[-1] if body.rows else band.bottom
    if kind == "ledger":
        return Found(_ledger(grid, band, body, area, around), bottom)
    fields: list[Field] = []
    for panel_band, panel_body in _panels(band, body):
        fields += _cells(grid, panel_band, panel_body, area, around)
    table = Table(around.title, kind, tuple(fields), grid.sheet.name, tuple(around.notes))
    return Found(table, bottom)


def _kind(band: Band, body: Body) -> FormKind:
    roles = body.roles
    if not body.rows or "stub" not in roles:
        return "ledger"
    values = roles.count("value")
    if not values:
        return "ledger"
    headings = [column.headers for column, role in zip(band.columns, roles, strict=True) if role == "value"]
    if all(header and is_period_label("".join(header)) for header in headings):
        return "indicators"  # one figure, at several times
    panels = (
        roles.count("stub") if len({column.headers for column in band.columns}) < len(band.columns) else 1
    )
    return "indicators" if "unit" in roles or "code" in roles or values <= panels else "crosstab"


def _panels(band: Band, body: Body) -> list[tuple[Band, Body]]:
    """A list printed side by side repeats its headers, at least those of its values; each repetition is read
    by itself."""
    names: list[tuple[str, ...]] = [column.headers for column in band.columns]
    stubs = [at for at, role in enumerate(body.roles) if role == "stub"]
    for width in range(2, len(names) // 2 + 1):
        if stubs == list(range(0, len(names), width)):
            names = [("",) if at in stubs else name for at, name in enumerate(names)]
        if len(names) % width == 0 and names == names[:width] * (len(names) // width):
            return [
                (
                    Band(band.top, band.bottom, band.columns[at : at + width]),
                    Body(body.rows, body.roles[at : at + width]),
                )
                for at in range(0, len(names), width)
            ]
    return [(band, body)]


def _ledger(grid: Grid, band: Band, body: Body, area: Area, around: Surroundings) -> Table:
    first, last = _blank_rows(grid, band, body, area)
    wanted = [
        column
        for column, role in zip(band.columns, body.roles, strict=True)
        if role != "sequence" and column.headers
    ]
    headings = [
        replace(heading, numeric=True) if _is_summed(grid, column, body, last) else heading
        for column, heading in zip(wanted, _headings(wanted), strict=True)
    ]
    grain = ledger_grain([heading.path for heading in headings])
    fields = tuple(
        build_field(grid, Place(_at(grid, first, column), ledger=True), heading, around, grain)
        for column, heading in zip(wanted, headings, strict=True)
    )
    return Table(around.title, "ledger", fields, grid.sheet.name, tuple(around.notes), first, last)


def _is_summed(grid: Grid, column: Column, body: Body, last: int) -> bool:
    """True where a total below the rows adds the column up: it holds numbers, whatever it is called."""
    return any(grid.slot(row, column.left).kind == "formula" for row in body.rows if row > last)


def _at(grid: Grid, row: int, column: Column) -> Slot:
    return grid.slot(row, column.left)


def _blank_rows(grid: Grid, band: Band, body: Body, area: Area) -> tuple[int, int]:
    """The first and the last row to fill: after the sample rows, before a total."""
    data = [column for column, role in zip(band.columns, body.roles, strict=True) if role != "sequence"]

    def blank(row: int) -> bool:
        kinds = [grid.slot(row, column.left).kind for column in data]
        first = next(grid.slots(row, area.left, area.right)).text
        return not TOTAL.match(plain(first)) and all(kind in ("open", "formula", "options") for kind in kinds)

    blanks = [row for row in body.rows if blank(row)]
    if not blanks:
        return (body.rows[-1] if body.rows else band.bottom) + 1, (
            body.rows[-1] if body.rows else band.bottom
        ) + 1
    last = blanks[0]
    while last + 1 in blanks:
        last += 1
    return blanks[0], last


def _headings(columns: list[Column]) -> list[Heading]:
    """The columns' names. A bare 其中 above columns means the whole that stands to its left."""
    headings: list[Heading] = []
    for column in columns:
        printed = [text for text in column.headers[1:] if unit_cell(text)]
        texts = [text for at, text in enumerate(column.headers) if not at or text not in printed]
        labels = [read_label(text) for text in texts]
        names = _names(texts, labels, headings)
        path = _without_generic(tuple(name for name in names if name), _stands_beside(column, columns))
        unit = next((label.unit for label in reversed(labels) if label.unit), "")
        period = next((_period_of(text) for text in texts if is_period_label(text)), "")
        if period in _YEAR and any(_MONTH & set(other.headers) for other in columns):
            period = "本年累计"  # beside 本月, 本年 is the year so far
        headings.append(Heading(path, labels[-1], unit_cell(printed[-1]) if printed else unit, period))
    return headings


def _names(texts: list[str], labels: list[Label], before: list[Heading]) -> list[str]:
    """The path of one column. Under a bare 其中, and in `其中：女`, the whole to its left comes first."""
    names = []
    for at, (label, text) in enumerate(zip(labels, texts, strict=True)):
        if plain(text).rstrip("：:") == "其中":
            whole = next((h for h in reversed(before) if "其中" not in h.path), None)
            names += [whole.path[at] if whole and len(whole.path) > at else ""]
        elif label.part and at == len(texts) - 1:
            whole = next(
                (h for h in reversed(before) if not h.label.part and h.path[:at] == tuple(names)), None
            )
            names += [*(whole.path[at:] if whole else ()), label.name]
        else:
            names.append(label.name)
    return names


def _period_of(header: str) -> str:
    return find_period(header) or period_words(header)


def _stands_beside(column: Column, columns: list[Column]) -> bool:
    """True where other columns stand below the same group, so that even 数量 tells this one from them."""
    group = column.headers[:-1]
    return bool(group) and sum(other.headers[:-1] == group for other in columns) > 1


def _without_generic(path: tuple[str, ...], beside: bool) -> tuple[str, ...]:
    """数量 above 本期 and 本年累计 says nothing; 产量 above them does, and 数量 `beside` 金额 too."""
    telling = tuple(
        name
        for at, name in enumerate(path)
        if plain(name) not in _GENERIC or (beside and at == len(path) - 1)
    )
    timeless = tuple(name for name in telling if not is_period_label(name))
    return timeless or telling or path


def _asked_columns(grid: Grid, band: Band, body: Body) -> list[Column]:
    """The columns of values without those that the form has filled in itself (分值, 计划数)."""
    values = [column for column, role in zip(band.columns, body.roles, strict=True) if role == "value"]
    printed = [
        column
        for column in values
        if {grid.slot(row, column.left).kind for row in body.rows} <= {"number", "label", "closed"}
    ]
    return values if len(printed) == len(values) else [column for column in values if column not in printed]


def _cells(grid: Grid, band: Band, body: Body, area: Area, around: Surroundings) -> list[Field]:
    """Every value cell of an indicator list or cross-table, named by its row and its column."""
    values = _asked_columns(grid, band, body)
    headings = _headings(values)
    stubs = read_stubs(grid, band, body, area)
    stub_header = next(
        (
            plain("".join(c.headers[:1]))
            for c, role in zip(band.columns, body.roles, strict=True)
            if role == "stub"
        ),
        "",
    )
    grain = stub_grain(stub_header, around.title, [stub.label.name for stub in stubs])
    fields = []
    for stub in stubs:
        for column, heading in zip(values, headings, strict=True):
            slot = _at(grid, stub.row, column)
            if grid.hidden(stub.row, column.left):
                continue
            if slot.area.top == stub.row and slot.kind in ("open", "formula", "options", "number"):
                whole = _cell_heading(stub, heading, len(values))
                inner = replace(around, section=stub.section or around.section)
                fields.append(build_field(grid, Place(slot), whole, inner, _row_grain(grain, stub)))
    return fields


def _row_grain(grain: str, stub: Stub) -> str:
    """The total of all villages is the township's; that of the parts of one village is the village's."""
    total = grain == "village" and TOTAL.match(stub.label.name)
    return "township" if total and not any(is_village(name) for name in stub.path[:-1]) else grain


def _cell_heading(stub: Stub, heading: Heading, values: int) -> Heading:
    """Row and column together. The column of a single value, or of a period, adds no word to the name."""
    timed = is_period_label(" ".join(heading.path)) or bool(
        heading.period and is_period_label(heading.path[-1])
    )
    unit = stub.label.unit or stub.unit
    if values == 1 or timed:
        groups = heading.path[:-1] if values > 1 else ()
        label = Label(groups[-1], unit, stub.label.code) if groups else _with_unit(stub.label, unit)
        label = replace(label, options=label.options or heading.label.options)
        return Heading((*stub.path, *groups), label, heading.unit, heading.period, stub.note, numeric=True)
    label = heading.label
    merged = Label(label.name, label.unit or unit, stub.label.code, label.options or stub.label.options)
    return Heading((*stub.path, *heading.path), merged, heading.unit, heading.period, stub.note, numeric=True)


def _with_unit(label: Label, unit: str) -> Label:
    return Label(label.name, unit, label.code, label.options, label.part, label.indent)
