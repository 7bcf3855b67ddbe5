"""R10-R12, R19, the personal data rules and the ladder: what a request has townships fill in, and how."""

import pytest
from policy_drafts import inspection, report, rules, said

from app.domain.policy import AskedField
from app.domain.policy.personal import personal_kind


@pytest.mark.parametrize(
    "description",
    [
        "护林员每日在APP打卡。",
        "通过小程序上传巡护轨迹截图。",
        "平台按积分高低考核。",
        "做好工作留痕，收集痕迹资料。",
    ],
)
def test_check_ins_points_and_traces(description):
    assert [(f.rule, f.severity) for f in said(report(description=description))] == [("R10", "error")]


@pytest.mark.parametrize(
    "description",
    [
        "不得要求护林员打卡、上传轨迹。",
        "参会人员签到后入场。",
        "积分超市兑换情况按村填写。",
        "现场照片由检查组拍摄。",
        "启动森林火灾应急响应，抢险队伍在平台打卡签到。",
    ],
)
def test_plain_use_of_the_same_words(description):
    assert rules(report(description=description)) == []


def test_one_material_by_two_channels():
    assert rules(report(description="请在系统填报，同时报送纸质盖章件。")) == ["R10"]
    assert rules(report(description="电子版或纸质版任选其一报送。")) == []
    assert rules(report(description="加盖公章后报送。")) == []


SURVEY = {"title": "关于布置乡镇社会经济基本情况统计报表的通知"}


def test_a_statistical_form_shows_its_marks():
    finding = said(report(**SURVEY, form_text="表号：东统01表 制定机关：东安县统计局"))[0]
    assert (finding.rule, finding.severity) == ("R11", "warning")
    assert "批准（备案）文号、有效期" in finding.text
    assert "表号" not in finding.text
    assert "适用统计调查" in finding.source
    full = "表号：东统01表\n制定机关：统计局\n批准文号：省统制〔2026〕8号\n有效期至：2027年1月"
    assert rules(report(**SURVEY, form_text=full)) == []
    assert rules(report(form_text="农村低保对象基础数据表")) == []
    assert rules(report(title="关于报送农业普查摸底进度的通知")) == []


def test_an_expired_statistical_form():
    marks = "表号：东统01表\n制定机关：统计局\n批准文号：省统制〔2023〕8号\n有效期至：{}"
    assert rules(report(**SURVEY, form_text=marks.format("2026年10月"))) == ["R11"]
    assert rules(report(**SURVEY, form_text=marks.format("2026年11月"))) == []
    assert rules(report(**SURVEY, form_text=marks.format("2026-11-22"))) == ["R11"]


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({"recurrence": "daily"}, "warning"),
        ({"recurrence": "ten_days"}, "warning"),
        ({"description": "实行零报告制度。"}, "warning"),
        ({"description": "每天下午5点前上报火点。", "recurrence": "daily"}, "warning"),
        ({"description": "无情况也要报。"}, "warning"),
        ({"recurrence": "monthly", "legal_basis": ()}, "hint"),
    ],
)
def test_the_least_frequency_that_serves(changes, severity):
    assert [(f.rule, f.severity) for f in said(report(**changes))] == [("R12", severity)]


@pytest.mark.parametrize(
    "changes",
    [
        {"recurrence": "monthly"},
        {"recurrence": "quarterly", "legal_basis": ()},
        {"description": "有情况随时报，不实行零报告。"},
        {"description": "台风抢险期间实行日报告。", "recurrence": "daily"},
    ],
)
def test_frequencies_that_have_a_reason(changes):
    assert rules(report(**changes)) == []


def test_a_floor_of_the_law():
    rare = inspection(title="关于开展安全生产暗查的通知", recurrence="quarterly", unannounced=True)
    assert rules(rare) == ["R18", "R19"]
    assert rules(inspection(title="关于开展安全生产检查的通知", recurrence="quarterly")) == []
    assert rules(inspection(title="关于开展巡河检查的通知", recurrence="monthly")) == []


@pytest.mark.parametrize(
    ("label", "unit", "kind"),
    [
        ("身份证号码", "", "personal"),
        ("联系电话", "", "personal"),
        ("户主手机号", "", "personal"),
        ("家庭住址", "", "personal"),
        ("银行账号", "", "sensitive"),
        ("所患疾病名称", "", "sensitive"),
        ("残疾等级", "", "sensitive"),
        ("姓名", "", ""),
        ("填报人联系电话", "", ""),
        ("负责人手机号", "", ""),
        ("残疾人数", "人", ""),
        ("患病情况：重病", "人", ""),
        ("智能手机上网户数", "户", ""),
        ("企业地址", "", ""),
        ("值班电话", "", ""),
    ],
)
def test_what_a_field_holds_of_a_person(label, unit, kind):
    assert personal_kind(label, unit) == kind


def test_personal_data_names_the_law_and_the_fields():
    fields = (AskedField("姓名"), AskedField("身份证号"), AskedField("银行账号"))
    findings = said(report(fields=fields))
    assert [(f.rule, f.severity, f.pointer) for f in findings] == [
        ("PIPL28", "warning", "/form/fields/2/label"),
        ("PIPL6", "hint", "/form/fields/1/label"),
    ]
    assert "第六条" in findings[1].source


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("姓名", "所患疾病名称"), "所患疾病名称、姓名"),
        (("户主", "家庭年收入"), "家庭年收入、户主"),
        (("学生姓名", "残疾等级", "年级"), "残疾等级、学生姓名"),
        (("姓名", "备注"), ""),
        (("家庭年收入", "人口数"), ""),
        (("村集体经济收入", "负责人"), ""),
    ],
)
def test_a_name_beside_health_or_income_is_sensitive(labels, told):
    found = [f for f in said(report(fields=tuple(map(AskedField, labels)))) if f.rule == "PIPL28"]
    assert [told in f.text for f in found] == ([True] if told else [])


def test_existing_data_comes_first_on_the_ladder():
    assert "1 个" in said(report(), already_answered=1)[0].remedy
    assert "不必下发" in said(report(), already_answered=2)[0].remedy
    assert rules(report(), already_answered=0) == []


def test_lighter_means_than_a_visit():
    assert rules(inspection(description="听取工作汇报，查阅台账资料。")) == ["LADDER"]
    assert rules(inspection(description="查阅台账资料，实地查看两个点。")) == []
    assert rules(inspection(), shareable_visits=2) == ["LADDER"]
    assert rules(report(description="报送年度工作总结。", fields=(), legal_basis=())) == ["LADDER"]
    assert rules(report(description="报送年度工作总结。", fields=())) == []
