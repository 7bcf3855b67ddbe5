"""What an XLSForm lets a question take: its bounds, and the relations that it stands in, with a message."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.merging.sharing.answers import bounds_of
from app.domain.merging.sharing.shape import Check, SharedField, SharedForm
from app.domain.merging.sharing.xpath import to_xpath
from app.domain.merging.workbook.formulas import NotComputable

_CLOSE = "0.005"
"""Figures typed with two decimals may be off by that much in a stated sum."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An XPath constraint in terms of `.`, and what to tell when it is broken; empty where anything goes."""

    xpath: str
    text: str
    text_en: str


def constraints_of(shared: SharedForm, field: SharedField) -> Rule:
    """All that restricts `field`. A relation holds while one of its figures is blank, and is asked at each of
    them, since they may be filled in any order."""
    parts = [*_bounds(field), *_relations(shared, field)]
    return Rule(
        " and ".join(f"({part.xpath})" for part in parts),
        "；".join(part.text for part in parts),
        "; ".join(part.text_en for part in parts),
    )


def _bounds(field: SharedField) -> Iterator[Rule]:
    if field.type not in ("integer", "decimal", "percent"):
        return
    low, high = bounds_of(field)
    if low is not None:
        yield Rule(f". >= {low:f}", f"不应小于 {low:f}", f"not below {low:f}")
    if high is not None:
        yield Rule(f". <= {high:f}", f"不应大于 {high:f}", f"not above {high:f}")


def _relations(shared: SharedForm, field: SharedField) -> Iterator[Rule]:
    for check in shared.checks:
        asked = [found for key in check.fields if (found := shared.field(key)) is not None]
        if field not in asked or not all(one.asked and not one.roster for one in asked):
            continue
        try:
            xpath = _relation(check)
        except NotComputable:
            continue
        blank = " or ".join(f"${{{one.id}}} = ''" for one in asked if one.id != field.id)
        own = xpath.replace(f"${{{field.id}}}", ".")
        yield Rule(f"{blank} or {own}" if blank else own, check.text, check.text_en)


def _relation(check: Check) -> str:
    first = f"${{{check.fields[0]}}}"
    if check.kind == "at_most":
        return f"{first} <= ${{{check.fields[1]}}}"
    return f"abs({first} - {to_xpath(check.expression, ())}) < {_CLOSE}"
