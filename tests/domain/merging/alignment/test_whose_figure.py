"""Whose figure a form counts, where its labels do not say: what such labels may be taken for."""

from collections import defaultdict
from itertools import combinations

import pytest

from app.domain.merging.alignment import align_fields, element_of
from app.domain.merging.alignment.lexicon import cut
from app.domain.merging.alignment.standards import standard_elements
from app.domain.merging.field import Field
from tests.domain.merging.alignment.test_alignment import field


def verdict(a: tuple[str, str], b: tuple[str, str]) -> str:
    (one, title), (other, heading) = a, b
    return align_fields(field(one, form_title=title), field(other, form_title=heading)).verdict


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # a bare count borrows no restriction from its form's title
        (("总户数|户", "移民搬迁登记"), ("已搬迁户数|户", "移民搬迁登记"), "different"),
        (("户数|户", "安全饮水达标情况统计表"), ("安全饮水户数|户", "安全饮水达标情况统计表"), "different"),
        (("总户数|户", "村基本情况"), ("年末总户数|万户", "农村经济基本情况"), "convertible"),
        # the members of a group are not everybody
        (("少数民族人数|人", "社区人员信息填报"), ("少数民族人数|人", "村基本情况"), "different"),
        (("常住人口|人", "村情统计"), ("辖区常住人口数|人", "严重精神障碍患者管理统计表"), "same"),
        # who is counted, among a committee's members
        (("总人数|人", "两委成员情况"), ("居民人数|人", "两委成员情况"), "broader"),
        # a bare noun counts people in statistics and heads its cells elsewhere
        (("办居住证", "人口情况表"), ("持居住证人口数|人", "社区人口状况填报"), "same"),
        (("户主信息", "农村住房信息表"), ("户主姓名", "农村住房信息表"), "different"),
        (("收入情况", "家庭经济状况申报"), ("年收入|元", "家庭经济状况申报"), "different"),
        # one name in two programmes
        (("缴费人数|人", "城乡居民养老保险情况表"), ("缴费人数|人", "城乡居民医疗保险情况表"), "different"),
        (("缴费人数|人", "城乡居民养老保险情况表"), ("缴费人数|人", "居民养老保险缴费进度表"), "same"),
        (("补贴金额|元", "农机购置补贴统计表"), ("补贴金额|元", "耕地地力保护补贴统计表"), "different"),
        (("整改率|%", "消防安全统计表"), ("整改率|%", "农村户厕统计表"), "different"),
        (("就业人数|人", "高校毕业生统计表"), ("就业人数|人", "残疾人统计表"), "different"),
        # nothing is named
        (("数量", "惠农补贴登记表"), ("合计", "收入登记表"), "different"),
        # either of two things is more than one of them
        (("无劳动能力或外出务工的户数|户", "统计表"), ("无劳动能力户数|户", "统计表"), "broader"),
        (("改造完成时间", "危房改造登记"), ("改造时间", "危房改造登记"), "different"),
        (("家庭月均收入|元", "低保流程"), ("家庭月总收入|元", "低保流程"), "different"),
        (("流动负债合计|元", "资产负债表"), ("负债合计|元", "资产负债表"), "narrower"),
        (("非限定性净资产|元", "资产负债表"), ("净资产合计|元", "资产负债表"), "narrower"),
        (("旱地（坡地）面积|亩", "村基本情况"), ("旱地面积|亩", "村基本情况"), "same"),
        (("务工区域：省外务工|人", "村基本情况"), ("省外务工|人", "村基本情况"), "same"),
    ],
)
def test_what_a_form_supplies_and_what_it_does_not(a, b, expected):
    mirrored = {"broader": "narrower", "narrower": "broader"}
    assert verdict(a, b) == expected
    assert verdict(b, a) == mirrored.get(expected, expected)


def test_a_label_is_cut_where_least_stays_unknown():
    assert [word.name for word in cut("登记户数") if word.role == "concept"] == ["登记户"]
    assert [word.name for word in cut("在建工程")] == ["在建工程"]
    assert [word.role for word in cut("咖啡道具")] == ["unknown"]  # 道 is no road here


def test_no_two_elements_of_the_dictionary_are_one():
    fields = [Field(label=one.label, unit=one.unit) for one in standard_elements()]
    groups: dict[str, list[Field]] = defaultdict(list)
    for one in fields:
        groups[element_of(one).key].append(one)
    for group in groups.values():
        for one, other in combinations(group, 2):
            assert align_fields(one, other).verdict not in ("same", "convertible"), (one, other)
