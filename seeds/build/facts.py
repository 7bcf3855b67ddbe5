"""The townships' facts: which value answers which field, and how the parts add up."""

from collections.abc import Iterator
from dataclasses import dataclass

from seeds.build.chance import chance
from seeds.build.county import Division, source_lines, villages
from seeds.build.form_layout import lay_out
from seeds.build.form_spec import FormSpec
from seeds.build.form_text import FieldText
from seeds.build.likely_rules import likely_rule
from seeds.build.notices import Notice

BASE = {"万人": ("人", 10000), "万亩": ("亩", 10000), "万元": ("元", 10000), "万吨": ("吨", 10000),
        "公顷": ("亩", 15), "万只": ("只", 10000), "千克": ("吨", 0.001), "万千瓦时": ("千瓦时", 10000),
        "万平方米": ("平方米", 10000)}  # fmt: skip
USUAL = {
    **{"元": 36000.0, "亩": 640.0, "吨": 210.0, "平方米": 1500.0, "公里": 18.0, "千瓦时": 86000.0},
    **{"人": 36.0, "户": 24.0, "人次": 120.0, "份": 350.0, "株": 240.0, "头": 1800.0, "只": 9000.0},
    **{"张": 420.0, "条": 160.0, "册": 1800.0, "副": 60.0, "床": 90.0, "家次": 55.0, "件": 60.0},
}
REAL = {"亩", "吨", "元", "公里", "平方米", "%", "平方公里"}
SECOND = {"ytd": "本年累计", "last": "上年同期"}
WORDS = {"text": "已按要求落实", "date": "2026-10-15", "boolean": "是"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a township: its name, the unit it is kept in, and the rule that makes it."""

    id: str
    name: str
    unit: str
    rule: tuple[str, ...]
    is_flow: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """Where a fact is asked: a request's JSON field or a form's cell or column."""

    fact: str
    text: FieldText
    where: dict[str, str]
    period: str
    source: str = ""
    is_column: bool = False


def base_unit(unit: str) -> tuple[str, float]:
    """The unit that facts are kept in, and how many of it one written unit holds."""
    return BASE.get(unit, (unit, 1))


def uses(notices: list[tuple[str, Notice]], specs: dict[str, list[FormSpec]]) -> Iterator[Use]:
    """Every asked value, in the order of requests and then of forms; computed cells are not asked."""
    for key, notice in notices:
        if notice.form:
            for text in notice.form.fields:
                where = {"request": key, "label": text.label}
                yield Use(text.fact, text, where, notice.form.period, is_column=notice.form.kind == "ledger")
    for name, parts in specs.items():
        for spec in parts:
            yield from _sheet_uses(name, spec)


def _sheet_uses(name: str, spec: FormSpec) -> Iterator[Use]:
    for placed in lay_out(spec).fields:
        if placed.formula:
            continue
        how = "column" if placed.is_column else "cell"
        where = {"form": f"forms/{name}.xlsx", "sheet": spec.sheet, how: placed.cell}
        row = placed.fact.rpartition(".")[2]
        split = f"{placed.asked.source}|{row}|{spec.head['rows']}" if placed.asked.source else ""
        yield Use(placed.fact, placed.asked.text, where, spec.head.get("period", ""), split, placed.is_column)


def totals(specs: dict[str, list[FormSpec]]) -> Iterator[tuple[str, dict[str, str]]]:
    """The computed cells that hold a whole fact: the total of a crosstab's column that splits it."""
    for name, parts in specs.items():
        for spec in parts:
            for placed in lay_out(spec).fields:
                if placed.asked.source and placed.formula:
                    where = {"form": f"forms/{name}.xlsx", "sheet": spec.sheet, "cell": placed.cell}
                    yield placed.asked.source, {**where, "unit": placed.asked.text.unit}


def registry(asked: list[Use]) -> dict[str, Fact]:
    """Every fact by id: those with a written rule, those that split another, and those with a likely size."""
    facts = dict(_written())
    siblings: dict[tuple[str, str], dict[str, str]] = {}
    for use in asked:
        form = use.where.get("request") or use.where["form"] + use.where["sheet"]
        beside = siblings.setdefault((form, base_unit(use.text.unit)[0]), {})
        if use.fact not in facts:
            facts[use.fact] = _unwritten(use, facts, beside)
        beside[use.text.label] = use.fact
    return facts


def _unwritten(use: Use, facts: dict[str, Fact], beside: dict[str, str]) -> Fact:
    unit, text = base_unit(use.text.unit)[0], use.text
    root, _, second = use.fact.rpartition("_")
    if use.source:
        return Fact(use.fact, text.label, unit, ("split", *use.source.split("|")))
    if second in SECOND and root in facts:
        one = facts[root]
        return Fact(use.fact, f"{one.name}（{SECOND[second]}）", unit, _beside(one, second), one.is_flow)
    rule: tuple[str, ...] = ("choice", *text.options) if text.options else ()
    if beside and unit and not use.is_column:
        rule = rule or likely_rule(text.label, next(iter(beside.values())), beside)
    return Fact(use.fact, text.label, unit, rule or ("usual", text.type))


def _beside(fact: Fact, second: str) -> tuple[str, ...]:
    """The figure in a form's second column: the year to date of a flow or a stock, or last year's."""
    if fact.rule[0] == "sum" and (fact.is_flow or second == "last"):
        return ("sum", *(f"{part}_{second}" for part in fact.rule[1:]))
    return ("times", fact.id, "0.97" if second == "last" else "3" if fact.is_flow else "1")


def _written() -> Iterator[tuple[str, Fact]]:
    for line in source_lines("facts.txt"):
        name, label, unit, rule = (word.strip() for word in line.split("|"))
        words = tuple(rule.split())
        is_flow = words[0] == "flow"
        yield name, Fact(name, label, unit, words[1:] if is_flow else words, is_flow)


def profile(township: Division) -> dict[str, float]:
    """What a township's figures hang on: people, households, villages, farmland and forest in 亩."""
    count = len(villages(township.code))
    is_street = "街道" in township.name
    each = (4200 if is_street else 2350) * (0.8 + 0.4 * chance("size", township.code))
    people = round(count * each)
    hills = 0.2 if is_street else 1.8 if township.name.endswith("乡") else 1.0
    return {
        "pop": people,
        "households": round(people / 2.9),
        "villages": count,
        "farmland": round(people * (0.15 if is_street else 1.1), 1),
        "forest": round(count * 6200 * hills, 1),
    }
