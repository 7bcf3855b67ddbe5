"""Answers to a shared form: are they of the right kind, and do they agree.

Answers are plain values: `{"values": {field id: value}, "rows": {roster id: [{field id: value}, …]}}`.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.domain.merging.faults import AnswerFault
from app.domain.merging.sharing.computed import Facts, computed_facts
from app.domain.merging.sharing.saves import REMOVED
from app.domain.merging.sharing.shape import Check, SharedField, SharedForm
from app.domain.merging.sharing.values import BadValue, is_blank, parse_value, quoted
from app.domain.merging.workbook.formulas import NotComputable, compute

Answers = Mapping[str, Any]
_COUNTED = ("人", "户", "人次", "个", "亩", "元", "万元", "公顷", "平方米", "处", "家", "头", "只")
_SIGNED = ("增", "减", "净", "差", "盈亏", "结余", "利润", "变化", "温度")


def check_answers(shared: SharedForm, answers: Answers) -> tuple[AnswerFault, ...]:
    """Every answer that cannot stand, each with a JSON pointer into `answers`. Blank is never a fault.

    Checked are: known fields, types, choices, limits of the forms' validations, and the relations (勾稽关系)
    that the forms state. An answer to a derived field must equal what it is derived from.
    """
    faults = [*_shape_faults(shared, answers)]
    values = answers.get("values") or {}
    rows = answers.get("rows") or {}
    if faults:
        return tuple(faults)
    for key, value in values.items():
        field = shared.field(key)
        if field is None or field.roster:
            faults.append(_unknown(key, f"/values/{_escape(key)}"))
        else:
            faults += field_faults(field, value, f"/values/{_escape(key)}")
    for roster, entries in rows.items():
        known = {field.id: field for field in shared.columns(roster)}
        for at, entry in enumerate(entries):
            faults += _row_faults(known, entry, f"/rows/{_escape(roster)}/{at}")
    wrong = {fault.field for fault in faults}
    faults += _relation_faults(shared, values, computed_facts(shared, answers), wrong)
    return tuple(faults)


def field_faults(field: SharedField, value: Any, pointer: str) -> list[AnswerFault]:
    """What is wrong with one answer by itself."""
    try:
        parsed = parse_value(value, field.type)
    except BadValue as error:
        return [_fault(field, error.text, error.text_en, pointer)]
    if parsed is None:
        return []
    if field.options and field.type != "boolean" and str(parsed) not in field.options:
        allowed = "、".join(field.options[:20])
        return [_fault(field, f"只能填：{allowed}", f"must be one of: {allowed}", pointer)]
    return [] if isinstance(parsed, str) else _range_faults(field, parsed, pointer)


def bounds_of(field: SharedField) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest number that a field takes; None where it is open.

    What is counted is never below zero, unless the label speaks of a change or a balance.
    """
    low, high = _limit(field.low), _limit(field.high)
    if low is None and field.unit in _COUNTED and not any(word in field.label for word in _SIGNED):
        low = Decimal(0)
    return low, high


def _range_faults(field: SharedField, number: Decimal, pointer: str) -> list[AnswerFault]:
    low, high = bounds_of(field)
    if low is not None and number < low:
        if not field.low:
            return [_fault(field, "不应为负数", "must not be negative", pointer)]
        return [_fault(field, f"不应小于 {field.low}", f"must not be below {field.low}", pointer)]
    if high is not None and number > high:
        return [_fault(field, f"不应大于 {field.high}", f"must not exceed {field.high}", pointer)]
    return []


def _limit(text: str) -> Decimal | None:
    try:
        number = parse_value(text, "decimal")
    except BadValue:
        return None  # a limit that is a formula is the workbook's to check
    return number if isinstance(number, Decimal) else None


def _shape_faults(shared: SharedForm, answers: Answers) -> Iterator[AnswerFault]:
    values, rows = answers.get("values") or {}, answers.get("rows") or {}
    if not isinstance(values, Mapping):
        yield AnswerFault("", "values 应为对象", "values must be an object", "/values")
    if not isinstance(rows, Mapping):
        yield AnswerFault("", "rows 应为对象", "rows must be an object", "/rows")
        return
    for roster, entries in rows.items():
        pointer = f"/rows/{_escape(roster)}"
        if roster not in {item.id for item in shared.rosters}:
            yield _unknown(roster, pointer)
        elif not isinstance(entries, Sequence) or not all(isinstance(entry, Mapping) for entry in entries):
            yield AnswerFault("", "名册应为行的数组", "a roster must be an array of rows", pointer)


def _row_faults(
    known: dict[str, SharedField], entry: Mapping[str, Any], pointer: str
) -> Iterator[AnswerFault]:
    for key, value in entry.items():
        place = f"{pointer}/{_escape(key)}"
        if key == REMOVED and isinstance(value, bool):
            continue
        if key in known:
            yield from field_faults(known[key], value, place)
        else:
            yield _unknown(key, place)


