"""The least set of cells that answers every form: harmonise, then ask once (Standard Business Reporting)."""

import hashlib
import json
from collections.abc import Sequence

from app.domain.merging.alignment import element_of
from app.domain.merging.alignment.units import UnitError, factor_between, find_unit
from app.domain.merging.field import Field, Form
from app.domain.merging.sharing.clusters import Cluster, Clustering, Member, Pair, cluster_members, full_label
from app.domain.merging.sharing.decisions import NONE, Decisions, origin_of
from app.domain.merging.sharing.derive import derive_fields
from app.domain.merging.sharing.layout import lay_out
from app.domain.merging.sharing.relations import stated_checks
from app.domain.merging.sharing.rosters import RosterGroup, group_ledgers
from app.domain.merging.sharing.shape import (
    Conflict,
    Roster,
    RosterSource,
    SharedField,
    SharedForm,
    Source,
    Suggestion,
)
from app.domain.merging.sharing.tallied_fields import open_tallies


def merge_forms(forms: Sequence[Form], decisions: Decisions = NONE) -> SharedForm:
    """Merge the forms of several departments into one that a township fills once.

    Cells merge only where the alignment is sure (same or convertible), grain and period included; they are
    asked in the finest unit among them, from which all others follow without loss. Conflicts stay side by
    side. What a form computes is derived, not asked. Ids depend on what is asked (element, unit, period,
    grain, definition), so adding a form at the end keeps the earlier fields' ids. What a coordinator decided
    about two fields (`decisions`, by their signatures) holds. Raises ValueError for two forms with one key.
    """
    if len({form.key for form in forms}) != len(forms):
        raise ValueError("each form needs a key of its own")
    laid = [lay_out(form) for form in forms]
    ids = _Ids()
    scalar = cluster_members([_members(form) for form in laid], decisions)
    fields = [_shared(cluster, ids.of(cluster.members[0]), "") for cluster in scalar.clusters]
    names = {id(cluster): item.id for cluster, item in zip(scalar.clusters, fields, strict=True)}
    clusterings = [(scalar, names)]
    rosters: list[Roster] = []
    for group in group_ledgers(laid):
        roster, columns, clustering, column_names = _merge_roster(group, ids, decisions)
        rosters.append(roster)
        fields += columns
        clusterings.append((clustering, column_names))
    fields = derive_fields(laid, fields, rosters)
    titles = {form.key: form.title for form in laid}
    return SharedForm(
        tuple(fields),
        tuple(rosters),
        tuple(item for clustering, names in clusterings for item in _conflicts(clustering, names)),
        (
            *(item for pairs in clusterings for item in _suggestions(*pairs) if not _follows(item, fields)),
            *open_tallies(laid, fields, rosters),
        ),
        tuple(stated_checks(laid, fields)),
        tuple(form.key for form in laid),
        titles,
    )


def _members(form: Form) -> list[Member]:
    """The single cells."""
    return [
        Member(form.key, at, item, origin_of(form))
        for at, table in enumerate(form.tables)
        if table.kind != "ledger"
        for item in table.fields
    ]


