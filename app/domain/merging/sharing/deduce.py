"""Cells that follow from others though no formula says so are computed, not asked.

They are the identities that a form states in its notes, and what the dictionary knows of totals and rates.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from app.domain.merging.alignment import DerivationRule, derivation_rules, element_of
from app.domain.merging.alignment.units import UnitError, factor_between, find_unit
from app.domain.merging.field import Field, Form, Table
from app.domain.merging.sharing.gates import period_key
from app.domain.merging.sharing.identities import stated_identities
from app.domain.merging.sharing.shape import Derivation, SharedField

Homes = Mapping[tuple[str, int, str], SharedField]
_Cell = tuple[Field, SharedField]


def deduced(forms: Sequence[Form], fields: Sequence[SharedField]) -> Iterator[tuple[str, Derivation]]:
    """(id of an asked field, how it follows), the forms' own words before the dictionary's.

    Only within one table of one form: what another department counts under the same words may be another
    whole. A cell with a definition of its own is never deduced by the dictionary, nor used for it.
    """
    homes = {
        (source.file, source.table, source.cell): item
        for item in fields
        for source in item.sources
        if source.cell
    }
    tables = [(form.key, at, table) for form in forms for at, table in enumerate(form.tables)]
    for key, at, table in tables:
        yield from _stated(key, at, table, homes)
    for key, at, table in tables:
        yield from _known(key, at, table, homes)


def _stated(key: str, at: int, table: Table, homes: Homes) -> Iterator[tuple[str, Derivation]]:
    for identity in stated_identities(table):
        whole = homes.get((key, at, identity.whole.cell))
        terms = [(term.sign, homes.get((key, at, term.field.cell))) for term in identity.terms]
        known = [(Fraction(sign), term) for sign, term in terms if term is not None]
        if whole is None or identity.whole.role == "formula" or len(known) < len(terms):
            continue
        expression = _added(whole, known)
        if expression:
            yield whole.id, Derivation(expression, tuple(term.id for _, term in known), identity.text)


def _known(key: str, at: int, table: Table, homes: Homes) -> Iterator[tuple[str, Derivation]]:
    groups: dict[tuple[object, ...], dict[str, list[_Cell]]] = defaultdict(lambda: defaultdict(list))
    for item in table.fields:
        home = homes.get((key, at, item.cell)) if item.cell else None
        if home is None or item.note or home.note or item.options:
            continue
        label = element_of(item).standard
        place = (item.path[:-1], period_key(item.period), item.grain, item.section)
        if label:
            groups[place][label].append((item, home))
    for group in groups.values():
        for rule in derivation_rules():
            found = [group.get(name, []) for name in (rule.whole, *rule.parts)]
            if all(len(cells) == 1 for cells in found) and found[0][0][0].role == "input":
                whole, *parts = (cells[0][1] for cells in found)
                expression = _by_rule(rule, whole, parts)
                if expression:
                    yield whole.id, Derivation(expression, tuple(part.id for part in parts), rule.formula)


def _by_rule(rule: DerivationRule, whole: SharedField, parts: Sequence[SharedField]) -> str:
    if rule.kind == "sum":
        return _added(whole, [(Fraction(1), part) for part in parts])
    if rule.kind == "difference":
        return _added(whole, [(Fraction(-1 if at else 1), part) for at, part in enumerate(parts)])
    return _divided(whole, *parts)


def _added(whole: SharedField, terms: Sequence[tuple[Fraction, SharedField]]) -> str:
    """The signed sum in the whole's unit; empty where a unit does not convert or a cell stands twice."""
    if len({whole.id, *(term.id for _, term in terms)}) <= len(terms):
        return ""
    parts = []
    for sign, term in sorted(terms, key=lambda one: -one[0]):
        try:
            factor = factor_between(term.unit, whole.unit) if term.unit != whole.unit else Fraction(1)
        except UnitError:
            return ""
        scaled = term.id if factor == 1 else f"{term.id}*{factor.numerator}/{factor.denominator}"
        parts.append(f"{'+' if sign > 0 else '-'}{scaled}")
    return "".join(parts).lstrip("+")


def _divided(whole: SharedField, above: SharedField, below: SharedField) -> str:
    """The quotient in the whole's unit; empty where the units do not give it."""
    unit, over, under = (find_unit(one.unit) for one in (whole, above, below))
    if unit is None or over is None or under is None:
        return ""
    measured = "ratio" if over.dimension == under.dimension else f"{over.dimension}/{under.dimension}"
    if unit.dimension != measured:
        return ""
    factor = over.factor / under.factor / unit.factor
    return f"{above.id}*{factor.numerator}/({below.id}*{factor.denominator})"
