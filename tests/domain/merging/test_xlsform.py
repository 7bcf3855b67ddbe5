"""The shared form for phones: pyxform turns it into an XForm, and its sums are those of the server."""

import io
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from app.domain.merging import (
    Heading,
    check_answers,
    collected_answers,
    merge_forms,
    read_workbook,
)
from app.domain.merging.sharing.xlsform import write_xlsform
from app.domain.merging.sharing.xpath import to_xpath
from app.domain.merging.workbook.formulas import NotComputable, compute
from tests.domain.merging.small_forms import column, field, form, ledger
from tests.domain.merging.test_shared_workbook import ORIGINALS

HEADING = Heading("统一填报表", "白石镇", marks={"bundle": "bun_990101_0199", "period": "2026-10"})
CHECKS = form(
    "a",
    field("户籍人口", "D1", role="formula", formula="=D2+D3"),
    field("男", "D2", path=("户籍人口", "男"), low="0", high="50000"),
    field("女", "D3", path=("户籍人口", "女")),
    field("总户数", "D4", "户"),
    field("低保户", "D5", "户", path=("总户数", "低保户")),
    field("是否达标", "D6", "", type="boolean"),
    field("等级", "D7", "", type="choice", options=("A 级", "B级")),
    field("检查日期", "D8", "", type="date"),
)
FIRMS = ledger("b", "企业台账", column("企业名称", "B"), column("用工人数", "C", "人", "integer"))


def small():
    return merge_forms([CHECKS, FIRMS])


def lines(data, sheet="survey"):
    first, *rest = load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in rest]


def by_label(shared):
    return {item.label.rpartition(" / ")[2]: item.id for item in shared.fields}


@pytest.mark.parametrize("keys", [*([key] for key in ORIGINALS), list(ORIGINALS)])
def test_every_layout_becomes_an_xform_without_a_complaint(keys):
    shared = merge_forms([read_workbook(ORIGINALS[key], key).to_form(key) for key in keys])
    result = convert(io.BytesIO(write_xlsform(shared, HEADING)))
    assert result.warnings == []
    model = etree.fromstring(result.xform.encode())
    asked = {item.id for item in shared.fields if item.asked}
    bound = {bind.get("nodeset").rpartition("/")[2] for bind in model.iter("{*}bind")}
    assert asked <= bound
    for bind in model.iter("{*}bind"):
        for name in ("calculate", "constraint"):
            if bind.get(name):
                etree.XPath(bind.get(name).replace("current()/", ""))  # well-formed


def test_questions_have_types_units_hints_and_both_languages():
    shared = small()
    ids, survey = by_label(shared), {}
    data = write_xlsform(shared, HEADING)
    for line in lines(data):
        survey.setdefault(line["name"], line)
    assert survey[ids["男"]]["type"] == "integer"
    assert survey[ids["男"]]["label::中文 (zh)"] == "户籍人口 / 男（人）"
    assert survey[ids["男"]]["label::English (en)"] == "户籍人口 / 男 [persons]"
    assert survey[ids["检查日期"]]["type"] == "date"
    assert survey[shared.rosters[0].id]["type"] == "begin_repeat"
    assert survey[ids["户籍人口"]]["type"] == "calculate"
    assert survey["m_bundle"]["calculation"] == "'bun_990101_0199'"
    choices = {
        (line["list_name"], line["name"], line["label::English (en)"]) for line in lines(data, "choices")
    }
    assert (survey[ids["是否达标"]]["type"].split()[1], "是", "Yes") in choices
    assert (survey[ids["等级"]]["type"].split()[1], "A_级", "A 级") in choices
    [settings] = lines(data, "settings")
    assert (settings["form_id"], settings["default_language"]) == ("bun_990101_0199_2026_10", "中文 (zh)")


def numbers(given):
    """The arguments of an XPath function, node sets included."""
    return [float(each.text) for one in given if isinstance(one, list) for each in one] + [
        float(one) for one in given if not isinstance(one, list)
    ]


