"""How few visit-days any plan could have: the proof that stands beside the plan."""

from collections import defaultdict

from app.domain.scheduling.cpsat import Model
from app.domain.scheduling.township_model import TownshipModel
from app.domain.scheduling.units import Instance, Unit, single_units


def lower_bound(instance: Instance, days: list[int], unplaced: int, effort: float) -> int:
    """No plan that leaves at most `unplaced` of the plannable requests out has fewer visit-days.

    The sum of each township's own bound: teams that several townships want are not counted. First the
    most units that share no day (greedy, exact for plain windows without caps), then, where the plan's
    `days` in the township are more than that, its optimum by CP-SAT within `effort`. A request that is
    left out saves a visit-day at most, so each counts as one.
    """
    by_township: dict[int, list[Unit]] = defaultdict(list)
    for unit in single_units(instance) if unplaced else instance.units:
        by_township[unit.township].append(unit)
    bounds = {township: _apart(units) for township, units in by_township.items()}
    open_gaps = [township for township in sorted(bounds) if bounds[township] < days[township]]
    for number, township in enumerate(open_gaps):
        share = effort / (len(open_gaps) - number)
        bound, used = _optimum(instance, by_township[township], bool(unplaced), min(4 * share, effort))
        bounds[township] = max(bounds[township], bound)
        effort = max(effort - used, 0.01)
    return max(sum(bounds.values()) - unplaced, 0)


def _apart(units: list[Unit]) -> int:
    """The number of units, picked by deadline, no two of which share a day: each needs a day of its own."""
    taken, count = 0, 0
    for unit in sorted(units, key=lambda unit: (unit.allowed.bit_length(), -unit.allowed)):
        if not unit.allowed & taken:
            count += 1
            taken |= unit.allowed
    return count


def _optimum(instance: Instance, units: list[Unit], may_be_absent: bool, effort: float) -> tuple[int, float]:
    """The township's fewest visit-days plus absent requests, or the bound proven so far; effort used."""
    model = Model()
    township = TownshipModel(model, instance, units)
    for variable in township.is_open.values():
        model.add_cost(variable, 1)
    for unit in units:
        choices = township.choices(unit)
        if may_be_absent:
            absent = model.variable()
            choices.append(absent)
            model.add_cost(absent, 1)
        model.exactly_one(choices)
    answer = model.minimize(effort)
    return answer.bound, answer.effort
