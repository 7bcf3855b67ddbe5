"""Finds the row under a public id, or says in one way for all that there is none."""

from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.kit.db import Base
from app.kit.ids import parse_public_id
from app.kit.problems import NotFound

Row = TypeVar("Row", bound=Base)


def find_row(session: Session, query: Select[Row], table: type[Row], id: str, prefix: str) -> Row:
    """The row under the public id `id`, out of `query`, which says what the caller may see of `table`.

    Raises NotFound, the same for an id that is none, for a row that is not there and for somebody else's.
    """
    place = parse_public_id(id, prefix)
    if place is None:
        raise NotFound
    columns = table.__table__.c
    row = session.scalar(query.where(columns.home == place[0], columns.id == place[1]))
    if row is None:
        raise NotFound
    return row
