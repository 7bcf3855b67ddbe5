"""From one set of answers back to every department's own cells, in its own unit, with the rounding stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.merging.alignment.units import UnitError, convert
from app.domain.merging.sharing.computed import computed_facts
from app.domain.merging.sharing.shape import RosterSource, SharedField, SharedForm, Source
from app.domain.merging.sharing.values import BadValue, Value, is_blank, parse_value
from app.domain.merging.workbook.formulas import round_half_up

_PLACES = 6
_STORED = 10


@dataclass(frozen=True, slots=True)
class CellValue:
    """One filled cell. `cell` is where it stands in the layout that the department issued.

    `rounding` is empty where the value is exact, else the sentence that says how it was rounded. A ledger's
    row beyond the blank ones has `after`, the last blank row, below which rows are inserted. `computed` marks
    a formula's result: the formula stays, only its stored result changes.
    """

    sheet: str
    cell: str
    value: Decimal | str
    unit: str = ""
    rounding: str = ""
    after: int = 0
    computed: bool = False


def fan_out(shared: SharedForm, answers: Mapping[str, Any]) -> dict[str, list[CellValue]]:
    """Each form's cells by its key, derived facts computed before. Blank answers fill nothing."""
    facts = computed_facts(shared, answers)
    filled: dict[str, list[CellValue]] = {form: [] for form in shared.forms}
    for field in shared.cells:
        value = facts.values.get(field.id)
        if value is None:
            continue
        for source in field.sources:
            filled[source.file].append(_cell(field, source, value, source.cell, 0))
    for roster in shared.rosters:
        entries = (answers.get("rows") or {}).get(roster.id, ())
        for place in roster.sources:
            filled[place.file] += _rows(shared, roster.id, place, entries)
    return filled


def _rows(shared: SharedForm, roster: str, place: RosterSource, entries: Any) -> list[CellValue]:
    cells = []
    columns = [
        (field, source)
        for field in shared.columns(roster)
        for source in field.sources
        if (source.file, source.table) == (place.file, place.table)
    ]
    kept = [entry for entry in entries if any(not is_blank(value) for value in entry.values())]
    for at, entry in enumerate(kept):
        row = place.first_row + at
        for field, source in columns:
            value = _parsed(entry.get(field.id), field)
            if value is not None:
                after = place.last_row if row > place.last_row else 0
                cells.append(_cell(field, source, value, f"{source.column}{row}", after))
    return cells


def _parsed(value: Any, field: SharedField) -> Value:
    try:
        return parse_value(value, field.type)
    except BadValue:
        return None


def _cell(field: SharedField, source: Source, value: Decimal | str, cell: str, after: int) -> CellValue:
    if isinstance(value, str):
        return CellValue(source.sheet, cell, value, source.unit, "", after, source.formula)
    exact = _converted(value, field.unit, source.unit)
    if source.formula:
        # the cell computes the same and only shows it rounded
        return CellValue(source.sheet, cell, round_half_up(exact, _STORED), source.unit, "", after, True)
    places = 0 if source.type == "integer" else _PLACES
    rounded = round_half_up(exact, places)
    if rounded == exact:
        return CellValue(source.sheet, cell, exact, source.unit, "", after, source.formula)
    told = "四舍五入取整数" if places == 0 else f"四舍五入到小数点后 {places} 位"
    return CellValue(source.sheet, cell, rounded.normalize() + 0, source.unit, told, after, source.formula)


def _converted(value: Decimal, unit: str, wanted: str) -> Decimal:
    try:
        return convert(value, unit, wanted) if unit and wanted and unit != wanted else value
    except UnitError:
        return value
