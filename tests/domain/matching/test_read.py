"""A notice is read for its work: through its template, its doer and its forwarding."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.matching import Notice, Reading, load_vocabulary, may_merge_unseen, read_notice

VOCABULARY = load_vocabulary()


def read(title: str, text: str = "", **rest) -> Reading:
    return read_notice(Notice(title, text=text, **rest), VOCABULARY)


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("关于开展冬春火灾防控检查的通知", "fire-safety"),
        ("关于开展校园消防安全专项检查的通知", "fire-school"),
        ("某县教育局关于开展学校安全隐患排查的通知", "school-safety"),
        ("关于做好清明期间森林防灭火工作的紧急通知", "forest-fire"),
        ("关于开展养老机构安全隐患排查整治的通知", "care-home-safety"),
        ("某县市场监管局开展电梯检查", "lift-safety"),
        ("县水利局赴某镇督查小型水库安全度汛", "reservoir-safety"),
        ("关于转发省农业农村厅《关于开展农村户厕问题摸排整改的通知》的通知", "toilet"),
        ("關於開展非洲豬瘟防控督查的通知", "african-swine-fever"),
        ("关于 开 展 撂荒地 整治的通知", "abandoned-land"),
        ("关于开展２０２６年电动自行车飞线充电整治的通知", "fire-e-bike"),
    ],
)
def test_titles_are_read_for_their_work(title, matter):
    assert read(title).matter == matter


def test_who_does_the_work_is_not_the_work():
    reading = read("某镇专职消防队开展农资打假检查")
    assert reading.matter == "farm-inputs"
    assert "fire-force" not in {one.concept for one in reading.matters}


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("人防办对全市人防工程进行安全督导检查", "civil-defence"),
        ("某镇人居环境督查通报（第十一期）", "rural-environment"),
        ("某区市场监管所打击传销联合执法突击活动", "pyramid"),
        ("文明村镇创建测评", "civilised-village"),
        ("自然保护区内违建别墅清查", "nature-reserve"),
        ("“无废城市”建设进展统计", "solid-waste"),
        ("市长信箱办理情况通报", "online-complaint"),
        ("村账乡代管情况检查", "collective-accounts"),
        ("农村低保县（区）内变更", "minimum-living"),
        ("市司法局开展星级司法所复查抽检工作", "justice-office"),
    ],
)
def test_the_work_is_not_taken_for_who_does_it_or_where(title, matter):
    assert read(title).matter == matter


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("供销社排查再生资源网点", "secondhand"),
        ("关于检查集市计量器具的通知", "measuring-instruments"),
        ("关于组织志愿者开展文物安全巡查的通知", "relics"),
        ("关于做好春运期间渡口渡船安全检查的通知", "water-transport"),
        ("烟花爆竹企业防雷安全检查", "lightning-device"),
    ],
)
def test_doers_things_places_and_seasons_step_back_behind_the_work(title, matter):
    assert read(title).matter == matter


def test_a_thing_alone_still_names_its_work():
    assert read("集市检查").matter == "market-building"


def test_a_word_in_passing_is_a_hint_only():
    reading = read("关于做好汛期电梯安全工作的通知")
    assert reading.matter == "lift-safety"
    assert reading.matters[0].weight > 0.8
    assert reading.season == (5, 6, 7, 8, 9)


def test_the_body_yields_to_the_title():
    body = "同步检查食品安全、燃气安全、防汛、防溺水、禁毒、反诈、信访、殡葬、低保落实情况。"
    reading = read("关于开展撂荒地整治的通知", body)
    assert reading.matter == "abandoned-land"
    assert reading.matters[0].weight > 0.6


def test_a_bare_title_leaves_the_word_to_the_body():
    assert read("关于印发工作方案的通知", "组织护林员开展罂粟踏查，做到零种植。").matter == "poppy"


def test_a_notice_without_a_known_name_gets_the_nearest_matter():
    reading = read("关于请提供屋面瓦片脱落情形的函")
    assert "house-safety" in reading.wider
    assert reading.matters[0].words == ""
    assert not may_merge_unseen(reading, reading)


def test_a_label_in_passing_does_not_carry_what_is_another_matter_throughout():
    reading = read("“洼地”式招商问题专项审计整改", "查违规承诺土地、税费优惠。")
    assert reading.matter == "illegal-investment"
    assert "fund-audit" in {one.concept for one in reading.matters if one.words == "专项审计"}


def test_a_part_that_only_the_body_lists_does_not_narrow_a_title_that_names_the_whole():
    reading = read("关于对森林防灭火责任落实情况进行督导检查的通知", "查看半专业扑火队、扑火队伍和物资储备。")
    assert reading.matter == "forest-fire"


def test_nothing_at_all_is_other_work():
    reading = read("xyz 123")
    assert reading.matter == "other-work"
    assert reading.certainty == 0


def test_document_numbers_are_found_in_any_brackets():
    reading = read(
        "关于转发民发〔2016〕42号文件的通知",
        "依据国办发[2023]12号、东安办（2026）29号",
        document_no="某农发〔2026〕 7号",
        legal_basis=("安监发〔2020〕3号",),
    )
    assert reading.document_no == "某农发〔2026〕7号"
    assert reading.cited == (
        "民发〔2016〕42号",
        "国办发〔2023〕12号",
        "东安办〔2026〕29号",
        "安监发〔2020〕3号",
    )


def test_boilerplate_leaves_no_trace():
    plain = read("关于开展禁种铲毒工作的通知")
    dressed = read(
        "关于深入开展禁种铲毒专项行动工作的通知", "为深入贯彻落实上级会议精神，现将有关事项通知如下："
    )
    assert dressed.core == plain.core
    assert dressed.matters == plain.matters


def test_objects_come_from_words_and_from_the_matter():
    assert [one.concept for one in read("关于开展加油站检查的通知").objects] == ["filling-station"]
    assert [one.concept for one in read("关于报送辍学情况的通知").objects] == ["school-age-child"]


def test_routine_fields_say_nothing_of_the_work():
    reading = read("报表", fields=("序号", "姓名", "联系电话", "撂荒面积（亩）", "复耕面积(亩)", "备注"))
    assert reading.fields == ("复耕面积", "撂荒面积")


TITLES = st.text(
    alphabet="关于开展消防安全学校检查的通知农药种子〔〕《》转发0123456789abc ，。：", max_size=40
)


@given(title=TITLES, text=TITLES)
def test_every_notice_gets_a_matter_and_survives_storage(title, text):
    reading = read(title, text)
    assert reading.matters
    assert sum(one.weight for one in reading.matters) == pytest.approx(1, abs=0.01)
    assert 0 <= reading.certainty <= 1
    stored = json.loads(json.dumps(reading.to_json(), ensure_ascii=False))
    assert Reading.from_json(stored) == reading


def test_a_stored_reading_is_compact():
    reading = read("关于开展校园消防安全专项检查的通知", "各校自查后，消防救援大队抽查。" * 40)
    assert len(json.dumps(reading.to_json(), ensure_ascii=False)) < 1500


@pytest.mark.parametrize(
    ("title", "not_read"),
    [("镇突击查处非法锑矿", "处非"), ("区春节前严打非法行医", "打非")],
)
def test_the_ends_of_two_words_are_no_label(title, not_read):
    reading = read_notice(Notice(title), VOCABULARY)
    assert not_read not in {one.words for one in reading.matters}


def test_a_reading_keeps_its_topics_and_acts_as_json():
    reading = read_notice(Notice("宾馆消防安全培训", text="检查宾馆消防设施。"), VOCABULARY)
    assert reading.topics
    assert reading.core_topics != reading.topics
    assert reading.acts == ("teach",)
    assert reading.acts_told == ("check", "teach")
    assert Reading.from_json(reading.to_json()) == reading
