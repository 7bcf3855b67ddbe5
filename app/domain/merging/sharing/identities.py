"""Identities that a form's notes state (03=04+05, 合计=男+女), found again among its cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.merging.field import Field, Table
from app.domain.merging.reading.labels import plain
from app.domain.merging.workbook.addresses import parse_cell

_CLAUSE = re.compile(r"[。；;，,\n]")
_LEAD = re.compile(
    r"^(?:\s|填表说明|说明|注|备注|审核关系|逻辑关系|勾稽关系|平衡关系|表内关系|其中|[:：]|\d+[.．、](?=\D|\s)|[（(]\d+[）)](?=\s*\D*[^=＝]*\d))*"
)
_NAMED = re.compile(r"代码|指标|第|[栏行列项]次?$")
_BEYOND = re.compile(r"[×÷*/%％<>≤≥≠]")
_SIGNS = re.compile(r"([+＋\-－−])")
_CODE = re.compile(r"[A-Za-z]{0,3}\d{1,4}")
_MOST_TERMS = 20


@dataclass(frozen=True, slots=True)
class Term:
    """One term: +1 or -1 times a field."""

    sign: int
    field: Field


@dataclass(frozen=True, slots=True)
class Identity:
    """`whole` equals the sum of `terms`, as `text` says in the form's own words."""

    whole: Field
    terms: tuple[Term, ...]
    text: str


def stated_identities(table: Table) -> Iterator[Identity]:
    """Every identity of sums and differences in the notes whose terms stand, each once, in one column or
    one row of the table. Products and rates are left out: they are stated rounded and in mixed units."""
    lines = _lines(table)
    for note in table.notes:
        for clause in _CLAUSE.split(note):
            terms = _terms(clause)
            for line in lines if terms else ():
                found = [(sign, _matching(term, line)) for sign, term in terms]
                fields = [fields[0] for _, fields in found if len(fields) == 1]
                if len(fields) == len(found) == len({id(field) for field in fields}):
                    signed = [Term(sign, field) for (sign, _), field in zip(found, fields, strict=True)]
                    yield Identity(signed[0].field, tuple(signed[1:]), clause.strip())


def _lines(table: Table) -> list[list[Field]]:
    """The cells of each column and of each row."""
    columns: dict[int, list[Field]] = {}
    rows: dict[int, list[Field]] = {}
    for field in table.fields:
        if field.cell:
            row, column = parse_cell(field.cell)
            columns.setdefault(column, []).append(field)
            rows.setdefault(row, []).append(field)
    return [*columns.values(), *rows.values()]


def _terms(clause: str) -> list[tuple[int, str]]:
    """The terms of `a=b+c` as [(1, a), (1, b), (1, c)], and of `a+d=b+c` with d on the other side; none
    where the clause is no identity of sums."""
    sides = re.split(r"[=＝]", clause)
    if len(sides) != 2 or _BEYOND.search(clause):
        return []
    left, right = _signed(_LEAD.sub("", sides[0])), _signed(sides[1])
    terms = [left[0], *((-sign, term) for sign, term in left[1:]), *right]
    whole = left[0][0] == 1 and len(right) + len(left) > 2
    return terms if whole and all(term for _, term in terms) and len(terms) <= _MOST_TERMS else []


def _signed(side: str) -> list[tuple[int, str]]:
    parts = _SIGNS.split(side.strip())
    signs = [1, *(1 if part in "+＋" else -1 for part in parts[1::2])]
    return [(sign, _NAMED.sub("", part.strip())) for sign, part in zip(signs, parts[::2], strict=True)]


def _matching(term: str, line: list[Field]) -> list[Field]:
    """The cells that a term names: by their code, or by the words of a label or heading."""
    if _CODE.fullmatch(term):
        return [field for field in line if field.code and _same_code(field.code, term)]
    words = plain(term)
    return [field for field in line if words in _names(field)]


def _same_code(code: str, term: str) -> bool:
    return code == term or (code.isdigit() and term.isdigit() and int(code) == int(term))


def _names(field: Field) -> set[str]:
    path = field.path or (field.label,)
    joined = {plain("".join(path[-2:])), plain("".join(reversed(path[-2:])))}
    return {plain(part) for part in (*path, field.label)} | joined
