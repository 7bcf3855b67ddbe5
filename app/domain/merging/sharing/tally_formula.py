"""A tally as a formula of the township's workbook, which counts while the roster is typed."""

from collections.abc import Callable, Iterator, Mapping

from app.domain.merging.sharing.shape import SharedField
from app.domain.merging.sharing.tally import OPEN_END, Condition, Tally

SERVER = '=""'
"""The formula of a tally that only the server can work out: blank until then."""
_LEAP_DAY = "02-29"


def tally_formula(
    tally: Tally, name: str, columns: Mapping[str, SharedField], place: Callable[[str], str]
) -> str:
    """The formula over the roster's ranges (`place` of a column's id), blank while a row leaves it open, as
    the server leaves it; SERVER where identity numbers would have to be taken apart.

    `name` is the column that every object has.
    """
    if not all(_feasible(one, columns[one.column], tally.as_of) for one in tally.conditions):
        return SERVER
    rows = f"COUNTA({place(name)})"
    guards = [f"{rows}=0", *(f"{count}<{rows}" for count in _known(tally, place))]
    criteria = ",".join(text for one in tally.conditions for text in _criteria(one, tally.as_of, place))
    if tally.column:
        summed = place(tally.column)
        figure = f"SUMIFS({summed},{criteria})" if criteria else f"SUM({summed})"
    else:
        figure = f"COUNTIFS({criteria})" if criteria else rows
    return f'=IF(OR({",".join(guards)}),"",{figure})'


def _feasible(one: Condition, column: SharedField, day: str) -> bool:
    if one.kind == "aged":
        return column.type == "date" and not day.endswith(_LEAP_DAY)
    return one.kind == "is" or column.label.endswith("性别")


def _known(tally: Tally, place: Callable[[str], str]) -> Iterator[str]:
    """How many rows say what the tally needs to know, for each of its columns."""
    for one in tally.conditions:
        area = place(one.column)
        if one.kind == "aged":
            yield f"COUNT({area})"
        elif one.kind == "sex":
            yield f'(COUNTIF({area},"男")+COUNTIF({area},"女"))'
        else:
            yield f"COUNTA({area})"
    if tally.column:
        yield f"COUNT({place(tally.column)})"


def _criteria(one: Condition, day: str, place: Callable[[str], str]) -> Iterator[str]:
    area = place(one.column)
    if one.kind != "aged":
        yield f'{area},"{one.value}"'
        return
    year, month, date = (int(part) for part in day.split("-"))
    yield f'{area},"<="&DATE({year - one.low},{month},{date})'
    if one.high < OPEN_END:
        yield f'{area},">"&DATE({year - one.high - 1},{month},{date})'
