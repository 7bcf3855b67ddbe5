"""Composes each township's answers: a value per fact in the fact's own unit, and the rows of its rosters."""

from collections.abc import Callable
from typing import Any

from seeds.build.chance import chance, person
from seeds.build.county import COUNTY, Division, villages
from seeds.build.facts import REAL, USUAL, WORDS, Fact, Use, profile
from seeds.build.shares import share

Value = int | float | str
TRADES = ["小餐饮", "小商店", "小旅馆", "小作坊", "农家乐", "民宿", "理发店", "药店"]
FIRMS = ["建材", "食品", "竹木制品", "机械", "粮油", "纺织", "包装", "新材料"]
WITHIN = {"fixed": "hazards", "medical_month": "medical_ytd", "done": "stock"}
INDUSTRY = ["非金属矿物制品业", "农副食品加工业", "木材加工业", "通用设备制造业", "纺织业", "造纸和纸制品业"]


class Township:
    """The answers of one township; a fact is computed once, after those that it rests on."""

    def __init__(self, place: Division, facts: dict[str, Fact]) -> None:
        """Promises nothing before `value` is asked."""
        self.place, self.facts, self.known = place, facts, dict[str, Value]()
        self.profile = profile(place)

    def value(self, name: str) -> Value:
        """The fact's value; figures for whole things are whole numbers."""
        if name not in self.known:
            self.known[name] = self._compute(self.facts[name])
        return self.known[name]

    def _compute(self, fact: Fact) -> Value:
        rule, words = fact.rule[0], fact.rule[1:]
        text: dict[str, Callable[[], Value]] = {
            "person": lambda: person(fact.id, self.place.code),
            "choice": lambda: words[int(chance(fact.id, self.place.code) * 0.999 * len(words))],
        }
        if rule in text:
            return text[rule]()
        if rule == "usual" and not fact.unit:
            return WORDS.get(words[0], WORDS["text"])
        return self._rounded(self._figure(fact, rule, words), fact.unit)

    def _figure(self, fact: Fact, rule: str, words: tuple[str, ...]) -> float:
        jitter = 0.85 + 0.3 * chance(fact.id, self.place.code)
        figures: dict[str, Callable[[], float]] = {
            "fixed": lambda: float(words[0]),
            "exactly": lambda: self.profile[words[0]],
            "sum": lambda: sum(map(self._number, words)),
            "rest": lambda: self._number(words[0]) - sum(self._number(one) for one in words[1:]),
            "times": lambda: self._number(words[0]) * float(words[1]),
            "part": lambda: self._number(words[0]) * float(words[1]),
            "split": lambda: self._share(*words),
            "usual": lambda: self._usual(fact, jitter),
        }
        if rule in figures:
            return float(figures[rule]())
        return self.profile[rule] * float(words[0]) * jitter

    def _usual(self, fact: Fact, jitter: float) -> float:
        if fact.unit == "%":
            return min(100.0, 93 * (1 + (jitter - 1) / 3))
        return USUAL.get(fact.unit, 6.0) * jitter * (self.profile["pop"] / 18000 if fact.unit in USUAL else 1)

    def _number(self, name: str) -> float:
        found = self.value(name)
        if isinstance(found, str):
            raise TypeError(f"{name} is no figure")
        return float(found)

    def _share(self, source: str, row: str, rows: str) -> float:
        names = rows.split()
        weights = [0.5 + chance(rows, self.place.code, name) for name in names]
        return share(self.facts, self._number, source, (names.index(row), weights))

    @staticmethod
    def _rounded(figure: float, unit: str) -> int | float:
        return round(figure, 2) if unit in REAL else round(figure)


