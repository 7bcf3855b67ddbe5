"""Every form that is due in the four months: the county's requests, and the standing returns beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import combinations

from app.domain.divisions import contains
from app.domain.matching import Link, form_bundles
from app.domain.merging import at_occurrence
from app.domain.merging.field import Form
from app.kit.clock import SHANGHAI
from app.requests.body import Recurrence
from app.requests.occurrences import due_dates
from benchmarks.forms.seed_forms import form_of_json, forms_by_request, lines
from seeds.build.returns.standing import Standing, return_line, standing_returns


@dataclass(frozen=True)
class Asked:
    """One form of one request, due for one period; what shares `bundle` and `period` is filled together."""

    bundle: str
    period: str
    due: datetime
    form: Form
    targets: tuple[str, ...] = ()

    def asks(self, township: str) -> bool:
        """True where it is due from `township`; a standing return is due from all."""
        return not self.targets or any(contains(target[:9], township) for target in self.targets)


def requested() -> Iterator[Asked]:
    """The reports of seeds/requests.jsonl with each of their periods, bundled as the answer key has them."""
    forms = forms_by_request()
    links = [Link(row["a"], row["b"], 1.0) for row in lines("key/overlaps.jsonl")]
    bundles = form_bundles(sorted(forms), [one for one in links if {one.a, one.b} <= forms.keys()])
    number = {key: f"R{at}" for at, keys in enumerate(bundles) for key in keys}
    for row in lines("requests.jsonl"):
        if row["key"] not in forms:
            continue
        bundle, form = number.get(row["key"], row["key"]), forms[row["key"]]
        targets, recurrence = tuple(row["body"]["targets"]), row["body"].get("recurrence")
        occasions = due_dates(Recurrence(**recurrence)) if recurrence else []
        for period, due in occasions:
            dated = at_occurrence(form, period, [one for one, _ in occasions])
            yield Asked(bundle, period, datetime.combine(due, time(), SHANGHAI), dated, targets)
        if not occasions:
            latest = datetime.fromisoformat(row["body"]["window"]["latest"]).replace(tzinfo=SHANGHAI)
            yield Asked(bundle, "", latest, form, targets)


def standing(first: str) -> Iterator[Asked]:
    """The standing returns with each period from `first` on (2026-09, or 2026-10 for the quarter alone)."""
    returns = standing_returns()
    works = _works(returns)
    for one in returns:
        line = return_line(one)
        form = form_of_json(one.key, line["form"])
        occasions = due_dates(Recurrence(**line["recurrence"]))
        periods = [period for period, _ in occasions]
        for period, due in occasions:
            if period >= first:
                dated = at_occurrence(form, period, periods)
                yield Asked(works[one.key], period, datetime.combine(due, time(), SHANGHAI), dated)


def _works(returns: list[Standing]) -> dict[str, str]:
    """One bundle for ledgers of the same objects, and for returns of which one asks half of what another
    asks, by the key: who shares a bundle is measured elsewhere (`jianfu bench overlaps`)."""
    home = {one.key: one.roster or one.key for one in returns}
    for one, other in combinations(returns, 2):
        mine, theirs = ({asked.fact for asked in each.asked} for each in (one, other))
        if not one.roster and not other.roster and 2 * len(mine & theirs) >= min(len(mine), len(theirs)):
            old, new = home[other.key], home[one.key]
            home = {key: new if work == old else work for key, work in home.items()}
    return home
