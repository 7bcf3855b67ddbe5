"""What a county knows better: its own matters and weights, by which its requests are read and judged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.divisions import ancestors
from app.domain.matching import Concept, LinearModel, Vocabulary, load_inbox_model, load_vocabulary
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id
from app.kit.web import check_if_match
from app.registry.scope import meeting
from app.tables import CountyKnowledge, Division

Kind = Literal["matters", "model"]
Place = tuple[str, int]
"""A division and the version of what it keeps."""

KEPT = 8
"""Vocabularies held in memory; one takes some 20 MB and half a second to build."""


def vocabulary_of(session: Session, home: str) -> Vocabulary:
    """The vocabulary in force at `home`: the shipped one with what its divisions, from the top, add."""
    places = _in_force(session, home, "matters")
    if not places:
        return load_vocabulary()
    if places not in _VOCABULARIES:
        contents = [content_of(session, *place, "matters") for place in places]
        while len(_VOCABULARIES) >= KEPT:
            _VOCABULARIES.pop(next(iter(_VOCABULARIES)), None)
        extra = [row for content in contents for row in content.get("concepts", ())]
        _VOCABULARIES[places] = load_vocabulary().with_concepts(concept_of(row) for row in extra)
    return _VOCABULARIES[places]


_VOCABULARIES: dict[tuple[Place, ...], Vocabulary] = {}


def inbox_model_of(session: Session, home: str) -> LinearModel:
    """The model that judges at `home`: the nearest division's own, else the shipped one."""
    for place in reversed(_in_force(session, home, "model")):
        content = content_of(session, *place, "model")
        if content:
            return LinearModel.from_json(content)
    return load_inbox_model()


def _in_force(session: Session, home: str, kind: Kind) -> tuple[Place, ...]:
    """The divisions of the chain that keep something of the kind, with its version, the widest first."""
    rows = session.execute(
        select(CountyKnowledge.home, func.max(CountyKnowledge.version))
        .where(CountyKnowledge.home.in_(ancestors(home)), CountyKnowledge.kind == kind)
        .group_by(CountyKnowledge.home)
    ).all()
    return tuple(sorted(((home_, version) for home_, version in rows), key=lambda place: len(place[0])))


def version_of(session: Session, home: str, kind: Kind) -> int:
    """The version in force of what the division itself keeps, 0 where it never kept anything."""
    query = select(func.max(CountyKnowledge.version)).where(
        CountyKnowledge.home == home, CountyKnowledge.kind == kind
    )
    return session.scalar(query) or 0


def content_of(session: Session, home: str, version: int, kind: Kind) -> dict[str, Any]:
    """What the division kept as that version; empty where there is none."""
    found = session.scalar(
        select(CountyKnowledge.content).where(
            CountyKnowledge.home == home,
            CountyKnowledge.kind == kind,
            CountyKnowledge.version == version,
        )
    )
    return found or {}


def own_matter_names(session: Session, division: str) -> dict[str, tuple[str, str]]:
    """The Chinese and English names of the matters that divisions above or beneath `division` added."""
    newest = (
        select(CountyKnowledge.home, func.max(CountyKnowledge.version))
        .where(meeting(CountyKnowledge.home, division), CountyKnowledge.kind == "matters")
        .group_by(CountyKnowledge.home)
        .order_by(CountyKnowledge.home)
    )
    names: dict[str, tuple[str, str]] = {}
    for home, version in session.execute(newest).all():
        for row in content_of(session, home, version, "matters").get("concepts", ()):
            name = row.get("pref_label", "")
            if name:
                names[row["id"]] = (name, row.get("pref_label_en") or name)
    return names


@dataclass(frozen=True)
class Kept:
    """What is to be kept, of which kind, and the If-Match header that names what it replaces."""

    kind: Kind
    content: dict[str, Any]
    if_match: str | None


def replace(session: Session, actor: Actor, home: str, kept: Kept, now: datetime) -> int:
    """Puts it in force as the next version, which is returned; the earlier ones stay to go back to.

    Raises what `check_if_match` raises where another version is in force than the caller changed.
    """
    # the division's row is the lock: there may be no version yet
    session.execute(select(Division.code).where(Division.code == home).with_for_update(key_share=True))
    current = version_of(session, home, kept.kind)
    check_if_match(kept.if_match, current)
    version = current + 1
    session.add(
        CountyKnowledge(
            id=new_id(), home=home, kind=kept.kind, version=version, content=kept.content,
            updated_at=now, updated_by=actor.key_id,
        )
    )  # fmt: skip
    record(session, actor, now, f"{kept.kind}.write", home, home, version=version)
    session.flush()
    return version


def concept_of(row: dict[str, Any]) -> Concept:
    """The concept that was stored as JSON, without what it leaves to the shipped one."""
    values: dict[str, Any] = {"pref_label": "", "pref_label_en": "", "category": ""}
    for name, value in row.items():
        values[name] = tuple(value) if isinstance(value, list) else value
    return Concept(**values)
