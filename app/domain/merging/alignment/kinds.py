"""Tells what kind of value a label asks for, and in what unit: from its measures, unit and head noun."""

from app.domain.merging.alignment.lexicon import Word
from app.domain.merging.alignment.units import Unit, find_unit

#: Things with a counting unit of their own: a 个 beside them says no more.
COUNTED = {"person", "household"}
#: What a bare 总数 or 合计 beside them totals.
_TOTALLED = COUNTED | {"money"}
#: Concepts that are a text by themselves: 政治面貌, 负责人.
_DESCRIBED = {"name": "name", "place": "title", "text": "", "date": ""}
#: How a label ends that names people and so counts them where nothing else is said.
_PEOPLE = ("人", "员", "者", "儿童", "妇女", "对象", "生")
#: How a label ends that names land and so asks for its area.
_LAND = ("地", "田", "林", "园", "水面", "草原")
#: How a label ends that asks to be told about something, not to count it.
_TOLD = ("情况", "概况", "状况")


def kind_of_value(words: tuple[Word, ...], unit: Unit | None, written: str) -> tuple[str, str]:
    """The kind of value and its dimension: the label's last measure, else the unit, else the head's own.

    Empty where nothing is said: such a cell may hold a name, a mark or a number.
    """
    measures = [word for word in words if word.role == "measure"]
    head = head_dimension(words)
    if measures and measures[-1].name != "count":
        stated = unit.dimension if unit and unit.dimension != "count" else measures[-1].dimension
        return measures[-1].name, stated
    if unit:
        own = unit.dimension == "count" and head in COUNTED
        return "count" if measures else "", head if own else unit.dimension
    if measures:
        general = measures[-1].dimension == "count"
        totalled = head if head in _TOTALLED else "count"
        return "count", totalled if general else measures[-1].dimension
    if written.endswith("信息"):
        return "state", "text"  # 户主信息 heads its cells, it is no name
    if head in _DESCRIBED:
        return _DESCRIBED[head], "text"
    if written.endswith(_TOLD):
        return "state", "text"
    if written.startswith("有"):
        return "flag", "flag"
    people = written.endswith(_PEOPLE) or "人口" in written or "人数" in written
    land = written.endswith(_LAND)
    assumed = head == "money" or (head == "person" and people) or (head == "area" and land)
    return "", head if assumed else ""


def head_dimension(words: tuple[Word, ...]) -> str:
    """What the last concept is counted or measured in; a place that stands alone is one too."""
    heads = [word.dimension for word in words if word.role == "concept" and word.dimension]
    if heads or any(word.role in ("concept", "unknown") for word in words):
        return heads[-1] if heads else ""
    places = [word.dimension for word in words if word.role == "scope"]
    return places[-1] if places else ""


#: What a unit repeats of its label: 人均收入 in 元/人 is money, as it is in 元.
_REPEATED = {
    ("mean", "人均"): "/person",
    ("mean", "户均"): "/household",
    ("mean", "亩均"): "/area",
    ("per", "月"): "/months",
    ("per", "年"): "/months",
}


def unit_per_label(
    words: tuple[Word, ...], qualifiers: tuple[tuple[str, str], ...], unit: Unit | None
) -> Unit | None:
    """The unit without what the label says itself; a yield in 公斤 is one per 亩."""
    if unit is None:
        return None
    if unit.dimension == "mass" and any(word.name == "yield" for word in words):
        return find_unit(f"{unit.name}/亩")
    said = {_REPEATED[one] for one in qualifiers if one in _REPEATED}
    _, slash, below = unit.dimension.partition("/")
    if slash and (f"/{below}" in said or (below == "person-months" and "/person" in said)):
        return find_unit(unit.name.partition("/")[0])
    return unit
