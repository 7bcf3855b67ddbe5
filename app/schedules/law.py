"""What the law wants at least, held against the county's caps and against what the plan could not place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.policy import Conflict, Demand, Floor, find_conflicts, floor_of, rulebook
from app.kit.words import Words
from app.schedules.load import Input, Item
from app.tables import Department, WorkRequest


@dataclass(frozen=True, slots=True)
class LawRemark:
    """A minimum that is not met in a township, or cannot be; with its source and the cap's.

    `missed`: its time is over, so that no change of this plan can mend it.
    """

    township: str
    requests: tuple[UUID, ...]
    text: Words
    sources: tuple[Words, ...]
    remedy: Words
    missed: bool = False


MISSED = Words("期限已过，只能补查并向主管部门说明", "Its time is over: make it up, and report it")


def load_floors(session: Session, requests: Iterable[UUID]) -> dict[UUID, Floor]:
    """The floor that each request serves, of those that serve one."""
    rows = session.execute(
        select(WorkRequest.id, WorkRequest.title, Department.name, WorkRequest.unannounced)
        .join(Department, Department.code == WorkRequest.department)
        .where(WorkRequest.id.in_(set(requests)))
    )
    found = {id_: floor_of(title, name, unannounced=hidden) for id_, title, name, hidden in rows}
    return {id_: floor for id_, floor in found.items() if floor is not None}


def find_law_remarks(
    input_: Input, floors: Mapping[UUID, Floor], unplaced: Iterable[tuple[Item, Words]], today: date
) -> list[LawRemark]:
    """Where no plan can keep a floor and the county's cap, and where this plan leaves a floor unmet.

    What is asked in months that are over can be neither kept nor in conflict: what was not made is missed.
    """
    bound = {item.key: item for item in input_.items if item.request in floors}
    demands = [
        _demand(item, floors[item.request])
        for item in bound.values()
        if _month_of(item.latest) >= _month_of(today)
    ]
    conflicts = find_conflicts(demands, input_.caps.visits_per_month)
    told = {demand.key for conflict in conflicts for demand in conflict.demands}
    remarks = [_impossible(conflict, bound, input_.caps.visits_per_month) for conflict in conflicts]
    remarks += [
        _unmet(item, floors[item.request], reason, missed=item.latest <= today)
        for item, reason in unplaced
        if item.key in bound and item.key not in told
    ]
    return remarks


def _demand(item: Item, floor: Floor) -> Demand:
    first, last = _month_of(item.earliest), _month_of(item.latest)
    return Demand(item.key, item.township, first, last, item.held, floor)


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _impossible(conflict: Conflict, bound: Mapping[str, Item], cap: int | None) -> LawRemark:
    first, last = _month(conflict.first), _month(conflict.last)
    floors = tuple(dict.fromkeys(demand.floor for demand in conflict.demands))
    whos, whos_en = "；".join(one.who for one in floors), "; ".join(one.who_en for one in floors)
    return LawRemark(
        township=conflict.township,
        requests=tuple(dict.fromkeys(bound[demand.key].request for demand in conflict.demands)),
        text=Words(
            f"{first} 至 {last} 至少要 {conflict.needed} 次检查（{whos}），"
            f"而每月上限 {cap} 次只容 {conflict.allowed} 次：两项规定不能同时满足",
            f"From {first} to {last} at least {conflict.needed} visits are due ({whos_en}), and the cap of "
            f"{cap} a month allows {conflict.allowed}: the two rules cannot both be kept",
        ),
        sources=(*_sources(floors), _cap_source()),
        remedy=Words(
            "提高本县每月上限（设置 caps.visits_per_month），或把其中的检查改为可与其他部门合并",
            "Raise the county's cap (setting caps.visits_per_month), or let one of the checks be joined",
        ),
    )


def _unmet(item: Item, floor: Floor, reason: Words, *, missed: bool) -> LawRemark:
    return LawRemark(
        township=item.township,
        requests=(item.request,),
        text=Words(
            f"下限“{floor.who}”本计划未满足：{reason.zh}",
            f"The plan leaves a minimum unmet ({floor.who_en}): {reason.en}",
        ),
        sources=_sources((floor,)),
        remedy=MISSED if missed else Words("见 unplaced 中的改法", "See under unplaced what would mend it"),
        missed=missed,
    )


def _sources(floors: Iterable[Floor]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys(Words(one.source, one.source_en) for one in floors))


def _cap_source() -> Words:
    rule = rulebook()["R03"]
    return Words(rule.source, rule.source_en)


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"
