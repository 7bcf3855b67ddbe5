"""An export of collected forms as tables: the CSV files of ODK Central, one for the form, one a repeat."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.merging.sharing.collected import collected_answers, last_name
from app.domain.merging.sharing.shape import SharedForm

Rows = Sequence[Mapping[str, str]]
_KEYS = ("KEY", "_id", "_index")
_PARENTS = ("PARENT_KEY", "_submission__id", "_parent_index")


def collected_tables(shared: SharedForm, tables: Sequence[Rows]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(key, answers) of each submission in the export, in its order.

    A table whose rows name a parent is a repeat; its columns tell of which roster. Blanks are no answers.
    """
    main = [row for rows in tables for row in rows if not _first(row, _PARENTS)]
    entries = [row for rows in tables for row in rows if _first(row, _PARENTS)]
    for row in main:
        key = _first(row, _KEYS)
        document: dict[str, Any] = _filled(row)
        for entry in entries:
            roster = _roster(shared, entry)
            if roster and _first(entry, _PARENTS) == key:
                document.setdefault(roster, []).append(_filled(entry))
        yield key, collected_answers(shared, document)


def _roster(shared: SharedForm, entry: Mapping[str, str]) -> str:
    names = {last_name(column) for column in entry}
    return next((one.roster for one in shared.fields if one.roster and one.id in names), "")


def _filled(row: Mapping[str, str]) -> dict[str, Any]:
    return {name: text for name, text in row.items() if name and text}


def _first(row: Mapping[str, str], names: Sequence[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")
