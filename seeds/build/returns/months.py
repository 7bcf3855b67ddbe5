"""What is true of a township month by month: objects that come, change and go, and figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seeds.build.chance import chance
from seeds.build.county import Division, villages
from seeds.build.facts import REAL, profile
from seeds.build.form_text import FieldText
from seeds.build.returns.standing import MONTHS, Roster, rosters, standing_returns, sums

RATE = 0.05
"""Share of a roster's rows, and of the figures that seldom change, that change in a month: an assumption.

A fifth of the changes is an object that leaves and one that comes, the rest one attribute that is another."""

FILLING = ("990101001", "990101200")
"""A town's street and a rural township, the two that the demo fills."""
LEAVES = 0.2
YEAR = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", *MONTHS)
SIZES = {
    **{"元": 600, "平方米": 120, "亩": 9000, "吨": 700, "头": 2600, "只": 9000, "千瓦时": 90000},
    **{"万元": 800, "户": 90},
}
PREFIX = {"low_income": "DB", "destitute": "TK", "elders": "GL", "watched": "JC", "disabled": "CJ"}
FIRST = {"slopes": "DZ", "houses": "ZJ", "tenants": "CZ"}
ENDINGS = {"plants": "工贸有限公司", "farms": "养殖场", "reaches": "河段"}
TRADES = ("小餐馆", "便利店", "旅社", "粮油坊", "理发店", "五金店", "药房", "农家乐")
INDUSTRIES = ("农副食品加工业", "木材加工业", "非金属矿物制品业", "通用设备制造业", "纺织业")
MEASURES = ("产业帮扶", "公益性岗位", "医疗救助", "教育资助", "停止使用", "限期加固", "定期巡查")
PARTS = (
    *((part, "people") for part in ("insured", "aided", "students", "disabled", "jobs")),
    ("severe", "disabled"),
    ("fixed_hazards", "hazards"),
)
PEOPLED = ("保障人数", "家庭人口", "从业人数", "居住人数", "租住人数", "层数", "出租间数")
Value = int | float | str


@dataclass(frozen=True, slots=True)
class Object:
    """One row of a roster over time: its number, its months, and the column that changed in a month."""

    number: int
    there: tuple[str, ...]
    changes: dict[str, str]


