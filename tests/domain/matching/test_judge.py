"""Pairs are judged by what they ask for, alike from both sides, with reasons in both languages."""

import math
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.matching import (
    Judgement,
    Notice,
    draw_waterfall,
    judge_pair,
    load_inbox_model,
    load_vocabulary,
    read_notice,
)

VOCABULARY = load_vocabulary()


def judge(a: str | Notice, b: str | Notice) -> Judgement:
    return judge_pair(
        *(read_notice(one if isinstance(one, Notice) else Notice(one), VOCABULARY) for one in (a, b))
    )


def kinds(judgement: Judgement) -> set[str]:
    return {one.kind for one in judgement.evidence}


def test_one_notice_forwarded_is_a_duplicate():
    found = judge(
        "关于开展农村留守儿童摸底排查工作的通知",
        "关于转发省民政厅《关于开展农村留守儿童摸底排查工作的通知》的通知",
    )
    assert found.verdict == "duplicate"


def test_other_words_for_the_same_work_overlap():
    assert judge("关于开展飞线充电整治的通知", "电动自行车停放充电隐患排查").verdict in (
        "overlap",
        "duplicate",
    )


def test_a_part_overlaps_the_whole_and_says_so():
    found = judge("关于开展春耕农资打假的通知", "农药经营门店监督抽查")
    assert found.verdict == "overlap"
    assert "matter_contains" in kinds(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("种子质量监督抽查", "化肥质量监督抽查"),
        ("宾馆消防情况检查", "宾馆卫生情况检查"),
        ("校园消防安全检查", "养老机构消防安全检查"),
        ("饮水安全排查", "防返贫集中排查"),
        ("春季动物防疫检查", "秋季动物防疫检查"),
        ("农村留守儿童摸底排查", "控辍保学摸底排查"),
    ],
)
def test_neighbours_are_not_joined(one, other):
    assert judge(one, other).verdict in ("related", "distinct")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("校园消防安全检查", "森林防火检查"),
        ("关于开展户厕问题摸排的通知", "关于开展留守儿童摸排的通知"),
        ("关于做好禁种铲毒工作的通知", "关于做好医保缴费工作的通知"),
    ],
)
def test_a_shared_template_is_no_shared_work(one, other):
    found = judge(one, other)
    assert found.verdict == "distinct"
    assert "matter_apart" in kinds(found)


def form(title: str, *fields: str) -> Notice:
    return Notice(title, kind="report", fields=fields)


FIELDS = tuple(
    f"{what}{how}"
    for what in ("劳动力", "外出人数", "常住户", "耕地", "收入", "牲畜")
    for how in ("总数", "新增")
)


def test_forms_with_the_same_fields_overlap_though_the_titles_differ():
    found = judge(form("基础信息采集", *FIELDS, *"甲乙丙丁戊己"), form("年度情况填报", *FIELDS))
    assert found.verdict == "overlap"
    told = next(one for one in found.evidence if one.kind == "fields")
    assert "18个指标中有12个" in told.text
    assert "12 of your 18 fields" in told.text_en


def test_a_shared_document_speaks_for_a_pair():
    plain = judge(Notice("关于报送情况的函"), Notice("关于填报表格的函"))
    cited = judge(
        Notice("关于报送情况的函", text="据民发〔2016〕42号"),
        Notice("关于填报表格的函", document_no="民发〔2016〕42号"),
    )
    assert cited.score > plain.score
    assert "document" in kinds(cited)


def test_two_guessed_matters_make_no_duplicate():
    assert judge("关于报送材料的函", "关于报送材料的函").verdict != "duplicate"


WORDS = st.lists(
    st.sampled_from(
        [
            "消防",
            "学校",
            "种子",
            "农药",
            "检查",
            "摸底",
            "春季",
            "秋季",
            "宾馆",
            "开展",
            "某县",
            "民发〔2016〕42号",
            "台账",
        ]
    ),
    max_size=8,
).map("".join)
NOTICES = st.builds(Notice, title=WORDS, text=WORDS, fields=st.tuples(WORDS, WORDS))


@given(a=NOTICES, b=NOTICES)
def test_judging_is_symmetric_and_explained(a, b):
    one, other = judge(a, b), judge(b, a)
    assert one.score == other.score
    assert one.verdict == other.verdict
    assert sorted((x.kind, x.weight) for x in one.evidence) == sorted(
        (x.kind, x.weight) for x in other.evidence
    )
    assert 0 <= one.score <= 1
    assert all(x.text and x.text_en for x in one.evidence)


@given(a=NOTICES, b=NOTICES)
def test_the_bars_of_a_waterfall_add_up_to_its_score(a, b):
    judgement = judge(a, b)
    described = ET.fromstring(draw_waterfall(judgement)).findtext("{http://www.w3.org/2000/svg}desc") or ""
    odds = sum(float(bar.rsplit(" ", 1)[1]) for bar in described.split(";"))
    assert 1 / (1 + math.exp(-odds)) == pytest.approx(judgement.score, abs=0.015)


def test_another_act_upon_one_matter_is_another_work():
    judgement = judge("县总工会慰问困难职工", "县总工会摸底困难职工")
    assert judgement.verdict == "related"
    assert judgement.evidence[0].text == "工作方式不同：只有一方是慰问、发放"