def _relation_faults(
    shared: SharedForm, values: Mapping[str, Any], facts: Facts, wrong: set[str]
) -> Iterator[AnswerFault]:
    """Relations among the answers that are right by themselves; those in `wrong` are told already."""
    for field in shared.cells:
        given = values.get(field.id)
        fact = facts.derived.get(field.id)
        if field.derived_from and fact is not None and not is_blank(given) and field.id not in wrong:
            stated = parse_value(given, field.type)
            if stated != fact:
                yield _derivation_fault(shared, field, facts, (stated, fact))
    for check in shared.checks:
        if not wrong.intersection(check.fields):
            yield from _check_faults(shared, check, facts)


def _derivation_fault(
    shared: SharedForm, field: SharedField, facts: Facts, numbers: tuple[Any, Any]
) -> AnswerFault:
    """Names the computed cell and those that it follows from: label, place in the first form, and value."""
    stated, fact = numbers
    needed = [shared.field(key) for key in field.derived_from.of] if field.derived_from else []
    parts = [one for one in needed if one is not None and one.id in facts.values]
    cells = "，".join(_named(one, one.sources[0].place, facts.values[one.id]) for one in parts)
    own, how = (
        _named(field, field.sources[0].place, stated),
        field.derived_from.text if field.derived_from else "",
    )
    return AnswerFault(
        field.id,
        f"{own}，但{how}得 {fact:f}：{cells}",
        f"{own}, but it computes to {fact:f}: {cells}",
        f"/values/{field.id}",
        beside=tuple(f"/values/{one.id}" for one in parts),
    )


def _check_faults(shared: SharedForm, check: Check, facts: Facts) -> Iterator[AnswerFault]:
    field, one = shared.field(check.fields[0]), facts.values.get(check.fields[0])
    if field is None or not isinstance(one, Decimal):
        return
    other = _expected(check, facts)
    if other is None:
        return
    if check.kind == "at_most" and one > other:
        sign = ">"
    elif check.kind == "equals" and abs(one - other) > _rounding(check, facts):
        sign = "≠"
    else:
        return
    yield _relation_fault(shared, check, facts, f"{one:f} {sign} {other.normalize():f}")


def _relation_fault(shared: SharedForm, check: Check, facts: Facts, compared: str) -> AnswerFault:
    """Names every cell that is compared: label, place in the form that states the relation, and value."""
    fields = [found for key in check.fields if (found := shared.field(key)) is not None]
    cells = "，".join(_shown(field, check, facts) for field in fields)
    pointers = tuple(f"/values/{field.id}" for field in fields[1:])
    title = shared.titles.get(check.form, "")
    where = f"《{title}》" if title else ""
    return AnswerFault(
        fields[0].id,
        f"{check.text}（{compared}）：{where}{cells}",
        f"{check.text_en} ({compared}): {where}{cells}",
        f"/values/{fields[0].id}",
        beside=pointers,
    )


def _shown(field: SharedField, check: Check, facts: Facts) -> str:
    source = next((one for one in field.sources if one.file == check.form), field.sources[0])
    return _named(field, source.place, facts.values[field.id])


def _named(field: SharedField, place: str, value: Any) -> str:
    """“低保户数”[表1!D7]=12户."""
    shown = f"{value.normalize():f}" if isinstance(value, Decimal) else quoted(value)
    return f"“{field.label}”[{place}]={shown}{field.unit}"


def _expected(check: Check, facts: Facts) -> Decimal | None:
    """The other side of a relation; None until everything that it needs is answered."""
    numbers = [facts.values.get(key) for key in check.fields[1:]]
    if not all(isinstance(number, Decimal) for number in numbers):
        return None
    try:
        return compute(check.expression or check.fields[1], lambda name: _values(facts, name))
    except NotComputable:
        return None


def _values(facts: Facts, name: str) -> list[Decimal]:
    value = facts.values.get(name)
    return [value] if isinstance(value, Decimal) else []


def _rounding(check: Check, facts: Facts) -> Decimal:
    """How far a sum of figures that were each rounded may be off: half a last place for each of them; whole
    numbers are exact."""
    places = [_places(value) for key in check.fields for value in _values(facts, key)]
    most = max(places, default=0)
    return Decimal(len(places)).scaleb(-most) / 2 if most else Decimal(0)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _fault(field: SharedField, text: str, text_en: str, pointer: str) -> AnswerFault:
    return AnswerFault(field.id, f"“{field.label}”：{text}", f"{field.label!r}: {text_en}", pointer)


def _unknown(key: str, pointer: str) -> AnswerFault:
    return AnswerFault(key, f"没有这一项：{key}", f"no such field: {key}", pointer)


def _escape(key: str) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
