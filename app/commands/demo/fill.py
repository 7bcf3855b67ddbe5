"""Townships fill each shared template once, and what departments get back is compared with the key."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from app.commands.demo.answer_key import AnswerKey, TownshipAnswers
from app.commands.demo.county import County
from app.commands.demo.post import Posted


@dataclass
class Filling:
    """What filling cost and gave: cells before, asked and carried forward; wrong merges; returned cells."""

    templates: int = 0
    cells_before: int = 0
    cells_asked: int = 0
    cells_carried: int = 0
    carried_wrong: int = 0
    wrong_fields: int = 0
    returns: int = 0
    cells_right: int = 0
    cells_wrong: int = 0
    cells_computed: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def cells_to_fill(self) -> int:
        """Cells that nobody has answered yet."""
        return self.cells_asked - self.cells_carried


@dataclass(frozen=True)
class _Filler:
    county: County
    key: AnswerKey
    requests: dict[str, dict[str, Any]]
    filling: Filling


def fill_townships(
    county: County, key: AnswerKey, posted: Posted, townships: list[str], step: Callable[[], None]
) -> Filling:
    """Fill every template of `townships` with the facts of the key, and check every cell that returns."""
    by_key = {row["key"]: row for row in key.requests}
    requests = {id_: by_key[request] for request, id_ in posted.ids.items()}
    filler = _Filler(county, key, requests, Filling())
    for township in townships:
        for brief in county.call(township, "GET", f"/v1/townships/{township}/templates").json()["items"]:
            _fill(filler, township, brief)
        _check_returns(filler, township)
        step()
    return filler.filling


def _fill(filler: _Filler, township: str, brief: dict[str, Any]) -> None:
    template = filler.county.call(township, "GET", brief["template"]).json()
    answers = filler.key.answers(township)
    values: dict[str, str] = {}
    columns: dict[str, dict[str, tuple[str, str]]] = {}
    for shared in template["fields"]:
        fact = _fact(filler, shared)
        if fact is None or shared["derived_from"]:
            continue
        if shared["roster"]:
            columns.setdefault(shared["roster"], {})[shared["id"]] = (fact, shared["unit"])
        elif (value := answers.value(fact, shared["unit"])) is not None:
            values[shared["id"]] = str(value)
    rows = {roster: answers.rows(facts) for roster, facts in columns.items()}
    body = {
        "bundle": brief["bundle"],
        "period": brief["period"],
        "answers": {
            "values": values,
            "rows": {roster: entries for roster, entries in rows.items() if entries},
        },
    }
    filler.county.call(township, "POST", f"/v1/townships/{township}/submissions", json=body)
    filler.filling.templates += 1
    filler.filling.cells_before += template["cells_before"]
    filler.filling.cells_asked += template["cells_asked"]
    _check_carried(filler.filling, template, values)


def _check_carried(filling: Filling, template: dict[str, Any], values: dict[str, str]) -> None:
    """Facts alone are judged: the key has no months by which to add up, and the clerk would still confirm."""
    for id_, carried in template["carried"].items():
        if carried["basis"] != "same":
            continue
        filling.cells_carried += 1
        if not _equal(_plain(values.get(id_)), carried["value"], rounded=False):
            filling.carried_wrong += 1
            label = next(one["label"] for one in template["fields"] if one["id"] == id_)
            filling.examples.append(f"沿用 carried {label}: {values.get(id_)} ≠ {carried['value']}")


def _fact(filler: _Filler, shared: dict[str, Any]) -> str | None:
    """The one fact that a shared field asks for; two facts in one field are a wrong merge."""
    found = set()
    for source in shared["sources"]:
        place = source.get("cell") or source.get("column", "")
        request = filler.requests[source["file"]]
        fact = filler.key.fact_at(request, source["sheet"], place, source["label"])
        if fact is not None and not source["formula"]:
            found.add(fact)
    if len(found) > 1:
        filler.filling.wrong_fields += 1
        filler.filling.examples.append(f"{shared['label']}: {'、'.join(sorted(found))}")
    return min(found, default=None)


def _check_returns(filler: _Filler, township: str) -> None:
    answers = filler.key.answers(township)
    for id_, request in filler.requests.items():
        if request["body"]["kind"] != "report" and not request["form_file"]:
            continue
        path = f"/v1/requests/{id_}/returns"
        items = filler.county.call(request["department"], "GET", path, params={"township": township}).json()
        for item in items["items"]:
            filler.filling.returns += 1
            _compare(filler, request, item["cells"], answers)


def _compare(
    filler: _Filler, request: dict[str, Any], cells: list[dict[str, Any]], answers: TownshipAnswers
) -> None:
    seen: Counter[str] = Counter()
    for cell in cells:
        column = cell["cell"].rstrip("0123456789")
        places = (cell["cell"], column)
        facts = [filler.key.fact_at(request, cell["sheet"], place, cell["label"]) for place in places]
        fact = facts[0] or facts[1]
        if fact is None:
            filler.filling.cells_computed += 1
            continue
        rows = answers.column(fact, cell["unit"])
        row = seen[fact]
        seen[fact] += 1
        if rows is None:
            _judge(filler.filling, request, cell, answers.value(fact, cell["unit"]))
        else:
            _judge(filler.filling, request, cell, rows[row] if row < len(rows) else None)


def _judge(filling: Filling, request: dict[str, Any], cell: dict[str, Any], expected: Any) -> None:
    if _equal(expected, cell["value"], bool(cell["rounding"])):
        filling.cells_right += 1
        return
    filling.cells_wrong += 1
    filling.examples.append(f"{request['body']['title']} {cell['cell']}: {expected} ≠ {cell['value']}")


def _plain(text: str | None) -> Decimal | str | None:
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return text


def _equal(expected: Decimal | str | None, returned: str, rounded: bool) -> bool:
    if not isinstance(expected, Decimal):
        return expected == returned
    difference = abs(expected - Decimal(returned))
    return difference <= Decimal("0.5") if rounded else difference == 0
