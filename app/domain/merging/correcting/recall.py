"""Applies what was said about a form's earlier editions to its next one, where the same was read again."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.merging.correcting.apply import apply_one
from app.domain.merging.correcting.correction import CannotCorrect, Corrected, Correction, Odd
from app.domain.merging.correcting.places import blurred, fields_on, layout_of, seen_at, sheets_of, words_of
from app.domain.merging.field import Table


def recall(
    tables: Sequence[Table], not_understood: Sequence[Odd], corrections: Sequence[Correction]
) -> Corrected:
    """Apply what was said about earlier editions, wherever the same thing was read again.

    A field is known by its labels (digits aside) on its sheet, at its old place or at the only one that has
    them; an added field only where the whole sheet was read as before. What is not found again is `left`.
    """
    state = Corrected(tuple(tables), tuple(not_understood))
    for correction in corrections:
        found = _relocated(state, correction)
        try:
            state = apply_one(state, found) if found else replace(state, left=(*state.left, correction))
        except CannotCorrect:
            state = replace(state, left=(*state.left, correction))
    return state


def _relocated(state: Corrected, correction: Correction) -> Correction | None:
    """The correction at the place where this edition has what it was said about; None where it has not."""
    sheets = sheets_of(state)
    alike = [name for name in sheets if blurred(name) == blurred(correction.sheet)]
    if correction.sheet not in sheets and len(alike) != 1:
        return None
    here = replace(correction, sheet=correction.sheet if correction.sheet in sheets else alike[0])
    if not here.seen and here.at:
        return here if layout_of(state.tables, here.sheet) == here.layout else None
    if not here.at or seen_at(state, here) == here.seen:
        return here if seen_at(state, here) == here.seen else None
    places = [
        (one.cell or one.column, at)
        for at, _, one in fields_on(state.tables, here.sheet)
        if words_of(one) == here.seen
    ] + [
        (cell, -1)
        for sheet, cell, text in state.not_understood
        if (sheet, blurred(text)) == (here.sheet, here.seen)
    ]
    return replace(here, at=places[0][0], table=places[0][1]) if len(places) == 1 else None
