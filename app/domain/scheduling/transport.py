"""Who goes on which of a few days, seats counted: the cheapest by minimum-cost flow (OR-Tools)."""

import numpy as np
from ortools.graph.python import min_cost_flow

from app.domain.scheduling.crowding import Numbers


def cheapest_days(costs: Numbers, sizes: Numbers, seats: int) -> list[int]:
    """The day (a column of `costs`) of each row, where each day has so many seats and a row needs its size.

    The last column is no day: whoever has to, may stay there. A row that the flow splits goes where most of
    it does.
    """
    rows, columns = costs.shape
    days = columns - 1
    tails = np.repeat(np.arange(rows), columns)
    heads = np.tile(rows + np.arange(columns), rows)
    sink = rows + columns
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([tails, rows + np.arange(columns)]),
        np.concatenate([heads, np.full(columns, sink)]),
        np.concatenate([np.repeat(sizes, columns), np.full(days, seats), [int(sizes.sum())]]),
        np.concatenate([(costs // sizes[:, None]).ravel(), np.zeros(columns, dtype=np.int64)]),
    )
    supplies = np.concatenate([sizes, np.zeros(columns, dtype=np.int64), [-int(sizes.sum())]])
    flow.set_nodes_supplies(np.arange(sink + 1), supplies)
    flow.solve()
    shares = flow.flows(arcs[: rows * columns]).reshape(rows, columns)
    return [int(day) for day in shares.argmax(axis=1)]
