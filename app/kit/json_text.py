"""What a JSON text may not hold: characters that no database keeps, and one name twice in an object."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from app.kit.problems import Fault
from app.kit.words import Words

_UNKEPT = re.compile("[\0\ud800-\udfff]")
_TWICE = Words("同一项出现了不止一次", "this member is given more than once")
_ONCE = Words("只留一个，其余删去。", "Keep one of them and leave out the others.")


class _Object(dict[str, Any]):
    """An object of a document, with the names that its text gives more than once."""

    repeated: tuple[str, ...] = ()


def faults_in_text(body: bytes) -> list[Fault]:
    """A fault for every text that no database keeps and every name that an object gives twice; none where
    it is no JSON document, which whoever reads it says.

    RFC 8259, section 4, leaves open which of two equal names counts. Python takes the last in silence, and
    what the first said would be lost.
    """
    try:
        document = json.loads(body, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        return []
    return list(_faults(document, ()))


def unkept_fault(**place: str) -> Fault:
    """That the text at `place` (pointer or parameter) holds U+0000, or half of a surrogate pair.

    PostgreSQL keeps no U+0000, and no UTF-8 carries a lone surrogate.
    """
    return Fault(
        Words("含有空字符（U+0000）或半个字符", "it holds a NUL character (U+0000) or half a character"),
        Words("删去这个字符。", "Leave this character out."),
        **place,  # type: ignore[arg-type]
    )


def pointer(path: Sequence[Any]) -> str:
    """A JSON pointer (RFC 6901) to `path`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        made.repeated = tuple(name for name, many in Counter(name for name, _ in pairs).items() if many > 1)
    return made


def _faults(value: Any, path: tuple[Any, ...]) -> Iterator[Fault]:
    if isinstance(value, str) and _UNKEPT.search(value):
        yield unkept_fault(pointer=pointer(path))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _faults(item, (*path, number))
    elif isinstance(value, _Object):
        yield from _faults_of_names(value, path)
        for name, item in value.items():
            yield from _faults(item, (*path, name))


def _faults_of_names(found: _Object, path: tuple[Any, ...]) -> Iterator[Fault]:
    yield from (Fault(_TWICE, _ONCE, pointer=pointer((*path, name))) for name in found.repeated)
    yield from (unkept_fault(pointer=pointer(path)) for name in found if _UNKEPT.search(name))
