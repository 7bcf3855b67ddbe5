"""Cell formulas after rows are inserted, and what simple ones amount to."""

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from app.domain.merging.workbook.addresses import Area, parse_area
from app.domain.merging.workbook.tokens import Token, map_references, split_reference, tokenize

_ROW = re.compile(r"\d+$")
_DEEPEST = 50

Values = list[Decimal]
Lookup = Callable[[str], Values]


class NotComputable(ValueError):
    """A formula beyond the plain arithmetic that forms use for totals, differences and rates."""


def shift_formula(formula: str, here: bool, sheet: str, after: int, count: int) -> str:
    """The formula after `count` rows were inserted below row `after` of `sheet`.

    `here` says that the formula stands on that sheet, so that references without a sheet mean it. A range
    that ends in row `after` grows: the new rows belong to what it sums.
    """

    def shift(text: str) -> str:
        place = split_reference(text)
        meant = place is not None and (place[0] == sheet or (here and not place[0]))
        return _shift_reference(text, after, count) if meant else text

    return map_references(formula, shift)


def shift_area(area: Area, after: int, count: int) -> Area:
    """Where an area lies after the insertion; one of several rows that reaches row `after` grows."""
    grows = area.bottom > after or (area.bottom == after and area.top < after)
    return area._replace(
        top=area.top + count if area.top > after else area.top,
        bottom=area.bottom + count if grows else area.bottom,
    )


def compute(expression: str, lookup: Lookup) -> Decimal:
    """The value of plain arithmetic with SUM, AVERAGE, ROUND, ABS, MAX, MIN and IFERROR.

    `lookup` gives the values behind each reference or name. Raises NotComputable for anything else, and for
    a division by zero.
    """
    parser = _Parser([token for token in tokenize(expression) if token.kind != "space"], lookup)
    try:
        value = parser.one(parser.sum())
    except (InvalidOperation, DivisionByZero, IndexError) as error:
        raise NotComputable(str(error)) from None
    if parser.rest():
        raise NotComputable(expression)
    return value


def round_half_up(value: Decimal, places: int) -> Decimal:
    """四舍五入, as Excel's ROUND and official statistics do it."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _shift_reference(text: str, after: int, count: int) -> str:
    prefix, mark, plain = text.rpartition("!")
    first, colon, last = plain.partition(":")
    area = parse_area(plain)
    moved = shift_area(area, after, count)
    if colon and area.bottom == after:
        moved = moved._replace(bottom=after + count)
    if not colon:
        return prefix + mark + _ROW.sub(str(moved.top), first)
    return prefix + mark + _ROW.sub(str(moved.top), first) + colon + _ROW.sub(str(moved.bottom), last)


class _Parser:
    """Recursive descent over the tokens: sum → product → atom, each a list of values."""

    def __init__(self, tokens: list[Token], lookup: Lookup) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._lookup = lookup

    def rest(self) -> list[Token]:
        return self._tokens[self._at :]

    def one(self, values: Values) -> Decimal:
        if len(values) != 1:
            raise NotComputable("a range where one value is needed")
        return values[0]

    def sum(self) -> Values:
        value = self._product()
        while self._is("operator", "+", "-"):
            sign = -1 if self._next().text == "-" else 1
            value = [self.one(value) + sign * self.one(self._product())]
        return value

    def _product(self) -> Values:
        value = self._atom()
        while self._is("operator", "*", "/"):
            divide = self._next().text == "/"
            other = self.one(self._atom())
            # a whole column keeps its values apart, so that SUM(column * factor) works
            value = [each / other if divide else each * other for each in value]
        return value

    def _atom(self) -> Values:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotComputable("nested too deeply")
        value = self._bare_atom()
        self._depth -= 1
        while self._is("operator", "%"):
            self._next()
            value = [self.one(value) / 100]
        return value

    def _bare_atom(self) -> Values:
        token = self._next()
        if token.kind == "operator" and token.text in "+-":
            signed = self.one(self._atom())
            return [-signed if token.text == "-" else signed]
        if token.kind == "open":
            value = self.sum()
            self._expect("close")
            return value
        if token.kind == "function":
            return [_call(token.text[:-1].upper(), list(self._arguments()))]
        if token.kind == "number":
            return [Decimal(token.text)]
        if token.kind in ("reference", "name"):
            return self._lookup(token.text)
        raise NotComputable(token.text)

    def _arguments(self) -> Iterator[Values]:
        while not self._is("close"):
            yield self.sum()
            if not self._is("close"):
                self._expect("comma")
        self._next()

    def _expect(self, kind: str) -> None:
        if self._next().kind != kind:
            raise NotComputable(f"no {kind} where one is needed")

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _is(self, kind: str, *texts: str) -> bool:
        if self._at >= len(self._tokens):
            return False
        token = self._tokens[self._at]
        return token.kind == kind and (not texts or token.text in texts)


def _call(name: str, arguments: list[Values]) -> Decimal:
    values = [value for argument in arguments for value in argument]
    if name == "SUM":
        return sum(values, Decimal(0))
    if name in ("MAX", "MIN") and values:
        return max(values) if name == "MAX" else min(values)
    if name == "AVERAGE" and values:
        return sum(values, Decimal(0)) / len(values)
    return _call_on_one(name, values)


def _call_on_one(name: str, values: Values) -> Decimal:
    if name == "ABS" and len(values) == 1:
        return abs(values[0])
    if name == "ROUND" and len(values) == 2 and abs(values[1]) <= 15:
        return round_half_up(values[0], int(values[1]))
    if name == "IFERROR" and len(values) == 2:
        return values[0]
    raise NotComputable(name)
