"""Makes the changes in an instance that a remedy names, read from its English words alone."""

import re
from copy import deepcopy

from tests.domain.scheduling.rules import day_lengths


def relaxed(document, unplaced):
    """The instance with the changes; None where the remedy names none that can be made blindly."""
    changed = deepcopy(document)
    asked = next(one for one in changed["requests"] if one["id"] == unplaced["request"])
    if len(day_lengths(document, asked)) != 1:
        return None
    text = unplaced["remedy_en"]
    clauses = [text] if text.startswith("publish this plan") else text.split(" and ")
    for clause in clauses:
        found = [(match, make) for words, make in _CHANGES if (match := re.match(words, clause))]
        if not found or found[0][1](changed, asked, found[0][0]):
            return None
    return changed


def _widen(_document, asked, found):
    day = found[1]
    asked["earliest"], asked["latest"] = min(asked["earliest"], day), max(asked["latest"], day)
    if asked.get("days") is not None:
        asked["days"] = [*asked["days"], day]


def _open(document, asked, found):
    document["closed"][asked["township"]].remove(found[1])


def _send(document, asked, found):
    _department(document, asked)["off"].remove(found[1])


def _add_team(document, asked, _found):
    _department(document, asked)["teams"] += 1


def _let_move(document, asked, _found):
    for name in ("published", "pins"):
        document[name] = [one for one in document[name] if one["request"] != asked["id"]]


def _alone(_document, asked, _found):
    asked |= {"bundle": None, "lead": False}


def _one_visit_more(document, _asked, _found):
    document["caps"]["visits_per_month"] += 1


def _one_department_more(document, _asked, _found):
    document["caps"]["departments_per_visit"] += 1


def _more_half_days(document, _asked, found):
    """Another cap would lengthen the days of visits that last several: no such change can be made blindly."""
    if any(len(day_lengths(document, one)) > 1 for one in document["requests"]):
        return True
    document["caps"]["half_days_per_day"] += int(found[1])
    return False


def _nothing(_document, _asked, _found):
    pass


def _department(document, asked):
    return next(one for one in document["departments"] if one["id"] == asked["department"])


_DAY = r"(\d{4}-\d\d-\d\d)"
_CHANGES = (
    (rf"extend its window to {_DAY}$", _widen),
    (rf"begin its window on {_DAY}$", _widen),
    (rf"let it take place on {_DAY} too$", _widen),
    (rf"open {_DAY} in ", _open),
    (rf"let \S+ send a team on {_DAY}$", _send),
    (rf"add a team of \S+ on {_DAY}$", _add_team),
    (rf"let it move to {_DAY}$", _let_move),
    (rf"let it go without its lead department on {_DAY}$", _alone),
    (rf"let it go on its own on {_DAY}, apart from its bundle$", _alone),
    (rf"publish this plan and plan again: {_DAY} fits$", _nothing),
    (rf"allow \S+ one more visit in that month \({_DAY}\)$", _one_visit_more),
    (rf"allow one more department on a visit of {_DAY}$", _one_department_more),
    (rf"allow (\d+) more half-day\(s\) on {_DAY}$", _more_half_days),
)
"""The words of each change, and what makes it; that answers True where it can't be made."""
