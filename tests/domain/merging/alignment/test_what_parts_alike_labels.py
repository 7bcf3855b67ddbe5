"""What parts labels that look alike, and what joins labels that do not: lessons of labelled pairs."""

from fractions import Fraction

import pytest

from app.domain.merging.alignment import align_fields
from app.domain.merging.alignment.bands import Band, read_bands
from app.domain.merging.alignment.labels import read_label
from app.domain.merging.alignment.periods import read_period
from app.domain.merging.alignment.units import find_unit
from tests.domain.merging.alignment.test_alignment import field

MIRRORED = {"broader": "narrower", "narrower": "broader"}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # 五保 is what the country had; a form on towns restricts a bare label to them
        (("五保户数|户", ""), ("农村特困户数|户", ""), "same"),
        (("农村低保户数|户", "民政统计"), ("低保户数|户", "城市低保对象综合统计表"), "different"),
        (("农村低保户数|户", "民政统计"), ("低保户数|户", "行政村基本情况"), "same"),
        # to move in and to stay are two things
        (("流入人口|人", ""), ("迁入人口|人", ""), "different"),
        # all residents borrow nothing from the form's title, and whoever is counted of them is a part
        (
            ("65岁及以上常住居民数|人", "老年人健康管理报表"),
            ("接受健康管理的65岁及以上常住居民数|人", "老年人健康管理报表"),
            "broader",
        ),
        # people who restrict a thing, and people who are counted
        (("成员总数|个", "合作社情况"), ("农民成员数|个", "合作社情况"), "broader"),
        (("参保居民人数|人", "医保参保表"), ("参保人数|人", "医保参保表"), "same"),
        # a form on another thing of the kind does not hold it
        (("规范管理率|%", "高血压管理报表"), ("严重精神障碍患者规范管理率|%", "精神障碍报表"), "different"),
        # a leftover restriction is no kind of the other side
        (("扶贫预算支出|万元", ""), ("公共财政支出|万元", ""), "different"),
        (("家庭人口数|人", "异地搬迁户住房表"), ("总人口数|人", "社区人口状况"), "different"),
        # what a form says is needed was not done
        (("救助金额|元", "救灾需求统计"), ("救助金额|元", "救灾情况统计"), "different"),
        # the same characters in other words
        (("失业登记人数|人", ""), ("登记失业人数|人", ""), "same"),
        (("清运垃圾|吨", ""), ("垃圾清运量|吨", ""), "same"),
        # a bare noun is filled with a name, but not in statistics
        (("帮扶单位", "帮扶记录"), ("帮扶单位名称", "贫困户台账"), "same"),
        (("党组织", "党建统计表"), ("党组织名称", "党建台账"), "different"),
        # events and places are counted as forms like
        (("森林火灾起数|起", ""), ("森林火灾次数|次", ""), "same"),
        (("公厕数|座", ""), ("公厕数|处", ""), "same"),
        (("自建房|栋", ""), ("自建房|户", ""), "different"),
        # words that are only nearly the same
        (("护林员人数|人", ""), ("生态护林员人数|人", ""), "broader"),
        (("孕产妇人数|人", ""), ("孕妇人数|人", ""), "broader"),
        (("财政总收入|万元", ""), ("一般公共预算收入|万元", ""), "broader"),
        (("执业（助理）医师|人", ""), ("执业医师数|人", ""), "broader"),
        (("一般公共预算收入决算数|万元", ""), ("一般公共预算收入预算数|万元", ""), "different"),
    ],
)
def test_what_parts_and_what_joins(a, b, expected):
    (one, title), (other, heading) = a, b
    left, right = field(one, form_title=title), field(other, form_title=heading)
    assert align_fields(left, right).verdict == expected
    assert align_fields(right, left).verdict == MIRRORED.get(expected, expected)


def test_one_written_definition_makes_two_names_one_thing():
    narrow, wide = "大牲畜（马、牛、驴、骡等）存栏数|头", "牲畜（马、牛、驴、骡等）存栏数|头"
    assert align_fields(field(narrow), field(wide)).verdict == "same"
    other = "牲畜（马、牛、驴、骡、羊等）存栏数|头"
    assert align_fields(field(narrow), field(other)).verdict not in ("same", "convertible")


@pytest.mark.parametrize(
    ("label", "words", "yes_no"),
    [
        ("性别1男2女", "性别", False),
        ("低保人口1是2否", "低保人口", True),
        ("2015年底人数", "2015年底人数", False),
    ],
)
def test_codes_of_answers_come_off(label, words, yes_no):
    read = read_label(label)
    assert (read.words, read.yes_no) == (words, yes_no)


def test_two_limits_are_one_range_and_months_are_years():
    assert read_bands("务工半年以上一年以内")[0] == (Band("月", 6.0, 12.0),)
    assert read_bands("满1年以上")[0] == read_bands("12个月以上")[0]


def test_an_end_date_is_no_running_total():
    assert read_period("救助截止月份")[0].kind != "running"
    assert read_period("截止8月底检查家次")[0].kind == "running"


@pytest.mark.parametrize(
    ("unit", "dimension", "factor"),
    [
        ("台（套）", "count.台", Fraction(1)),
        ("个（家）", "count", Fraction(1)),
        ("亿株", "count.株", Fraction(10**8)),
        ("百羽", "count.只", Fraction(100)),
        ("万千瓦·时", "energy", Fraction(10**4)),
        ("1/10万", "ratio", Fraction(1, 10**5)),
        ("万万个好", "", Fraction(0)),
    ],
)
def test_units_as_forms_write_them(unit, dimension, factor):
    found = find_unit(unit)
    assert (found.dimension, found.factor) == (dimension, factor) if dimension else found is None


def test_a_unit_that_repeats_its_label_converts():
    found = align_fields(field("人均纯收入|元/人"), field("人均纯收入|万元"))
    assert (found.verdict, found.factor) == ("convertible", Fraction(1, 10**4))
    assert align_fields(field("水稻单产|公斤"), field("水稻单产|公斤/亩")).factor == 1
    assert align_fields(field("纯收入|元/人"), field("纯收入|元")).verdict == "different"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # in one form, what a label adds is what tells it from its neighbour
        (("村屯数|个", "村级道路情况"), ("已通路村屯数|个", "村级道路情况")),
        (("值班电话", "应急值守信息表"), ("手机号码", "应急值守信息表")),
        (("帮扶单位", "帮扶记录"), ("帮扶单位名称", "帮扶记录")),
        # the same characters, two words of the lists
        (("人在户不在|人", "人口状况"), ("户在人不在|人", "人口情况")),
        # an earlier word that is a text, and a kind that is no more than a word longer
        (("固定电话用户|户", ""), ("移动电话用户|户", "")),
        (("公路里程|公里", ""), ("等级公路里程|公里", "")),
        # what was planned and done is not what was planned
        (("规划社区数量|个", "规划填报"), ("规划建设完成社区数量|个", "规划汇总")),
        # the place of an activity is nobody's home
        (("地点", "活动信息"), ("家庭住址", "志愿者信息")),
        (("残疾人数|人", "社区人口状况"), ("残疾|人", "留守儿童信息汇总表")),
        (("经营收入|元", "合作社情况"), ("经营净收入|元", "居民收入情况")),
    ],
)
def test_what_stays_apart(a, b):
    (one, title), (other, heading) = a, b
    found = align_fields(field(one, form_title=title), field(other, form_title=heading))
    assert found.verdict not in ("same", "convertible")