class Months:
    """A township from September to December 2026; every figure is decided by words alone."""

    def __init__(self, place: Division, rate: float = RATE) -> None:
        self._place = place
        self._rate = rate
        self._profile = profile(place)
        self._texts = _texts()
        self._kinds = {asked.fact: asked.kind for one in standing_returns() for asked in one.asked}
        self._sums = sums()
        self._villages = [one.name for one in villages(place.code)]

    def figure(self, fact: str, months: tuple[str, ...]) -> Value:
        """A single figure: of the last of `months` for a stock, over all of them for a flow."""
        if fact in self._sums:
            return round(sum(float(self.figure(part, months)) for part in self._sums[fact]), 2)
        kind, text = self._kinds[fact], self._texts[fact]
        if kind == "flow":
            return round(sum(float(_rounded(self._size(text, fact, month), text)) for month in months), 2)
        if kind == "moving":
            return _rounded(self._size(text, fact, months[-1]), text)
        return _rounded(self._size(text, fact, self._since(fact, months[-1]) if kind == "slow" else ""), text)

    def is_flow(self, fact: str) -> bool:
        """True for a figure of what happens over a month."""
        return self._kinds[fact] == "flow"

    def rows(self, roster: str, month: str) -> list[dict[str, Value]]:
        """The rows of a roster at the end of a month, by fact."""
        one = rosters()[roster]
        return [
            _within(
                {f"{roster}.{column}": self._cell(one, item, column, month) for column in one.columns
                 if f"{roster}.{column}" in self._texts}
            )
            for item in self._objects(one)
            if month in item.there
        ]  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Rosters by month as lists under their columns, and the single figures by month."""
        single = sorted(fact for fact in self._kinds if "." not in fact)
        return {
            "township": self._place.code,
            "rate": self._rate,
            "rosters": {name: self._listed(name) for name in rosters()},
            "figures": {fact: [self.figure(fact, (month,)) for month in MONTHS] for fact in single},
        }

    def _listed(self, roster: str) -> dict[str, Any]:
        tables = {month: self.rows(roster, month) for month in MONTHS}
        columns = list(tables[MONTHS[0]][0])
        return {
            "columns": columns,
            **{month: [[row[name] for name in columns] for row in rows] for month, rows in tables.items()},
        }

    def _objects(self, roster: Roster) -> Iterator[Object]:
        count = max(3, round(self._profile[roster.of] * roster.share))
        for number in range(count):
            yield from self._lived(roster, number, MONTHS, 0)

    def _lived(self, roster: Roster, number: int, months: tuple[str, ...], heir: int) -> Iterator[Object]:
        """One object until it leaves, and then the one that comes in its stead."""
        slow = [column for column, kind in roster.columns.items() if kind == "slow"]
        name, changes = f"{number}/{heir}", dict[str, str]()
        for at, month in enumerate(months[1:], 1):
            if chance("changes", roster.name, self._place.code, name, month) >= self._rate:
                continue
            if chance("leaves", roster.name, self._place.code, name, month) < LEAVES:
                yield Object(number + 1000 * heir, months[:at], changes)
                yield from self._lived(roster, number, months[at:], heir + 1)
                return
            changes[month] = slow[int(chance("which", roster.name, name, month) * 0.999 * len(slow))]
        yield Object(number + 1000 * heir, months, changes)

    def _cell(self, roster: Roster, item: Object, column: str, month: str) -> Value:
        text, kind = self._texts[f"{roster.name}.{column}"], roster.columns[column]
        words = (self._place.code, roster.name, str(item.number), column)
        if kind == "key":
            return self._name(roster, item)
        if kind == "flow":
            return _answer(text, (*words, month), 0)
        turned = sum(changed == column for at, changed in item.changes.items() if at <= month)
        if column == "village":
            return self._village(roster, item)
        if column == "address":
            return f"{self._village(roster, item)}{1 + int(chance(*words) * 90)}号"
        return _answer(text, words, turned)

    def _name(self, roster: Roster, item: Object) -> str:
        village, number = self._village(roster, item)[:2], item.number
        prefix = PREFIX.get(roster.name) or FIRST.get(roster.name)
        if prefix:
            return f"{prefix}{self._place.code[6:]}-{number + 1:04d}"
        kind = {
            "premises": TRADES[number % len(TRADES)],
            "plants": "工贸有限公司",
            "farms": "养殖场",
            "reaches": "河段",
        }
        return f"{village}{number + 1}号{kind[roster.name]}"

    def _village(self, roster: Roster, item: Object) -> str:
        at = chance("home", self._place.code, roster.name, str(item.number))
        return self._villages[int(at * 0.999 * len(self._villages))]

    def _size(self, text: FieldText, *words: str) -> float:
        usual = SIZES.get(text.unit, 60)
        return usual * (0.3 + 1.4 * chance(*words, self._place.code))

    def _since(self, fact: str, month: str) -> str:
        """The month of the last change up to `month`."""
        changed = [
            one for one in YEAR if one <= month and chance("moved", fact, one, self._place.code) < self._rate
        ]
        return changed[-1] if changed else ""


def _within(row: dict[str, Value]) -> dict[str, Value]:
    """Of a household's people no more can be pupils than there are."""
    named = {fact.rpartition(".")[2]: fact for fact in row}
    for part, whole in PARTS:
        if part in named and whole in named:
            row[named[part]] = int(row[named[part]]) % (int(row[named[whole]]) + 1)
    return row


def _answer(text: FieldText, words: tuple[str, ...], turned: int) -> Value:
    """An attribute after `turned` changes, another one each time; a flow has none."""
    luck = chance(*words)
    if text.options:
        return text.options[(int(luck * 0.999 * len(text.options)) + turned) % len(text.options)]
    if text.type == "boolean":
        return "否" if (luck < 0.8) == (turned % 2 == 0) else "是"
    if text.type == "text":
        return _words(text, luck, turned)
    if text.unit == "元" and "标准" in text.label:
        return 100 + 10 * int(luck * 60) + 30 * turned
    if text.unit in SIZES:
        return _rounded(SIZES[text.unit] * (0.3 + luck) + turned, text)
    return int(luck * 5) + turned + (text.label in PEOPLED)


def _words(text: FieldText, luck: float, turned: int) -> str:
    if "编号" in text.label:
        return f"N{int(luck * 900) + 100 + turned}"
    if "行业" in text.label:
        return INDUSTRIES[int(luck * 0.999 * len(INDUSTRIES))]
    if "年份" in text.label:
        return str(1980 + int(luck * 44))
    return MEASURES[(int(luck * 0.999 * len(MEASURES)) + turned) % len(MEASURES)]


def _rounded(figure: float, text: FieldText) -> Value:
    return round(figure, 2) if text.unit in REAL or text.unit in ("万元", "吨") else round(figure)


def _texts() -> dict[str, FieldText]:
    """How each fact is asked first."""
    found: dict[str, FieldText] = {}
    for one in standing_returns():
        for asked in one.asked:
            found.setdefault(asked.fact, asked.text)
    return found
