"""Labels come apart into numbering, unit, note, limits and time."""

from math import inf

import pytest

from app.domain.merging.alignment.bands import Band, read_bands
from app.domain.merging.alignment.labels import read_label
from app.domain.merging.alignment.periods import Period, read_period


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("姓　　名", "姓名"),
        ("（一）耕地面积", "耕地面积"),
        ("3.生活用电", "生活用电"),
        ("A17 公厕", "公厕"),
        ("其中：女性", "女性"),
        ("自然村（屯）数", "自然村屯数"),
        ("是否危房", "危房"),
        ("2-5个特色产业", "2-5个特色产业"),
    ],
)
def test_numbering_blanks_and_marks_go(label: str, words: str):
    assert read_label(label).words == words


@pytest.mark.parametrize(
    ("label", "words", "unit"),
    [
        ("核准救助口粮（公斤）", "核准救助口粮", "公斤"),
        ("房屋面积:(单位：平方米)", "房屋面积", "平方米"),
        ("粮食产量/吨", "粮食产量", "吨"),
        ("面积（亩）", "面积", "亩"),
    ],
)
def test_a_unit_in_the_label_is_taken_out(label: str, words: str, unit: str):
    read = read_label(label)
    assert (read.words, read.unit) == (words, unit)


def test_a_definition_in_brackets_is_a_note_and_a_hint_is_not():
    assert read_label("党员（不含挂扶干部）人数").note == "不含挂扶干部"
    assert read_label("类别（单选）").note == ""
    assert read_label("务工1年以上（含1年）").note == ""


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("60周岁以上人数", Band("岁", 60, inf)),
        ("60岁及以上老年人", Band("岁", 60, inf)),
        ("不满十六周岁人数", Band("岁", 0, 16)),
        ("16-39岁劳动力", Band("岁", 16, 39)),
        ("31岁~40岁", Band("岁", 31, 40)),
        ("三级以上医院", Band("级", 0, 3)),
        ("大专及以上人数", Band("学历", 4, inf)),
        ("五万元以下村", Band("money", 0, 50_000)),
        ("低于5万元的村", Band("money", 0, 50_000)),
        ("十户以上", Band("户", 10, inf)),
    ],
)
def test_limits_are_intervals(text: str, band: Band):
    assert read_bands(read_label(text).words)[0] == (band,)


def test_whether_the_limit_belongs_to_the_range_is_kept():
    limits = {text: read_bands(text)[0][0].closed for text in ("60岁以上", "超过60岁", "不足60岁", "18-60岁")}
    assert limits == {"60岁以上": True, "超过60岁": False, "不足60岁": False, "18-60岁": None}


def test_grades_count_downwards():
    second, third = (read_bands(f"{grade}级以上")[0][0] for grade in ("二", "三"))
    assert third.contains(second)
    assert not second.contains(third)


@pytest.mark.parametrize(
    ("text", "period", "rest"),
    [
        ("2013年底贫困人口数", Period("edge", "year", 0, "end", "2013"), "贫困人口数"),
        ("2026-11-30", Period("dated", "", 0, "", "2026-11-30"), ""),
        ("当月人均补助", Period("span", "month"), "人均补助"),
        ("累计发放金额", Period("running"), "发放金额"),
        ("上年同期面积", Period("span", "year", -1), "面积"),
        ("年初存栏", Period("edge", "year", 0, "start"), "存栏"),
        ("人均纯收入2000-2800元", Period(), "人均纯收入2000-2800元"),
    ],
)
def test_time_is_read_and_taken_out(text: str, period: Period, rest: str):
    assert read_period(text) == (period, rest)


def test_another_name_in_brackets_adds_nothing():
    assert read_label("二、工资性收入（劳务收入）").words == "工资性收入"
    assert read_label("自然村（村民小组）").words == "自然村村民小组"
