"""A plan as its schedule keeps it: plain JSON, with what publishing needs and what a reader is told."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from app.domain.policy import Floor
from app.kit.words import Words
from app.schedules.arrange import Arrangement, Unplaced
from app.schedules.diff import Change, count_moves, find_changes
from app.schedules.law import LawRemark, find_law_remarks
from app.schedules.load import Input
from app.schedules.outing import Outing, choose_lead, explain_outing
from app.schedules.standing import Standing

Json = dict[str, Any]


def write_result(input_: Input, arrangement: Arrangement, floors: Mapping[UUID, Floor], today: date) -> Json:
    """The stored form of an arrangement; ids are plain UUIDs and become public when they are shown.

    `floors` are the legal minimums that requests serve.
    """
    unplaced = [(one.item, one.reason) for one in arrangement.unplaced]
    law = find_law_remarks(input_, floors, unplaced, today)
    outings = arrangement.outings
    last_days = _last_days(outings)
    days, bound = arrangement.visit_days, arrangement.lower_bound
    return {
        "visits": [_visit(input_, outing, last_days) for outing in outings],
        "unplaced": [_unplaced(one) for one in arrangement.unplaced],
        "law": [_law(remark) for remark in law if not remark.missed],
        "law_missed": [_law(remark) for remark in law if remark.missed],
        "visit_days": days,
        "asked_visit_days": arrangement.asked_visit_days,
        "lower_bound": bound,
        "gap": round((days - bound) / max(days, 1), 4),
        "moves": count_moves(outings),
        "changes": [_change(change) for change in find_changes(input_, outings)],
        "provisional": bool(input_.unknown_years),
    }


def _last_days(outings: Iterable[Outing]) -> Mapping[str, date]:
    """The last day of each item; what is kept may reach beyond the period."""
    found: dict[str, date] = {}
    for outing in outings:
        ends = outing.was.last_day if outing.was is not None and outing.is_kept else outing.date
        for item in outing.items:
            found[item.key] = max(found.get(item.key, ends), ends)
    return found


def _visit(input_: Input, outing: Outing, last_days: Mapping[str, date]) -> Json:
    lead = choose_lead(outing, input_.leads)
    return {
        "visit": str(outing.was.id) if outing.was else None,
        "kept": outing.is_kept and outing.was is not None and outing.was.lead == lead,
        "township": outing.township,
        "date": outing.date.isoformat(),
        "last_day": (last_days[outing.items[0].key] if outing.held else outing.date).isoformat(),
        "session": outing.session,
        "half_days": outing.half_days,
        "lead": lead,
        "departments": sorted(outing.departments),
        "held": outing.held,
        "provisional": outing.date.year in input_.unknown_years,
        "reason": _words(explain_outing(outing.items)),
        "served": [
            {
                "request": str(one.request),
                "occurrence": one.occurrence,
                "half_days": one.half_days,
                "part": one.part,
                "parts": one.parts,
            }
            for one in outing.served
        ],
    }


def _unplaced(one: Unplaced) -> Json:
    item = one.item
    return {
        "request": str(item.request),
        "occurrence": item.occurrence,
        "township": item.township,
        "held": item.held,
        "reason": _words(one.reason),
        "remedy": _words(one.remedy),
    }


def _law(remark: LawRemark) -> Json:
    return {
        "township": remark.township,
        "requests": [str(one) for one in remark.requests],
        "sources": [_words(source) for source in remark.sources],
        "remedy": _words(remark.remedy),
        "reason": _words(remark.text),
    }


def _change(change: Change) -> Json:
    return {
        "kind": change.kind,
        "visit": str(change.was.id) if change.was else None,
        "township": (change.becomes or change.was).township,  # type: ignore[union-attr]
        "from": _moment(change.was),
        "to": _moment(change.becomes),
        "requests": [str(one.request) for one in change.requests],
        "gain": change.gain,
        "reason": _words(change.reason),
    }


def _moment(visit: Standing | Outing | None) -> Json | None:
    return None if visit is None else {"date": visit.date.isoformat(), "session": visit.session}


def _words(words: Words) -> Json:
    return {"text": words.zh, "text_en": words.en}
