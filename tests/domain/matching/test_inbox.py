"""In an inbox one pair in a hundred is one task: the floor under what a coordinator would have to read."""

import pytest

from app.domain.matching import Judgement, Notice, judge_pair, load_inbox_model, may_merge_unseen, read_notice
from app.domain.matching.vocabulary import load_vocabulary
from benchmarks.overlaps.inbox import DEV, HELD_OUT, cases, measure_inbox

VOCABULARY = load_vocabulary()
CASES = cases()
FIGURES = ("户籍人口数", "常住人口", "自然村", "村民小组数")


def read(title: str, **more):
    return read_notice(Notice(title, **more), VOCABULARY)


def judge(one, other) -> Judgement:
    return judge_pair(one, other, load_inbox_model())


@pytest.mark.parametrize("half", [DEV, HELD_OUT])
def test_what_is_told_is_mostly_right_and_what_merges_unseen_is_right(half):
    found = measure_inbox([case for case in CASES if case.half == half], load_inbox_model(), 0.2, 0.7)
    assert found.told_right / found.told >= 0.74
    assert found.told_right / found.true >= 0.77
    assert found.merged >= 22
    assert found.merged_right == found.merged
    assert found.traps_merged == 0


def test_a_monthly_return_and_a_visit_are_two_tasks():
    visit = read("关于开展森林防火检查的通知", kind="inspection")
    monthly = read("关于报送森林防火情况月报的通知", kind="report")
    once = read("关于报送森林防火情况的通知", kind="report")
    assert monthly.recurring
    assert not once.recurring
    apart = judge(visit, monthly)
    assert apart.score < judge(visit, once).score
    assert "routine_apart" in {one.kind for one in apart.evidence}


def test_a_wide_matter_that_names_nothing_of_the_narrow_one_is_weak():
    wide = read("关于开展安全生产大检查的通知")
    backed = read("关于开展安全生产大检查的通知", text="重点检查电梯等特种设备。")
    lift = read("关于开展电梯安全检查的通知")
    assert judge(wide, lift).score < judge(backed, lift).score


def test_returns_with_other_figures_are_apart():
    count = read(
        "关于报送秸秆综合利用情况的通知", kind="report", fields=("秸秆产生量", "秸秆利用量", "还田面积")
    )
    same = read("关于统计秸秆综合利用情况的通知", kind="report", fields=("秸秆产生量", "秸秆利用量"))
    other = read("关于统计秸秆综合利用情况的通知", kind="report", fields=("志愿者人数", "服务场次"))
    assert judge(count, other).score < judge(count, same).score
    assert may_merge_unseen(count, same)
    assert not may_merge_unseen(count, other)


def test_a_part_beside_its_whole_waits_for_a_person():
    whole, part = read("关于开展农资打假的通知"), read("关于开展农药抽查的通知")
    assert not may_merge_unseen(whole, part)
    assert may_merge_unseen(whole, read("关于开展农资市场专项检查的通知"))


def test_a_guess_never_merges_unseen():
    assert not may_merge_unseen(read("关于报送材料的函"), read("关于报送材料的函"))


def test_forms_speak_where_titles_do_not():
    one = read("关于核实情况的通知", kind="report", fields=FIGURES)
    other = read("关于上报台账的通知", kind="report", fields=(*FIGURES, "耕地面积"))
    assert judge(one, other).score > judge(one, read("关于上报台账的通知", kind="report")).score
    assert one.fields[0] == "常住人口"


def test_english_notices_are_read():
    notice = read("Notice on the Verification of Rural Domestic Sewage Treatment Facilities")
    assert notice.matter == "rural-sewage"
    assert read("Inspection of fire safety in schools").matter == "fire-school"
    assert {one.concept for one in read("关于PM2.5和VOCs治理的通知").matters} == {"air-pollution", "vocs"}


def test_two_acts_upon_one_matter_never_merge_unseen():
    count, treat = read("关于开展美国白蛾普查的通知"), read("关于开展美国白蛾除治的通知")
    assert count.matter == treat.matter
    assert not may_merge_unseen(count, treat)
