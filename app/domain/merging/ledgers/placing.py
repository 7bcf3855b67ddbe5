"""Which township each row of a county's ledger is about, by what its columns say; never a guess."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.divisions import TOWNSHIP_DIGITS, contains
from app.domain.merging.field import Field
from app.domain.merging.reading.labels import plain

_CODE = re.compile(r"区划代码|行政区代码|统计代码")
_TOWN = re.compile(r"乡镇|镇街|街道|乡\(镇|镇\(乡|所属镇|所在镇")
_VILLAGE = re.compile(r"所在(?:行政)?村|行政村|村名|村\(社区|村社区|社区名|所属村|村居")
_ADDRESS = re.compile(r"地址|住址|坐落|地点|位置|户籍地|所在地")
_SUFFIX = re.compile(r"(?:街道办事处|街道|镇人民政府|民族乡|镇|乡)$")


@dataclass(frozen=True, slots=True)
class _Names:
    """Townships by their full and short names, by their villages' names; a name of two places is none's."""

    towns: Mapping[str, str]
    villages: Mapping[str, str]
    full: Mapping[str, str]


def townships_of(
    columns: Sequence[Field], rows: Iterable[Mapping[str, str]], divisions: Mapping[str, str], home: str
) -> list[str]:
    """The township of each row, by column letters; empty where nothing says it, or two columns disagree.

    `divisions` names every township and village below `home` by its code. Told are: the code of a division,
    a township's name, a village's name that only one township has, an address that holds one township's full
    name. In a township's own ledger a row is its own unless it names another.
    """
    names = _names(divisions)
    told = [(field.column, reader) for field in columns if (reader := _reader(field, names)) is not None]
    own = home[:TOWNSHIP_DIGITS] if len(home) >= TOWNSHIP_DIGITS else ""
    return [_township(row, told, own) for row in rows]


def _township(row: Mapping[str, str], told: Sequence[tuple[str, "_Reader"]], own: str) -> str:
    said = {reader(row[column]) for column, reader in told if row.get(column)} - {None}
    found = {place for place in said if place}
    if own:
        return own if found <= {own} else ""
    return found.pop() if len(found) == 1 else ""


class _Reader:
    """Reads one column's values as townships, in the way that its label asks for."""

    def __init__(self, kind: str, names: _Names) -> None:
        self._kind, self._names = kind, names

    def __call__(self, text: str) -> str | None:
        """The township; None where the value says nothing of one."""
        value = plain(text)
        if self._kind == "code":
            return next((code for code in self._names.full.values() if contains(code, value)), None)
        if self._kind == "address":
            found = {code for name, code in self._names.full.items() if name in value}
            return found.pop() if len(found) == 1 else None
        if self._kind == "village":
            return self._names.villages.get(value)
        return self._names.towns.get(value) or self._names.towns.get(_SUFFIX.sub("", value))


def _reader(field: Field, names: _Names) -> _Reader | None:
    label = plain(field.label)
    for kind, pattern in (("code", _CODE), ("town", _TOWN), ("village", _VILLAGE), ("address", _ADDRESS)):
        if pattern.search(label):
            return _Reader(kind, names)
    return None


def _names(divisions: Mapping[str, str]) -> _Names:
    towns: dict[str, set[str]] = defaultdict(set)
    villages: dict[str, set[str]] = defaultdict(set)
    full: dict[str, set[str]] = defaultdict(set)
    for code, name in divisions.items():
        word, township = plain(name), code[:TOWNSHIP_DIGITS]
        if len(code) == TOWNSHIP_DIGITS:
            full[word].add(township)
            towns[word].add(township)
            towns[_SUFFIX.sub("", word)].add(township)
        elif len(code) > TOWNSHIP_DIGITS:
            villages[word].add(township)
    return _Names(_single(towns), _single(villages), _single(full))


def _single(found: Mapping[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(codes)) for name, codes in found.items() if name and len(codes) == 1}
