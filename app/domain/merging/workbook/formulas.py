"""Cell formulas: what they refer to, how they read after rows are inserted, what simple ones amount to."""

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from app.domain.merging.workbook.addresses import Area, parse_area

_REFERENCE = re.compile(
    r"^(?:(?P<sheet>'(?:[^']|'')+'|[^'!]+)!)?(?P<first>\$?[A-Z]{1,3}\$?\d+)(?::(?P<last>\$?[A-Z]{1,3}\$?\d+))?$",
    re.IGNORECASE,
)
_ROW = re.compile(r"\d+$")

Values = list[Decimal]
Lookup = Callable[[str], Values]


class NotComputable(ValueError):
    """A formula beyond the plain arithmetic that forms use for totals, differences and rates."""


def references(formula: str) -> list[tuple[str, Area]]:
    """(sheet or "", area) of every cell or range that a formula names; defined names are left out."""
    found = []
    for token in _tokens(formula):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            place = split_reference(token.value)
            if place is not None:
                found.append(place)
    return found


def split_reference(text: str) -> tuple[str, Area] | None:
    """`'表 1'!$A$1:B2` → (表 1, area); None for names, whole rows and whole columns."""
    match = _REFERENCE.match(text)
    if match is None:
        return None
    sheet = (match["sheet"] or "").strip("'").replace("''", "'")
    try:
        return sheet, parse_area(match["first"] + (":" + match["last"] if match["last"] else ""))
    except ValueError:
        return None


def shift_formula(formula: str, here: bool, sheet: str, after: int, count: int) -> str:
    """The formula after `count` rows were inserted below row `after` of `sheet`.

    `here` says that the formula stands on that sheet, so that references without a sheet mean it. A range
    that ends in row `after` grows: the new rows belong to what it sums.
    """
    try:
        tokens = _tokens(formula)
    except TokenizerError:
        return formula
    parts = []
    for token in tokens:
        text = token.value
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            place = split_reference(text)
            if place is not None and (place[0] == sheet or (here and not place[0])):
                text = _shift_reference(text, after, count)
        parts.append(text)
    return "=" + "".join(parts)


def shift_area(area: Area, after: int, count: int) -> Area:
    """Where an area lies after the insertion; one of several rows that reaches row `after` grows."""
    grows = area.bottom > after or (area.bottom == after and area.top < after)
    return area._replace(
        top=area.top + count if area.top > after else area.top,
        bottom=area.bottom + count if grows else area.bottom,
    )


def compute(expression: str, lookup: Lookup) -> Decimal:
    """The value of plain arithmetic with SUM, AVERAGE, ROUND, ABS, MAX, MIN and IFERROR.

    `lookup` gives the values behind each operand name. Raises NotComputable for anything else, and for a
    division by zero.
    """
    try:
        parser = _Parser(
            [token for token in _tokens("=" + expression.lstrip("=")) if token.type != Token.WSPACE], lookup
        )
        value = parser.one(parser.sum())
        if parser.rest():
            raise NotComputable(expression)
        return value
    except (TokenizerError, InvalidOperation, DivisionByZero, IndexError, RecursionError) as error:
        raise NotComputable(str(error)) from None


def _tokens(formula: str) -> list[Token]:
    return list(Tokenizer(formula).items)


def _shift_reference(text: str, after: int, count: int) -> str:
    prefix, mark, plain = text.rpartition("!")
    first, colon, last = plain.partition(":")
    area = parse_area(plain)
    moved = (
        shift_area(area, after, count) if colon else shift_area(area._replace(top=area.bottom), after, count)
    )
    spelled = _ROW.sub(str(moved.top if colon else moved.bottom), first)
    return prefix + mark + spelled + (colon + _ROW.sub(str(moved.bottom), last) if colon else "")


class _Parser:
    """Recursive descent over the tokens: sum → product → power → signed → atom, each a list of values."""

    def __init__(self, tokens: list[Token], lookup: Lookup) -> None:
        self._tokens = tokens
        self._at = 0
        self._lookup = lookup

    def rest(self) -> list[Token]:
        return self._tokens[self._at :]

    def one(self, values: Values) -> Decimal:
        if len(values) != 1:
            raise NotComputable("a range where one value is needed")
        return values[0]

    def sum(self) -> Values:
        value = self._product()
        while self._is_operator("+", "-"):
            sign = -1 if self._next().value == "-" else 1
            value = [self.one(value) + sign * self.one(self._product())]
        return value

    def _product(self) -> Values:
        value = self._atom()
        while self._is_operator("*", "/"):
            divide = self._next().value == "/"
            other = self.one(self._atom())
            # a whole column keeps its values apart, so that SUM(column * factor) works
            value = [each / other if divide else each * other for each in value]
        return value

    def _atom(self) -> Values:
        token = self._next()
        if token.type == Token.OP_PRE:
            signed = self.one(self._atom())
            return [-signed if token.value == "-" else signed]
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            value = self.sum()
            self._next()
            return self._postfix(value)
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._postfix([_call(token.value.rstrip("(").upper(), list(self._arguments()))])
        if token.type != Token.OPERAND:
            raise NotComputable(token.value)
        return self._postfix([Decimal(token.value)] if token.subtype == Token.NUMBER else self._named(token))

    def _named(self, token: Token) -> Values:
        if token.subtype != Token.RANGE:
            raise NotComputable(token.value)
        return self._lookup(token.value)

    def _postfix(self, value: Values) -> Values:
        if self._at < len(self._tokens) and self._tokens[self._at].type == Token.OP_POST:
            self._at += 1
            return [self.one(value) / 100]
        return value

    def _arguments(self) -> Iterator[Values]:
        while not self._closes():
            yield self.sum()
            if self._at < len(self._tokens) and self._tokens[self._at].type == Token.SEP:
                self._at += 1
        self._at += 1

    def _closes(self) -> bool:
        token = self._tokens[self._at]
        return token.type == Token.FUNC and token.subtype == Token.CLOSE

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _is_operator(self, *signs: str) -> bool:
        return (
            self._at < len(self._tokens)
            and self._tokens[self._at].type == Token.OP_IN
            and self._tokens[self._at].value in signs
        )


def _call(name: str, arguments: list[Values]) -> Decimal:
    values = [value for argument in arguments for value in argument]
    if name == "SUM":
        return sum(values, Decimal(0))
    if name in ("MAX", "MIN") and values:
        return max(values) if name == "MAX" else min(values)
    if name == "AVERAGE" and values:
        return sum(values, Decimal(0)) / len(values)
    if name == "ABS" and len(values) == 1:
        return abs(values[0])
    if name == "ROUND" and len(values) == 2:
        return round_half_up(values[0], int(values[1]))
    if name == "IFERROR" and len(values) == 2:
        return values[0]
    raise NotComputable(name)


def round_half_up(value: Decimal, places: int) -> Decimal:
    """四舍五入, as Excel's ROUND and official statistics do it."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
