"""A derivation as ODK computes it: the arithmetic of form formulas in XPath 1.0 over XLSForm references.

Source: https://docs.getodk.org/form-operators-functions
"""

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.merging.workbook.formulas import NotComputable
from app.domain.merging.workbook.tokens import Token, tokenize

_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class _Part:
    """An XPath expression; `column` where it stands for all rows of a roster, then times `factor`."""

    text: str
    column: bool = False
    factor: str = ""


def to_xpath(expression: str, columns: Collection[str]) -> str:
    """The expression over `${id}` references; `columns` are the ids that a repeat holds many times.

    Raises NotComputable for what `compute` would not compute either.
    """
    reader = _Reader([token for token in tokenize(expression) if token.kind != "space"], columns)
    text = reader.whole()
    if reader.left():
        raise NotComputable(expression)
    return text


class _Reader:
    """Recursive descent over the tokens: sum → product → atom."""

    def __init__(self, tokens: list[Token], columns: Collection[str]) -> None:
        self._tokens = tokens
        self._columns = columns
        self._at = 0
        self._depth = 0

    def left(self) -> bool:
        """True where tokens remain."""
        return self._at < len(self._tokens)

    def whole(self) -> str:
        """The expression as one value."""
        return _single(self._sum())

    def _sum(self) -> _Part:
        value = self._product()
        while self._is("operator", "+", "-"):
            sign = self._next().text
            value = _Part(f"({_single(value)} {sign} {_single(self._product())})")
        return value

    def _product(self) -> _Part:
        value = self._atom()
        while self._is("operator", "*", "/"):
            sign = "*" if self._next().text == "*" else "div"
            other = _single(self._atom())
            if value.column:
                value = _Part(value.text, True, f"{value.factor} {sign} {other}")
            else:
                value = _Part(f"({value.text} {sign} {other})")
        return value

    def _atom(self) -> _Part:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotComputable("nested too deeply")
        value = self._bare()
        self._depth -= 1
        while self._is("operator", "%"):
            self._next()
            value = _Part(f"({_single(value)} div 100)")
        return value

    def _bare(self) -> _Part:
        token = self._next()
        if token.kind == "operator" and token.text in "+-":
            return _Part(
                f"({token.text}{_single(self._atom())})" if token.text == "-" else _single(self._atom())
            )
        if token.kind == "open":
            value = self._sum()
            self._expect("close")
            return value
        if token.kind == "function":
            return _Part(_call(token.text[:-1].upper(), self._arguments()))
        if token.kind == "number":
            return _Part(token.text)
        if token.kind in ("reference", "name"):
            return _Part(f"${{{token.text}}}", token.text in self._columns)
        raise NotComputable(token.text)

    def _arguments(self) -> list[_Part]:
        found = []
        while not self._is("close"):
            found.append(self._sum())
            if not self._is("close"):
                self._expect("comma")
        self._next()
        return found

    def _expect(self, kind: str) -> None:
        if self._next().kind != kind:
            raise NotComputable(f"no {kind} where one is needed")

    def _next(self) -> Token:
        if not self.left():
            raise NotComputable("the formula ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _is(self, kind: str, *texts: str) -> bool:
        if not self.left():
            return False
        token = self._tokens[self._at]
        return token.kind == kind and (not texts or token.text in texts)


def _single(part: _Part) -> str:
    if part.column:
        raise NotComputable("a column where one value is needed")
    return part.text


def _call(name: str, arguments: list[_Part]) -> str:
    if name == "SUM":
        return "(" + " + ".join(map(_added, arguments)) + ")"
    if name in ("MAX", "MIN", "AVERAGE") and arguments:
        return _over_all(name, arguments)
    texts = [_single(part) for part in arguments]
    if name == "ABS" and len(texts) == 1:
        return f"abs({texts[0]})"
    if name == "ROUND" and len(texts) == 2:
        return f"round({texts[0]}, {texts[1]})"
    if name == "IFERROR" and len(texts) == 2:
        failed = f"string({texts[0]}) = 'NaN' or string({texts[0]}) = 'Infinity'"
        return f"if({failed}, {texts[1]}, {texts[0]})"
    raise NotComputable(name)


def _over_all(name: str, arguments: list[_Part]) -> str:
    if any(part.factor for part in arguments):
        raise NotComputable(name)
    if name != "AVERAGE":
        return f"{name.lower()}({', '.join(part.text for part in arguments)})"
    counted = " + ".join(f"count({part.text})" if part.column else "1" for part in arguments)
    return f"(({' + '.join(map(_added, arguments))}) div ({counted}))"


def _added(part: _Part) -> str:
    if not part.column:
        return part.text
    return f"(sum({part.text}){part.factor})"
