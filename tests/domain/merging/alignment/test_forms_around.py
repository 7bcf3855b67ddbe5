"""What the form around a label supplies, and what it keeps apart."""

import pytest

from app.domain.merging.alignment import align_fields, element_of
from app.domain.merging.field import Field

FIRE, STRAW, RIVER = "森林火情周报", "秸秆焚烧火点周报表", "河长巡河情况月报表"


def field(text: str, title: str = "", **parts: str) -> Field:
    """`水泵|台` is the label and its unit."""
    label, _, unit = text.partition("|")
    return Field(label=label, unit=unit, form_title=title, **parts)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (field("灭火水泵|台", "森林防火物资表"), field("水泵|台", "森林防灭火装备统计表")),
        (field("发现问题|个", RIVER), field("巡河发现问题数|个", "河长履职月报")),
        (field("存在问题|个", RIVER), field("发现问题|个", "河道巡查情况表")),
        (field("登记户|户", "住户调查样本登记表"), field("登记户数|户", "住户调查样本核实表")),
        (field("补贴户数|户", "耕地地力补贴兑付表"), field("补贴农户|户", "耕地地力补贴核实表")),
        (field("企业名称", grain="enterprise"), field("单位详细名称", grain="enterprise")),
        (field("扑火队伍|支", FIRE), field("扑火队伍数|支", FIRE)),
        (field("已制止整改|宗", "田长巡田统计表"), field("制止整改|宗", "巡田情况表")),
    ],
    ids=lambda one: one.label,
)
def test_the_form_supplies_what_a_label_leaves_out(a: Field, b: Field):
    assert align_fields(a, b).verdict == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (field("过火面积|亩", FIRE), field("过火面积|亩", STRAW)),
        (field("发现问题|个", RIVER), field("发现问题|个", "食品安全包保督导情况统计表")),
        (field("甲类数|个", FIRE), field("甲类数|个", RIVER)),
    ],
    ids=lambda one: one.form_title,
)
def test_a_general_label_in_unrelated_forms_is_two_facts(a: Field, b: Field):
    assert align_fields(a, b).verdict == "different"


@pytest.mark.parametrize(
    ("title", "one", "other"),
    [
        ("户厕问题整改情况表", "问题户厕|户", "已整改问题户厕|户"),
        ("食品安全包保督导情况统计表", "包保主体|家", "已督导主体|家"),
        ("自建房安全排查表", "业主", "经营者"),
        ("自建房安全排查表", "产权人", "业主"),
        ("自建房安全排查表", "产权人姓名", "经营者姓名"),
    ],
)
def test_two_things_of_one_form_are_two_facts(title: str, one: str, other: str):
    assert align_fields(field(one, title), field(other, title)).verdict not in ("same", "convertible")


def test_the_order_of_coordinate_nouns_says_nothing():
    one, other = field("彩旗灯笼|个"), field("灯笼彩旗|个")
    assert align_fields(one, other).verdict == "same"
    assert element_of(one).key == element_of(other).key


@pytest.mark.parametrize("other", ["村委会（居委会）个数|个", "村（居）民委员会|个", "村（居）民委员会数|个"])
def test_village_and_residents_committees_together(other: str):
    assert align_fields(field("村（居）委会数|个"), field(other)).verdict == "same"
    assert align_fields(field("村委会数|个"), field(other)).verdict == "different"
