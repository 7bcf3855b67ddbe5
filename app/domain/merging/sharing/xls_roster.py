"""A roster in an XLSForm: a repeat that opens with one entry for each object that is known already.

The known rows are a secondary instance (a list in `choices` that carries the columns), so that one file is
all that ODK Central or KoboToolbox needs. `repeat_count` opens an entry for each row, and as many more as the
collector asks for; each entry's questions have dynamic defaults that look their row up. Sources:
https://docs.getodk.org/form-logic (repeats, dynamic defaults), https://docs.getodk.org/form-datasets.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.merging.sharing.row_names import naming_columns
from app.domain.merging.sharing.shape import Roster, SharedField
from app.domain.merging.sharing.values import is_blank
from app.domain.merging.sharing.xls_lines import Line, Sheets, choice_name, labels

ON, GONE = "on", "gone"
_STATES = (
    {"list_name": "k_state", "name": ON, **labels("在册", "on the list")},
    {"list_name": "k_state", "name": GONE, **labels("已退出", "has left")},
)
_MOST_NEW = 500


def state_name(roster: str) -> str:
    """The question that says of an entry whether its object is still on the list."""
    return f"c_{roster}"


def roster_lines(
    roster: Roster, questions: Sequence[Line], rows: Sequence[Mapping[str, Any]]
) -> Iterator[Line]:
    """The repeat; without known `rows` an open one, to which the collector adds entries as he likes."""
    begin = {"type": "begin_repeat", "name": roster.id, **labels(roster.title, roster.title)}
    end = {"type": "end_repeat", "name": roster.id}
    if not rows:
        yield from (begin, *questions, end)
        return
    more = f"n_{roster.id}"
    yield {
        "type": "integer", "name": more, "default": "0", "constraint": f". >= 0 and . <= {_MOST_NEW}",
        **labels(f"{roster.title}：另需新增几行", f"{roster.title}: how many more"),
    }  # fmt: skip
    yield begin | {"repeat_count": f"{len(rows)} + coalesce(${{{more}}}, 0)"}
    yield {
        "type": "select_one k_state", "name": state_name(roster.id), "default": ON,
        "relevant": f"position(..) <= {len(rows)}", **labels("是否仍在册", "Still on the list"),
    }  # fmt: skip
    held = {name for row in rows for name in row}
    for line in questions:
        looked_up = f"instance('k_{roster.id}')/root/item[name = position(current()/..)]/{line['name']}"
        yield line | {"default": looked_up} if line["name"] in held else line
    yield end


def list_rows(
    roster: Roster, columns: Sequence[SharedField], rows: Sequence[Mapping[str, Any]], sheets: Sheets
) -> None:
    """The rows as a list of choices that carries the roster's columns; a choice stands under its name."""
    options = {one.id: bool(one.options) for one in columns}
    named = naming_columns(columns)
    sheets.choices["k_state"] = [*_STATES]
    sheets.columns.extend(one.id for one in columns if one.id not in sheets.columns)
    lines = []
    for at, row in enumerate(rows, 1):
        title = " ".join(str(row[name]) for name in named if not is_blank(row.get(name))) or str(at)
        held = {
            key: choice_name(str(value)) if options[key] else str(value)
            for key, value in row.items()
            if key in options and not is_blank(value)
        }
        lines.append({"list_name": f"k_{roster.id}", "name": str(at), **labels(title, title), **held})
    sheets.choices[f"k_{roster.id}"] = lines
