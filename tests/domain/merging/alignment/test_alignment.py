"""What is merged, what is only a part, and what must never be merged."""

from fractions import Fraction

import pytest

from app.domain.merging.alignment import align_fields, element_of
from app.domain.merging.field import Field


def field(text: str, **parts: str) -> Field:
    """`耕地面积|亩` is the label and its unit."""
    label, _, unit = text.partition("|")
    return Field(label=label, unit=unit, **parts)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("村民小组数|个", "村民小组总数|个"),
        ("低保人数|人", "最低生活保障人数|人"),
        ("参加新农合人数|人", "参加新型农村合作医疗人数|人"),
        ("高龄老人数|人", "80周岁以上人数|人"),
        ("身份证号", "公民身份号码"),
        ("填表人", "填报人"),
        ("公共厕所|座", "公厕|个"),
        ("已通电自然村（屯）数|个", "通电自然村|个"),
        ("危房户数|户", "危房户数"),
    ],
)
def test_one_fact_in_other_words_is_the_same(a: str, b: str):
    found = align_fields(field(a), field(b))
    assert (found.verdict, found.factor) == ("same", 1)
    assert found.score > 0.7


@pytest.mark.parametrize(
    ("a", "b", "factor"),
    [
        ("耕地面积|亩", "耕地|万亩", Fraction(1, 10_000)),
        ("耕地面积|公顷", "耕地面积（亩）", Fraction(15)),
        ("乡村人口|万人", "农村人口数|人", Fraction(10_000)),
        ("粮食产量|公斤", "粮食总产量|吨", Fraction(1, 1000)),
    ],
)
def test_another_unit_of_one_dimension_converts(a: str, b: str, factor: Fraction):
    found = align_fields(field(a), field(b))
    assert (found.verdict, found.factor) == ("convertible", factor)


@pytest.mark.parametrize(
    ("wide", "part"),
    [
        ("低保户数|户", "农村低保户数|户"),
        ("耕地面积|亩", "水田面积|亩"),
        ("60岁以上人数|人", "80岁以上人数|人"),
        ("自然村数|个", "通电自然村数|个"),
        ("总人口|人", "女性人口|人"),
        ("隐患数|处", "重大隐患数|处"),
    ],
)
def test_a_part_is_narrower_and_never_merged(wide: str, part: str):
    assert align_fields(field(wide), field(part)).verdict == "broader"
    assert align_fields(field(part), field(wide)).verdict == "narrower"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("男性人数|人", "女性人数|人"),
        ("户籍人口|人", "常住人口|人"),
        ("计划造林面积|亩", "完成造林面积|亩"),
        ("低保户数|户", "低保人数|人"),
        ("救助人数|人", "救助人次|人次"),
        ("城镇低保人数|人", "农村低保人数|人"),
        ("应参保人数|人", "实际参保人数|人"),
        ("接通生活用电户数|户", "未接通生活用电户数|户"),
        ("人均耕地面积|亩", "耕地面积|亩"),
        ("18-60岁人数|人", "60岁以上人数|人"),
        ("化肥使用量|吨", "农药使用量|吨"),
        ("参保率|%", "缴费人数|人"),
        ("主任人数|人", "副主任人数|人"),
        ("通宽带户数|户", "通宽带村数|个"),
        ("上年末总人口|人", "年末总人口|人"),
        ("自然村", "自然村数|个"),
        ("路面宽|米", "路面长度|米"),
        ("户主电话", "联系人电话"),
    ],
)
def test_gates_keep_other_facts_apart(a: str, b: str):
    assert align_fields(field(a), field(b)).verdict == "different"


def test_two_definitions_of_one_label_conflict():
    by_rule = field("留守儿童数|人", note="父母双方外出务工，不满十六周岁")
    by_other = field("留守儿童数|人", note="父母一方外出即计入，不满十八周岁")
    assert align_fields(by_rule, by_other).verdict == "conflicting"
    assert align_fields(by_rule, by_rule).verdict == "same"


def test_two_as_of_dates_conflict_and_a_missing_one_does_not():
    june, november = (field("总人口|人", period=day) for day in ("2026-06-30", "2026-11-30"))
    assert align_fields(june, november).verdict == "conflicting"
    assert align_fields(june, field("总人口|人")).verdict == "same"


def test_grain_keeps_a_household_apart_from_a_village():
    village = field("耕地面积|亩", grain="village")
    assert align_fields(village, field("耕地面积|亩", grain="household")).verdict == "different"
    title = field("耕地面积|亩", form_title="农户入户调查表")
    assert align_fields(title, field("耕地面积|亩", form_title="镇统计年报")).verdict == "different"


def test_a_general_label_is_one_fact_only_in_forms_about_one_thing():
    school = field("资金投入|万元", form_title="义务教育")
    assert align_fields(school, field("资金投入|万元", form_title="饮水安全")).verdict == "different"
    assert align_fields(school, field("资金投入|元", form_title="义务教育情况")).verdict == "convertible"


def test_a_missing_concept_is_taken_from_the_form():
    short = field("参保率|%", form_title="城乡居民养老保险参保情况统计表")
    assert align_fields(short, field("参加城乡居民基本养老保险的比例|%")).verdict == "same"


def test_every_reason_is_in_both_languages():
    for reason in align_fields(field("户籍人口|人"), field("常住人口|人")).reasons:
        assert reason.text
        assert reason.text_en.isascii() or "(" in reason.text_en


def test_an_element_says_its_parts():
    element = element_of(field("60岁以上女性低保人数|人", period="2026-11-30"))
    assert element.concepts == ("低保",)
    assert element.dimension == "person"
    assert element.qualifiers == (("gender", "女"),)
    assert element.bands[0].low == 60
    assert element.period.date == "2026-11-30"


def test_the_dictionary_gives_class_and_accrual():
    element = element_of(field("留守儿童|人"))
    assert (element.standard, element.object_class, element.accrual) == ("留守儿童数", "儿童", "stock")


@pytest.mark.parametrize(
    ("path", "label", "plain"),
    [
        (("水稻", "面积（亩）"), "面积（亩）", "水稻播种面积|亩"),
        (("总人口", "其中：女性"), "其中：女性", "女性人口|人"),
        (("一、农业生产情况", "耕地面积"), "耕地面积", "耕地面积|亩"),
        (("耕地面积", "其中：水田"), "其中：水田", "水田面积|亩"),
    ],
)
def test_headings_above_a_label_are_part_of_it(path: tuple[str, ...], label: str, plain: str):
    assert align_fields(Field(label=label, path=path), field(plain)).verdict == "same"


def test_one_label_under_two_headings_is_two_facts():
    rice, maize = (
        Field(label="面积（亩）", path=(crop, "面积（亩）"), form_title="粮食") for crop in ("水稻", "玉米")
    )
    assert align_fields(rice, maize).verdict == "different"