class _Ids:
    """Short ids out of content; a second fact with the very same content gets a number, in order."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def of(self, member: Member, prefix: str = "f_", unit: str = "", scope: str = "") -> str:
        item = member.asked
        return self.fresh(
            prefix, element_of(item).key, unit or item.unit, item.period, item.grain, item.note, scope
        )

    def fresh(self, prefix: str, *content: str) -> str:
        digest = prefix + hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:10]
        self._given[digest] = self._given.get(digest, 0) + 1
        return digest if self._given[digest] == 1 else f"{digest}_{self._given[digest]}"


def _merge_roster(
    group: RosterGroup, ids: _Ids, decisions: Decisions
) -> tuple[Roster, list[SharedField], Clustering, dict[int, str]]:
    key = ids.fresh("r_", group.grain, group.subject)
    members = [
        [Member(form.key, at, item, origin_of(form)) for item in table.fields if item.role == "input"]
        for form, at, table in group.ledgers
    ]
    clustering = cluster_members(members, decisions)
    columns = [
        _shared(cluster, ids.of(cluster.members[0], scope=key), key) for cluster in clustering.clusters
    ]
    names = {id(cluster): item.id for cluster, item in zip(clustering.clusters, columns, strict=True)}
    sources = tuple(
        RosterSource(form.key, table.sheet, table.first_row, table.last_row, table.title, at)
        for form, at, table in group.ledgers
    )
    return Roster(key, group.ledgers[0][2].title, group.grain, sources), columns, clustering, names


def _shared(cluster: Cluster, key: str, roster: str) -> SharedField:
    first = cluster.members[0].field
    unit, base = _finest([member.field for member in cluster.members])
    options = next((member.field.options for member in cluster.members if member.field.options), ())
    typed = next((member.field for member in cluster.members if member.field.options), base)
    low, high = _limits(cluster, unit)
    return SharedField(
        id=key,
        label=_label(first),
        unit=unit,
        type=typed.type,
        kind="ledger" if roster else "record",
        sources=tuple(_source(member, unit) for member in cluster.members),
        options=options,
        period=_first(cluster, "period"),
        grain=first.grain,
        note=_first(cluster, "note"),
        section=first.section,
        low=low,
        high=high,
        roster=roster,
    )


def _label(item: Field) -> str:
    return " / ".join(item.path) if len(item.path) > 1 else item.label


def _first(cluster: Cluster, name: str) -> str:
    return next((text for member in cluster.members if (text := str(getattr(member.field, name)))), "")


def _finest(fields: Sequence[Field]) -> tuple[str, Field]:
    """The smallest unit, in which no other unit's value loses anything, and the field that brought it."""
    sized = [
        (found.factor, at) for at, item in enumerate(fields) if (found := find_unit(item.unit)) is not None
    ]
    if not sized:
        named = next((item for item in fields if item.unit), fields[0])
        return named.unit, named
    best = fields[min(sized)[1]]
    return best.unit, best


def _limits(cluster: Cluster, unit: str) -> tuple[str, str]:
    """The limits that a validation sets, where they are stated in the shared unit."""
    stated = [member.field for member in cluster.members if member.field.unit in ("", unit)]
    low = next((item.low for item in stated if item.low), "")
    return low, next((item.high for item in stated if item.high), "")


def _source(member: Member, unit: str) -> Source:
    item = member.field
    try:
        factor = float(factor_between(unit, item.unit)) if unit and item.unit else 1.0
    except UnitError:
        factor = 1.0
    return Source(
        member.form,
        item.sheet,
        item.cell,
        "" if item.cell else item.column,
        item.unit,
        factor,
        full_label(item),
        item.note,
        item.type,
        item.decimals,
        item.role == "formula",
        member.table,
    )


def _conflicts(clustering: Clustering, names: dict[int, str]) -> list[Conflict]:
    found = []
    for pair in clustering.conflicts:
        one, other = pair.one.members[0].field, pair.other.members[0].field
        found.append(
            Conflict(
                _pair_names(pair, clustering, names),
                one.label,
                (_definition(one), _definition(other)),
                tuple(reason.text for reason in pair.alignment.reasons),
                tuple(reason.text_en for reason in pair.alignment.reasons),
            )
        )
    return [
        item for at, item in enumerate(found) if item.fields not in [other.fields for other in found[:at]]
    ]


def _suggestions(clustering: Clustering, names: dict[int, str]) -> list[Suggestion]:
    found: dict[tuple[str, str], Suggestion] = {}
    for pair in clustering.suggestions:
        fields = _pair_names(pair, clustering, names)
        if fields[0] != fields[1]:
            found.setdefault(
                fields,
                Suggestion(
                    fields,
                    pair.alignment.verdict,
                    round(pair.alignment.score, 3),
                    tuple(reason.text for reason in pair.alignment.reasons),
                    tuple(reason.text_en for reason in pair.alignment.reasons),
                ),
            )
    return list(found.values())


def _follows(found: Suggestion, fields: Sequence[SharedField]) -> bool:
    """True for a pair of which the one is computed from the other: nobody has to be told."""
    return any(
        item.derived_from is not None
        and item.id in found.fields
        and set(found.fields) & {*item.derived_from.of}
        for item in fields
    )


def _pair_names(pair: Pair, clustering: Clustering, names: dict[int, str]) -> tuple[str, str]:
    home = next(cluster for cluster in clustering.clusters if pair.other.members[0] in cluster.members)
    return names[id(pair.one)], names[id(home)]


def _definition(item: Field) -> str:
    parts = (item.note, item.period, "/".join(item.path))
    return "；".join(part for part in parts if part)
