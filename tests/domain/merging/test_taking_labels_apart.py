"""Labels, choices and dates are taken apart as offices write them."""

import pytest

from app.domain.merging.reading.dates import find_period, resolve
from app.domain.merging.reading.labels import read_label, read_options


@pytest.mark.parametrize(
    ("text", "name", "unit", "code", "part"),
    [
        ("姓　　名", "姓名", "", "", False),
        ("B31-1其中：人均容积在5立方米以下（人）", "人均容积在5立方米以下", "人", "B31-1", True),
        ("其中：C85a中央资金投入（万元）", "中央资金投入", "万元", "C85a", True),
        ("01 耕地面积", "耕地面积", "", "01", False),
        ("60岁以上人口", "60岁以上人口", "", "", False),
        ("2026年末户籍人口（人）", "2026年末户籍人口", "人", "", False),
        ("自然村（屯）数（个）", "自然村（屯）数", "个", "", False),
        ("年收入/元", "年收入", "元", "", False),
        ("面积（单位：亩）", "面积", "亩", "", False),
        ("（一）户数", "户数", "", "", False),
        ("单位面积产量（公斤/亩）", "单位面积产量", "公斤/亩", "", False),
        ("层数（层）", "层数", "层", "", False),
    ],
)
def test_labels_are_taken_apart(text, name, unit, code, part):
    label = read_label(text)
    assert (label.name, label.unit, label.code, label.part) == (name, unit, code, part)


def test_boxes_are_choices_before_or_behind_the_words():
    assert read_options("□是　□否") == ("是", "否")
    assert read_options("是□ 否□") == ("是", "否")
    assert read_label("是否危房 □是 □否").options == ("是", "否")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("截至2026年11月30日", "2026-11-30"),
        ("2026年11月", "2026-11"),
        ("2026年11月末", "2026-11-30"),
        ("2026年1—10月", "2026-10 本年累计"),
        ("2026年第三季度", "2026-Q3"),
        ("2026年上半年", "2026-01/2026-06"),
        ("2025年末", "2025-12-31"),
        ("2026年度", "2026"),
        ("2026年13月", "2026"),
        ("没有日期", ""),
    ],
)
def test_dates_are_read_in_iso(text, period):
    assert find_period(text) == period


def test_relative_words_keep_two_periods_apart():
    assert resolve("本月", "2026-11") == "2026-11"
    assert resolve("上年同期", "2026-11") == "2025-11"
    assert resolve("本旬", "2026-11") != resolve("本旬", "2026-10")