def evaluated(xpath, values, own=None):
    """An XPath of the form over answers; the functions are ODK's."""
    names = etree.FunctionNamespace(None)
    names["if"] = lambda _, test, then, other: then if test else other
    names["abs"] = lambda _, given: abs(numbers([given])[0])
    names["max"] = lambda _, *given: max(numbers(given))
    names["min"] = lambda _, *given: min(numbers(given))
    root = etree.Element("data")
    for name, value in values.items():
        xpath = xpath.replace(f"${{{name}}}", f"/data/{name}")
        etree.SubElement(root, name).text = str(value)
    node = etree.SubElement(root, "own") if own is None else root.find(own)
    return node.xpath(xpath)


@pytest.mark.parametrize(
    ("total", "part", "fits"), [(5, 3, True), (5, 5, True), (3, 5, False), ("", 5, True)]
)
def test_a_constraint_refuses_what_the_server_refuses(total, part, fits):
    shared = small()
    ids = by_label(shared)
    values = {ids["总户数"]: total, ids["低保户"]: part}
    assert (check_answers(shared, {"values": values}) == ()) is fits
    for line in lines(write_xlsform(shared, HEADING)):
        if line["name"] in values and values[line["name"]] != "":
            assert evaluated(line["constraint"], values, line["name"]) is fits
            assert fits or "不应大于" in line["constraint_message::中文 (zh)"]


def test_a_computed_cell_waits_for_its_parts():
    shared = small()
    ids = by_label(shared)
    survey = {line["name"]: line for line in lines(write_xlsform(shared, HEADING))}
    formula = survey[ids["户籍人口"]]["calculation"]
    assert evaluated(formula, {ids["男"]: 3, ids["女"]: 4}) == 7
    assert evaluated(formula, {ids["男"]: 3, ids["女"]: ""}) == ""


NUMBERS = st.integers(-99, 99).map(str)
TERMS = st.recursive(
    st.one_of(st.sampled_from(["a", "b"]), NUMBERS.map(lambda text: f"({text})")),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({''.join(parts)})"),
        st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda parts: st.sampled_from(["SUM", "MAX", "MIN", "AVERAGE"]).map(
                lambda name: f"{name}({','.join(parts)})"
            )
        ),
        inner.map(lambda text: f"ABS({text})"),
        inner.map(lambda text: f"{text}%"),
        inner.map(lambda text: f"IFERROR({text},0)"),
    ),
    max_leaves=8,
)


@given(TERMS, st.integers(1, 99), st.integers(1, 99))
def test_a_derivation_computes_the_same_on_a_phone(expression, a, b):
    known = {"a": [Decimal(a)], "b": [Decimal(b)]}
    try:
        expected = compute(expression, lambda name: known[name])
    except NotComputable:
        assume(False)
    found = evaluated(f"number({to_xpath(expression, ())})", {"a": a, "b": b})
    assert found == pytest.approx(float(expected), rel=1e-9, abs=1e-9)


def test_a_rosters_column_is_summed_over_its_rows():
    assert to_xpath("SUM(c*1/10000)+a", {"c"}) == "(((sum(${c}) * 1 div 10000)) + ${a})"
    with pytest.raises(NotComputable):
        to_xpath("c+a", {"c"})
    for broken in ("VLOOKUP(a,b)", "a+", "SUM(a", "(" * 99):
        with pytest.raises(NotComputable):
            to_xpath(broken, ())


@pytest.mark.parametrize("nested", [True, False])
def test_a_submission_from_odk_or_kobo_gives_the_answers(nested):
    shared = small()
    ids, roster = by_label(shared), shared.rosters[0].id
    singles = {ids["男"]: 3, ids["等级"]: "A_级"}
    row = {ids["企业名称"]: "甲厂", ids["用工人数"]: 4}
    if nested:
        group = {"g_1": {**singles, f"n_{ids['户籍人口']}": None}}
        document = {
            "__id": "uuid:1",
            "meta": {"instanceID": "uuid:1"},
            **group,
            roster: [{"__id": "x", **row}],
        }
    else:
        rows = [{f"{roster}/{key}": value for key, value in row.items()}]
        document = {"_id": 1, **{f"g_1/{key}": value for key, value in singles.items()}, roster: rows}
    assert collected_answers(shared, document) == {
        "values": {ids["男"]: 3, ids["等级"]: "A 级"},
        "rows": {roster: [row]},
    }
