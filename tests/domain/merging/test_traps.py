"""Scenarios in which likeness of words deceives: children counted by three rules, toilets counted twice."""

from dataclasses import replace
from itertools import combinations

import pytest

from app.domain.merging import merge_forms
from app.domain.merging.alignment import align_fields
from app.domain.merging.field import Field
from tests.domain.merging.small_forms import column, field, form, ledger

CIVIL = "父母双方外出务工或一方外出另一方无监护能力、不满十六周岁"
SCHOOL = "父母外出务工、在义务教育阶段就读"
WOMEN = "父母一方或双方外出，十七周岁及以下"


def test_children_left_behind_by_three_definitions_stay_three_facts_side_by_side():
    forms = [
        form("civil", field("农村留守儿童数", "D4", note=CIVIL), title="农村留守儿童信息表"),
        form("school", field("留守儿童人数", "D4", note=SCHOOL), title="义务教育留守儿童统计表"),
        form("women", field("留守儿童数", "D4", note=WOMEN), title="妇联留守儿童关爱服务表"),
    ]
    shared = merge_forms(forms)
    assert len(shared.fields) == 3
    assert all(len(item.sources) == 1 and item.asked for item in shared.fields)
    told = {text for one in shared.conflicts for text in one.definitions}
    assert {note for note in (CIVIL, SCHOOL, WOMEN) if any(note in text for text in told)} == {
        CIVIL,
        SCHOOL,
        WOMEN,
    }
    assert all(one.reasons and one.reasons_en for one in shared.conflicts)


def test_their_age_bands_never_merge_and_never_add_up():
    bands = ["0-5岁", "6-13岁", "14-16岁", "14-15岁", "17岁及以下", "16岁以下"]
    fields = [Field(f"{band}留守儿童人数", "人", grain="township") for band in bands]
    for one, other in combinations(fields, 2):
        assert align_fields(one, other).verdict in ("different", "broader", "narrower")


def test_the_roster_of_the_children_is_shared_all_the_same():
    shared = merge_forms(
        [
            ledger(
                "civil",
                "农村留守儿童花名册",
                column("姓名", "A", grain="person"),
                column("身份证号", "B", grain="person"),
            ),
            ledger(
                "school",
                "农村留守儿童花名册",
                column("学生姓名", "A", grain="person"),
                column("公民身份号码", "B", grain="person"),
            ),
        ]
    )
    numbers = [item for item in shared.fields if "身份" in item.label]
    assert len(shared.rosters) == 1
    assert [len(item.sources) for item in numbers] == [2]


def test_two_counts_of_toilets_are_a_conflict_of_definitions_and_no_error():
    built = field("累计建成户厕数", "D4", "座", note="以现场验收合格为准")
    entered = replace(built, note="以改厕信息系统录入为准")
    shared = merge_forms([form("a", built, title="户厕建设表"), form("b", entered, title="户厕核查表")])
    assert len(shared.fields) == 2
    (conflict,) = shared.conflicts
    assert [text.split("；")[0] for text in conflict.definitions] == [built.note, entered.note]


@pytest.mark.parametrize("label", ["耕地面积", "秸秆还田面积"])
def test_the_units_of_farmland_are_converted_and_its_surveys_are_not(label):
    mu, many = field(label, "D1", "亩", type="decimal"), field(label, "D1", "万亩", type="decimal")
    assert align_fields(mu, many).verdict == "convertible"
    survey, contract = replace(mu, note="三调数据"), replace(many, note="承包地确权登记面积")
    assert align_fields(survey, contract).verdict == "conflicting"
    assert len(merge_forms([form("a", survey), form("b", contract)]).fields) == 2


def test_the_rate_of_straw_follows_from_its_tons():
    straw = [
        field("秸秆综合利用率", "D1", "%", type="decimal"),
        field("秸秆综合利用量", "D2", "万吨", type="decimal"),
        field("秸秆可收集量", "D3", "吨", type="decimal"),
    ]
    shared = merge_forms([form("a", *straw)])
    assert [item.label for item in shared.fields if item.derived_from] == ["秸秆综合利用率"]