def test_wordings_that_no_label_holds_still_say_the_field():
    known = judge("镇突击查处非法锑矿", "捣毁铅锌矿盗采点")
    assert any(one.kind == "topic" and "矿" in one.text for one in known.evidence)
    assert known.score > judge("镇突击查处非法锑矿", "捣毁非法屠宰点").score


SVG = "{http://www.w3.org/2000/svg}"


@given(a=NOTICES, b=NOTICES, english=st.booleans())
def test_a_waterfall_is_a_picture_of_every_reason(a, b, english):
    judgement = judge(a, b)
    picture = ET.fromstring(draw_waterfall(judgement, english))
    bars = [one for one in picture.iter(f"{SVG}rect") if one.get("class") == "bar"]
    weighed = sum(one.weight != 0 for one in judgement.evidence)
    assert len(bars) in (weighed, weighed + 1), (
        "a bar for each weight, and for the starting point if it has any"
    )
    width, height = map(float, picture.get("viewBox").split()[2:])
    assert all(float(one.get("x")) >= 0 and float(one.get("y")) < height for one in bars)
    assert all(float(one.get("x")) + float(one.get("width")) <= width for one in bars)
    written = "".join(one.text or "" for one in picture.iter(f"{SVG}text")).replace(" ", "")
    for one in judgement.evidence:
        assert (one.text_en if english else one.text).replace(" ", "") in written
    assert picture.findtext(f"{SVG}title")


def test_a_judgement_without_any_reason_says_how_the_matters_relate():
    assert judge("关于报送材料的函", "关于做好工作的函").evidence


@pytest.mark.parametrize(
    ("kind", "text", "text_en"),
    [
        ("matter_same", "同一事项：留守儿童关爱", "same matter: left-behind children"),
        ("object_same", "同一对象：留守儿童", "same object: left-behind children"),
        (
            "fields",
            "民政局的6个指标中有4个教育局也要（共5个）：单亲抚养儿童、残疾儿童、留守儿童、辍学儿童",
            "4 of the 6 fields of 民政局 are asked by 教育局 too, which has 5: "
            "单亲抚养儿童、残疾儿童、留守儿童、辍学儿童",
        ),
        ("document", "同据文件：民发〔2016〕42号", "both rest on 民发〔2016〕42号"),
        ("fields_apart", "指标不同，只有一方要：寄宿学生", "different figures: only one asks for 寄宿学生"),
    ],
)
def test_each_kind_of_evidence_names_what_it_rests_on(kind, text, text_en):
    figures = ("留守儿童数", "单亲抚养儿童数", "残疾儿童数", "辍学儿童数", "困境儿童数", "孤儿数")
    cited = {"text": "据民发〔2016〕42号填报。", "kind": "report"}
    one = read_notice(Notice("关于报送农村留守儿童情况的通知", fields=figures, **cited), VOCABULARY)
    other = read_notice(
        Notice("关于摸排留守学生的通知", fields=(*figures[:4], "寄宿学生数"), **cited), VOCABULARY
    )
    judgement = judge_pair(one, other, load_inbox_model(), names=("民政局", "教育局"))
    told = {reason.kind: (reason.text, reason.text_en) for reason in judgement.evidence}
    assert told[kind] == (text, text_en)


def test_the_shared_object_is_named_and_so_is_what_differs():
    shared = judge("校园消防安全检查", "学校食堂食品安全检查")
    assert (
        next(one for one in shared.evidence if one.kind.startswith("object_")).text
        == "对象“学校”包含“学校食堂”"
    )
    apart = judge("校园消防安全检查", "养老机构消防安全检查")
    told = next(one for one in apart.evidence if one.kind == "object_apart")
    assert told.text in ("对象不同：学校与养老机构", "对象不同：养老机构与学校")
    assert told.weight < 0


def test_objects_that_both_name_are_never_told_apart():
    both = "关于开展学校、养老机构食品安全检查的通知"
    told = judge(both, "关于开展学校、医院食品安全检查的通知")
    for one in told.evidence:
        if one.kind == "object_apart":
            first, second = one.text.removeprefix("对象不同：").split("与")
            assert first != second


def test_two_acts_upon_one_matter_are_told_apart_and_named():
    crossed = judge("县疾控中心开展春季查螺", "太平镇灭螺前除草清淤作业")
    assert crossed.verdict != "duplicate"
    told = judge("县林业局开展松材线虫病普查", "省局指导松材线虫病疫木除治")
    reason = next(one for one in told.evidence if one.kind == "act_crossed")
    assert (reason.text, reason.text_en) == (
        "一方要统计、摸底，另一方要防治、清理作业",
        "one asks for a count, the other for treatment",
    )
    assert reason.weight < 0
    assert "act_crossed" not in kinds(judge("松材线虫病排查", "松材线虫病摸底统计")), (
        "one goes with the other"
    )


@pytest.mark.parametrize(
    ("title", "act"),
    [
        ("检查指导村务公开工作", "build"),
        ("新增孤儿和事实无人抚养儿童家庭入户核实", "build"),
        ("做好森林灭火演练", "treat"),
    ],
)
def test_an_act_is_not_read_out_of_two_words(title, act):
    assert act not in read_notice(Notice(title), VOCABULARY).acts


def test_harvests_are_seasons_apart():
    apart = judge("“三夏”农机安全生产大检查", "“三秋”农机安全生产大检查")
    assert "season_apart" in kinds(apart)
    assert apart.verdict in ("related", "distinct")
