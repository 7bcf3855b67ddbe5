"""Where in a form's reading a correction belongs, and the words by which that place is known again."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence

from app.domain.merging.correcting.correction import CannotCorrect, Corrected, Correction
from app.domain.merging.field import Field, Table
from app.domain.merging.reading.labels import plain
from app.domain.merging.workbook.addresses import parse_cell


def find_field(tables: Sequence[Table], correction: Correction) -> tuple[int, Table, Field] | None:
    """(number of the table, table, field) at a place, None where nothing was read; CannotCorrect where
    two tables have it."""
    found = [
        (at, table, one)
        for at, table, one in fields_on(tables, correction.sheet)
        if (one.cell or one.column) == correction.at and correction.table in (-1, at)
    ]
    if len(found) > 1:
        raise CannotCorrect(
            f"有多个表含 {correction.at}，请写明 table",
            f"several tables have {correction.at}; name the table",
        )
    return found[0] if found else None


def fields_on(tables: Sequence[Table], sheet: str) -> Iterator[tuple[int, Table, Field]]:
    """(number of the table, table, field) of every field of a sheet."""
    for at, table in enumerate(tables):
        if table.sheet == sheet:
            yield from ((at, table, one) for one in table.fields)


def nearest_table(tables: Sequence[Table], correction: Correction, column: bool) -> int:
    """The number of the sheet's table whose fields stand nearest: a ledger for a column; -1 for none."""
    row = 0 if column else parse_cell(correction.at)[0]
    distances = [
        (min((abs(parse_cell(one.cell)[0] - row) for one in table.fields if one.cell), default=0), at)
        for at, table in enumerate(tables)
        if table.sheet == correction.sheet and (table.kind == "ledger") == column
    ]
    return min(distances, default=(0, -1))[1]


def seen_at(state: Corrected, correction: Correction) -> str:
    """The words that were read at the place of a correction, digits aside; empty where nothing was."""
    if not correction.at:
        if not 0 <= correction.table < len(state.tables):
            return ""
        table = state.tables[correction.table]
        return f"{table.kind}|{blurred(table.title)}" if table.sheet == correction.sheet else ""
    for at, _, one in fields_on(state.tables, correction.sheet):
        if (one.cell or one.column) == correction.at and correction.table in (-1, at):
            return words_of(one)
    place = (correction.sheet, correction.at)
    return next((blurred(text) for *found, text in state.not_understood if tuple(found) == place), "")


def words_of(one: Field) -> str:
    """A field's labels from group to leaf, digits aside."""
    return blurred("/".join(one.path or (one.label,)))


def layout_of(tables: Sequence[Table], sheet: str) -> str:
    """A fingerprint of what was read on a sheet and where."""
    read = sorted((one.cell or one.column, words_of(one)) for _, _, one in fields_on(tables, sheet))
    return hashlib.sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()[:16]


def blurred(text: str) -> str:
    """The words without what changes from one edition to the next: dates and numbers."""
    return re.sub(r"\d+", "0", plain(text))


def sheets_of(state: Corrected) -> set[str]:
    """The names of the sheets on which anything was read."""
    return {table.sheet for table in state.tables} | {sheet for sheet, _, _ in state.not_understood}
