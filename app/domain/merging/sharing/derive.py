"""Cells that need not be asked since a form computes them: its formulas, over the fields that they name."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.domain.merging.alignment.units import UnitError, factor_between
from app.domain.merging.field import Field, Form
from app.domain.merging.sharing.deduce import deduced
from app.domain.merging.sharing.over_time import added_over_time
from app.domain.merging.sharing.shape import Derivation, Roster, SharedField, Source
from app.domain.merging.sharing.tallied_fields import tallied_fields
from app.domain.merging.workbook.addresses import Area, cell_address, column_letters
from app.domain.merging.workbook.tokens import split_reference, tokenize

_COMPUTABLE = {"SUM(", "AVERAGE(", "ROUND(", "ABS(", "MAX(", "MIN(", "IFERROR("}
_WIDEST = 2_000


class _Unresolved(ValueError):
    """A formula that names something which is no field, or computes in a way we do not."""


def derive_fields(
    forms: Sequence[Form], fields: Sequence[SharedField], rosters: Sequence[Roster]
) -> list[SharedField]:
    """The fields with those derived that some form computes from others, or that surely follow; never in a
    circle.

    A field of formulas alone that cannot be resolved is dropped: the department's own workbook computes it.
    """
    places = _Places(fields, rosters)
    derived: dict[str, Derivation] = {}
    formulas = {
        (form.key, item.sheet, item.cell): item
        for form in forms
        for table in form.tables
        for item in table.fields
        if item.role == "formula" and item.cell
    }
    fields = [part for item in fields for part in _by_what_they_add(item, formulas, places)]
    for item in fields:
        found = _derivation(item, formulas, places)
        if found is not None and not _reaches(found.of, item.id, derived):
            derived[item.id] = found
    titles = {form.key: form.title for form in forms}
    for key, following in (
        *deduced(forms, fields),
        *tallied_fields(forms, fields, rosters),
        *added_over_time(fields, titles),
    ):
        if key not in derived and not _reaches(following.of, key, derived):
            derived[key] = following
    kept = [
        replace(item, derived_from=derived.get(item.id))
        for item in fields
        if item.id in derived or not all(source.formula for source in item.sources)
    ]
    return _closed(kept)


def _closed(fields: list[SharedField]) -> list[SharedField]:
    """Without derivations over dropped fields, and then without the fields that this leaves bare."""
    while True:
        ids = {item.id for item in fields}
        broken = [item.id for item in fields if item.derived_from and not set(item.derived_from.of) <= ids]
        if not broken:
            return fields
        fields = [
            replace(item, derived_from=None) if item.id in broken else item
            for item in fields
            if item.id not in broken or not all(source.formula for source in item.sources)
        ]


class _Places:
    """The shared field at each cell of each form, and the columns of its ledgers."""

    def __init__(self, fields: Sequence[SharedField], rosters: Sequence[Roster]) -> None:
        self._cells = {
            (source.file, source.sheet, source.cell): (item, source.unit)
            for item in fields
            for source in item.sources
            if source.cell
        }
        self._columns = {
            (source.file, source.table, source.column): (item, source.unit)
            for item in fields
            for source in item.sources
            if source.column
        }
        self._ledgers = [(roster.id, source) for roster in rosters for source in roster.sources]
        self.labels = {item.id: item.label for item in fields}

    def terms(self, file: str, sheet: str, area: Area) -> list[tuple[str, Fraction]]:
        """(id, factor to the form's unit) of the fields in an area."""
        column = self._column(file, sheet, area)
        if column:
            return [column]
        if area.size > _WIDEST:
            raise _Unresolved("too wide")
        found = []
        for row in range(area.top, area.bottom + 1):
            for number in range(area.left, area.right + 1):
                held = self._cells.get((file, sheet, cell_address(row, number)))
                if held is not None:
                    found.append((held[0].id, _factor(held[0].unit, held[1])))
        return found

    def _column(self, file: str, sheet: str, area: Area) -> tuple[str, Fraction] | None:
        if area.left != area.right:
            return None
        for _, source in self._ledgers:
            inside = source.first_row <= area.bottom and area.top <= source.last_row
            if (source.file, source.sheet) == (file, sheet) and inside:
                held = self._columns.get((file, source.table, column_letters(area.left)))
                if held is not None and area.top <= source.first_row and area.bottom >= source.last_row:
                    return held[0].id, _factor(held[0].unit, held[1])
                raise _Unresolved("part of a ledger")
        return None


def _factor(unit: str, wanted: str) -> Fraction:
    try:
        return factor_between(unit, wanted) if unit and wanted else Fraction(1)
    except UnitError:
        return Fraction(1)


def _by_what_they_add(
    item: SharedField, formulas: dict[tuple[str, str, str], Field], places: _Places
) -> list[SharedField]:
    """The field, and apart from it the cells that other forms compute from other facts: two rates are one
    only where what they are computed from is."""
    first: frozenset[str] | None = None
    apart: dict[frozenset[str], list[Source]] = {}
    for source in item.sources:
        needed = _needed(source, formulas, places)
        first = first or needed
        if needed and needed != first:
            apart.setdefault(needed, []).append(source)
    if not apart:
        return [item]
    gone = [source for sources in apart.values() for source in sources]
    kept = replace(item, sources=tuple(source for source in item.sources if source not in gone))
    others = [
        replace(item, id=f"{item.id}_c{number}", label=sources[0].label or item.label, sources=tuple(sources))
        for number, sources in enumerate(apart.values(), 2)
    ]
    return [kept, *others]


def _needed(
    source: Source, formulas: dict[tuple[str, str, str], Field], places: _Places
) -> frozenset[str] | None:
    found = formulas.get((source.file, source.sheet, source.cell))
    try:
        return frozenset(_expression(found.formula, source.file, source.sheet, places)[1]) if found else None
    except _Unresolved:
        return None


def _derivation(
    item: SharedField, formulas: dict[tuple[str, str, str], Field], places: _Places
) -> Derivation | None:
    for source in item.sources:
        found = formulas.get((source.file, source.sheet, source.cell))
        if found is None:
            continue
        try:
            expression, needed = _expression(found.formula, source.file, source.sheet, places)
        except _Unresolved:
            continue
        factor = _factor(source.unit, item.unit)
        if factor != 1:
            expression = f"({expression})*{factor.numerator}/{factor.denominator}"
        if needed and item.id not in needed:
            named = "、".join(places.labels[key] for key in needed[:6])
            return Derivation(expression, tuple(needed), f"由 {named} 计算")
    return None


def _expression(formula: str, file: str, sheet: str, places: _Places) -> tuple[str, list[str]]:
    """The formula with each reference replaced by the ids behind it, in this form's own units."""
    parts: list[str] = []
    needed: list[str] = []
    for token in tokenize(formula):
        if token.kind == "function" and token.text.upper() not in _COMPUTABLE:
            raise _Unresolved(token.text)
        if token.kind in ("name", "string", "error", "other"):
            raise _Unresolved(token.text)
        reference = token.kind == "reference"
        parts.append(_terms(token.text, file, sheet, places, needed) if reference else token.text)
    return "".join(parts), needed


def _terms(reference: str, file: str, sheet: str, places: _Places, needed: list[str]) -> str:
    place = split_reference(reference)
    if place is None:
        raise _Unresolved(reference)
    terms = places.terms(file, place[0] or sheet, place[1])
    if not terms or (place[1].size == 1 and len(terms) != 1):
        raise _Unresolved(reference)
    needed += [key for key, _ in terms if key not in needed]
    return ",".join(
        key if factor == 1 else f"({key}*{factor.numerator}/{factor.denominator})" for key, factor in terms
    )


def _reaches(start: Sequence[str], goal: str, derived: dict[str, Derivation]) -> bool:
    """True where deriving `goal` from these would make it depend on itself."""
    seen: set[str] = set()
    queue = list(start)
    while queue:
        key = queue.pop()
        if key == goal:
            return True
        if key not in seen:
            seen.add(key)
            queue += derived[key].of if key in derived else ()
    return False
