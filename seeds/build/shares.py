"""Splits a township's figure over the rows of a crosstab so that parts and wholes agree in every row."""

from collections.abc import Callable

from seeds.build.facts import Fact

Figure = Callable[[str], float]


def share(facts: dict[str, Fact], figure: Figure, source: str, rows: tuple[int, list[float]]) -> float:
    """The share of the fact `source` that falls to one row; `rows` is its place and every row's weight.

    What rests on another fact is split like it: a part is its whole less the remainder, a sum is the sum of
    its terms. So 实免 never exceeds 应免, and 男 + 女 is the same people as those who look after them.
    """
    rule, words = facts[source].rule[0], facts[source].rule[1:]

    def of(name: str) -> float:
        return share(facts, figure, name, rows)

    if rule == "sum":
        return sum(map(of, words))
    if rule == "rest":
        return of(words[0]) - sum(map(of, words[1:]))
    if rule == "part":
        return of(words[0]) - _even(figure(words[0]) - figure(source), *rows)
    return _even(figure(source), *rows)


def _even(total: float, at: int, weights: list[float]) -> float:
    """The row's share of a total by weight, in hundredths where the total has them; all rows add up to it."""
    digits = 0 if total == int(total) else 2
    ends = [round(total * sum(weights[:count]) / sum(weights), digits) for count in (at, at + 1)]
    return round(ends[1] - ends[0], digits)
