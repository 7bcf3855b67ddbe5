"""Gives a coordinator the next pairs of the queue that nobody else reads, and holds them for a while."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.kit.auth import Actor
from app.kit.web import Page
from app.overlaps.backlog import Chosen, read_queue
from app.overlaps.claims import claim_all
from app.tables import Overlap


def take_next(session: Session, actor: Actor, chosen: Chosen, many: int) -> list[Overlap]:
    """The heaviest `many` waiting pairs that are free, claimed; what the actor already holds comes with them.

    So an answer that was lost is asked for again without holding pairs that nobody reads.
    """
    chosen, page = replace(chosen, state="proposed", order="burden", whose="free"), Page(limit=many)
    taken: list[Overlap] = []
    while True:
        rows, cursor = read_queue(session, actor, chosen, page)
        taken += claim_all(session, actor, [row.id for row in rows], chosen.now)
        if cursor is None or len(taken) >= many:
            return taken
        page = Page(limit=many - len(taken), cursor=cursor)  # another took some in between
