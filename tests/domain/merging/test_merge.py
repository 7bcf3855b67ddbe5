"""One shared form: what is the same is asked once, and what is not never merges."""

import json
from decimal import Decimal

import pytest

from app.domain.merging import SharedForm, fan_out, merge_forms
from app.domain.merging.sharing.gates import period_key
from app.domain.merging.sharing.rosters import subject_of
from tests.domain.merging.small_forms import column, field, form, ledger


def test_one_fact_in_two_units_is_asked_once_in_the_finer():
    shared = merge_forms(
        [form("a", field("户籍人口", "D1", "万人", type="decimal")), form("b", field("户籍人口", "D2"))]
    )

    (only,) = shared.fields
    assert (only.unit, only.type) == ("人", "integer")
    assert [(source.file, source.unit, source.factor) for source in only.sources] == [
        ("a", "万人", 0.0001),
        ("b", "人", 1.0),
    ]


def test_two_definitions_stand_side_by_side():
    shared = merge_forms(
        [
            form("a", field("留守儿童", "D1", note="父母双方外出务工")),
            form("b", field("留守儿童", "D1", note="父母一方外出务工")),
        ]
    )

    assert len(shared.fields) == 2
    (conflict,) = shared.conflicts
    assert set(conflict.fields) == {item.id for item in shared.fields}
    assert any("一方" in text for text in conflict.definitions)
    assert conflict.reasons
    assert conflict.reasons_en


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-10", "2026-11"),
        ("2026-Q2", "2026-Q3"),
        ("2026", "2026-11"),
        ("2026-11", "2026-11 本年累计"),
        ("2026-09-01", "2026-09-30"),
    ],
)
def test_two_periods_are_two_facts(one, other):
    shared = merge_forms(
        [
            form("a", field("新增就业人数", "D1", period=one)),
            form("b", field("新增就业人数", "D1", period=other)),
        ]
    )

    assert len(shared.fields) == 2


def test_a_month_and_its_last_day_are_one_period():
    assert period_key("2026-11") == period_key("2026-11-30")
    assert period_key("2026-11") != period_key("2026-11 本年累计")


def test_grain_and_kind_and_choices_keep_fields_apart():
    village = field("户籍人口", "D1", grain="village")
    assert len(merge_forms([form("a", village), form("b", field("户籍人口", "D1"))]).fields) == 2
    told = field("户籍人口", "D1", "", type="text")
    assert len(merge_forms([form("a", told), form("b", field("户籍人口", "D1"))]).fields) == 2
    ab = field("鉴定等级", "D1", "", type="choice", options=("A", "B"))
    cd = field("鉴定等级", "D1", "", type="choice", options=("C", "D"))
    assert len(merge_forms([form("a", ab), form("b", cd)]).fields) == 2


def test_rows_of_one_table_are_never_one_fact():
    twice = form("a", field("人数", "D1"), field("人数", "D2"))
    shared = merge_forms([twice, form("b", field("人数", "D1"))])

    assert len(shared.fields) == 3


def test_parts_are_told_apart_by_their_whole():
    women = field("女", "D1", path=("户籍人口", "女"))
    other = field("女", "D1", path=("常住人口", "女"))
    same = field("女", "D1", path=("户籍人口", "女"))
    shared = merge_forms([form("a", women), form("b", other), form("c", same)])

    assert sorted(len(item.sources) for item in shared.fields) == [1, 2]


def test_what_one_form_computes_is_not_asked_by_another():
    first = form(
        "a",
        field("户籍人口", "D1", role="formula", formula="=SUM(D2:D3)"),
        field("男", "D2", path=("户籍人口", "男")),
        field("女", "D3", path=("户籍人口", "女")),
    )
    shared = merge_forms([first, form("b", field("户籍人口", "D9", "万人", type="decimal"))])

    total = next(item for item in shared.fields if item.derived_from)
    men, women = (item for item in shared.fields if item.asked)
    assert total.derived_from.of == (men.id, women.id)
    cells = {
        (key, cell.cell): cell
        for key, cells in fan_out(shared, {"values": {men.id: 1139, women.id: 1000}}).items()
        for cell in cells
    }
    assert cells["b", "D9"].value == Decimal("0.2139")
    assert cells["b", "D9"].unit == "万人"
    assert cells["a", "D1"].computed


def test_formulas_in_a_circle_leave_one_cell_to_ask():
    first = form(
        "a",
        field("户籍人口", "D1", role="formula", formula="=D2+D3"),
        field("男", "D2", path=("户籍人口", "男")),
        field("女", "D3", path=("户籍人口", "女")),
    )
    second = form(
        "b",
        field("户籍人口", "D1"),
        field("男", "D2", path=("户籍人口", "男")),
        field("女", "D3", path=("户籍人口", "女"), role="formula", formula="=D1-D2"),
    )
    shared = merge_forms([first, second])

    assert len(shared.fields) == 3
    assert sum(item.asked for item in shared.fields) == 2


def test_a_part_may_not_exceed_its_whole_but_comings_are_no_part():
    shared = merge_forms(
        [
            form(
                "a",
                field("低保人数", "D1"),
                field("老年人", "D2", path=("低保人数", "老年人")),
                field("新增", "D3", path=("低保人数", "新增")),
            )
        ]
    )

    assert [check.kind for check in shared.checks] == ["at_most"]
    assert "老年人" in shared.checks[0].text


def test_ledgers_of_the_same_objects_share_one_roster():
    one = ledger(
        "a", "工业企业基础数据采集表", column("企业名称", "B"), column("用工人数", "C", "人", "integer")
    )
    two = ledger("b", "东安县2026年工业企业台账", column("企业名称", "A"), column("联系人", "B"), rows=(3, 8))
    shared = merge_forms([one, two])

    (roster,) = shared.rosters
    assert [source.file for source in roster.sources] == ["a", "b"]
    assert [item.label for item in shared.columns(roster.id)] == ["企业名称", "用工人数", "联系人"]


def test_ledgers_of_other_objects_stay_apart():
    one = ledger("a", "低保对象花名册", column("姓名", "B", grain="person"))
    two = ledger("b", "残疾人花名册", column("姓名", "B", grain="person"))

    assert len(merge_forms([one, two]).rosters) == 2


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("东安县2026年低保对象花名册", "低保对象"),
        ("附件1：安全隐患排查台账", "安全隐患"),
        ("工业企业基础数据采集表（2026年）", "工业企业"),
    ],
)
def test_a_ledgers_subject_is_what_it_lists(title, subject):
    assert subject_of(title) == subject


def test_two_forms_need_two_keys():
    with pytest.raises(ValueError, match="key"):
        merge_forms([form("a", field("人数", "D1")), form("a", field("人数", "D1"))])


def test_the_map_survives_json():
    shared = merge_forms(
        [form("a", field("户籍人口", "D1")), ledger("b", "企业台账", column("企业名称", "B"))]
    )

    document = json.loads(json.dumps(shared.to_json(), ensure_ascii=False))
    assert SharedForm.from_json(document) == shared
    assert set(document) >= {"fields", "rosters", "conflicts", "suggestions", "checks"}
    assert "column" not in document["fields"][0]["sources"][0]
    assert document["fields"][1]["sources"][0]["column"] == "B"