def answers(place: Division, facts: dict[str, Fact], asked: list[Use]) -> dict[str, Any]:
    """One answers file. `facts` holds every scalar fact, `rosters` the rows of every ledger."""
    rosters = roster_columns(asked)
    columns = {name for names in rosters.values() for name in names}
    town = Township(place, facts)
    asked_once = {use.fact for use in asked} | {use.source.partition("|")[0] for use in asked if use.source}
    scalars = {name: town.value(name) for name in asked_once - columns}
    return {
        "township": place.code,
        "name": place.name,
        "facts": dict(sorted(scalars.items())),
        "rosters": {name: rows(place, name, fields, facts) for name, fields in sorted(rosters.items())},
    }


def roster_columns(asked: list[Use]) -> dict[str, dict[str, Use]]:
    """The columns of each roster: those of ledgers in .xlsx and in JSON that list the same objects."""
    found: dict[str, dict[str, Use]] = {}
    for use in asked:
        if use.is_column:
            found.setdefault(use.fact.partition(".")[0], {}).setdefault(use.fact, use)
    return found


def rows(
    place: Division, roster: str, columns: dict[str, Use], facts: dict[str, Fact]
) -> list[dict[str, Value]]:
    """Three to seven objects of a roster with a value per column, invented from the township's own code."""
    count = 3 + int(chance("rows", roster, place.code) * 4.99)
    found = []
    for number in range(count):
        row = {name: _entry(place, f"{roster}{number}", use, facts[name]) for name, use in columns.items()}
        for part, whole in WITHIN.items():
            if f"{roster}.{part}" in row:
                row[f"{roster}.{part}"] = min(row[f"{roster}.{part}"], row[f"{roster}.{whole}"], key=float)
        found.append(row)
    return found


def _entry(place: Division, row: str, use: Use, fact: Fact) -> Value:
    name, luck = fact.id.partition(".")[2], chance(fact.id, row, place.code)
    homes = villages(place.code)
    home = homes[int(chance("home", row, place.code) * 0.999 * len(homes))].name
    who = person(row, place.code)
    known: dict[str, Callable[[], Value]] = {
        "owner": lambda: who, "head": lambda: who, "contact": lambda: who, "person": lambda: who,
        "village": lambda: home, "address": lambda: f"{home}{1 + int(luck * 8)}组{1 + int(luck * 90)}号",
        "name": lambda: _title(row, place, home), "title": lambda: f"{home[:2]}{who}农场",
        "trade": lambda: "粮油种植", "measure": lambda: "定期巡查、限制使用",
        "site": lambda: f"{home}{1 + int(luck * 8)}组隐患点",
        "code": lambda: f"91{COUNTY}MA{int(luck * 99999999):08d}",
        "industry": lambda: INDUSTRY[int(luck * 5.99)], "use": lambda: TRADES[int(luck * 7.99)],
        "idno": lambda: f"990101{1950 + int(luck * 50)}0{1 + int(luck * 8)}{10 + int(luck * 18)}000X",
        "phone": lambda: f"1990000{int(luck * 9999):04d}", "storeys": lambda: 1 + int(luck * 4),
    }  # fmt: skip
    if name in known:
        return known[name]()
    if use.text.options == ("是", "否"):
        return "否" if luck < 0.1 else "是"
    if use.text.options:
        return use.text.options[int(luck * 0.999 * len(use.text.options))]
    if use.text.type == "boolean":
        return "是" if luck < 0.15 else "否"
    if not fact.unit:
        return WORDS.get(use.text.type, "已落实")
    size = USUAL.get(fact.unit, 4.0) * (0.08 if fact.unit in ("人", "户") else 0.3) * (0.5 + luck)
    size *= 20 if use.fact.startswith("firms.") else 1  # a firm is larger than a household
    return round(size, 2) if fact.unit in REAL else round(size)


def _title(row: str, place: Division, home: str) -> str:
    trade = FIRMS[int(chance("firm", row, place.code) * 7.99)]
    return (
        f"东安县{home[:2]}{trade}有限公司"
        if row.startswith("firms")
        else f"{home[:2]}{trade}{'店' if trade != '食品' else '铺'}"
    )
