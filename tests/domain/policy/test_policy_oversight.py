"""R01-R04, R06-R09 and R17: each rule finds its case and leaves its neighbour alone."""

import pytest
from policy_drafts import inspection, report, rules, said

from app.domain.policy.context import CountyRules


def test_oversight_without_number_or_basis():
    assert rules(inspection(document_no="", legal_basis=())) == ["R01"]
    assert rules(inspection(legal_basis=())) == []
    assert rules(report(document_no="", legal_basis=())) == []


@pytest.mark.parametrize(
    ("level", "rule", "severity"),
    [("nation", "R02", "error"), ("city", "R04", "warning"), ("county", "R04", "warning")],
)
def test_one_comprehensive_item_a_year(level, rule, severity):
    draft = inspection(title="关于开展年度综合督查的通知", oversight="supervision", department_level=level)
    assert [(f.rule, f.severity) for f in said(draft, comprehensive_this_year=1)] == [(rule, severity)]
    assert rules(draft, comprehensive_this_year=0) == []
    assert rules(inspection(department_level=level), comprehensive_this_year=3) == []


def test_a_township_has_its_monthly_cap():
    full = {"visits_in_month": {"990101001": 5, "990101002": 2}, "rules": CountyRules(visits_per_month=5)}
    finding = said(inspection(), **full)[0]
    assert finding.rule == "R03"
    assert "990101001" in finding.text
    assert "990101002" not in finding.text
    assert rules(inspection(title="关于抢险救灾现场检查的通知"), **full) == []
    assert rules(report(), **full) == []
    assert rules(inspection(), visits_in_month={"990101001": 30}) == []


def test_golden_fail_research_that_grades_of_changzhou():
    graded = inspection(
        title="关于开展义务教育调研的通知", description="调研结果设置优秀、合格与不合格三个评价等次。"
    )
    appraising = inspection(
        title="关于开展义务教育调研的通知", description="附：考核对象、考核时间、考核内容及方式。"
    )
    assert [(f.rule, f.severity) for f in said(graded)] == [("R06", "error")]
    assert [(f.rule, f.severity) for f in said(appraising)] == [("R06", "error")]


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("关于开展留守儿童关爱调研的通知", "实地走访两个村，与村干部交谈，不打分、不评定等次、不排名。"),
        ("关于开展农产品质量监测抽样的通知", "现场抽取样品，检测结果合格率由我局汇总。"),
        ("关于做好自建房风险评估工作的通知", "入户查看房屋。"),
        ("关于开展年度考核的通知", "考核内容附后，实地查看。"),
    ],
)
def test_honest_research_and_declared_appraisal_are_left_alone(title, description):
    assert rules(inspection(title=title, description=description)) == []


@pytest.mark.parametrize(
    "description",
    [
        "每月对各乡镇进行排名。",
        "按季度通报排名。",
        "建立红黑榜。",
        "对工作不力的实行一票否决。",
        "与各村签订责任状。",
    ],
)
def test_pressure(description):
    assert rules(report(description=description)) == ["R07"]


@pytest.mark.parametrize(
    "description",
    [
        "不搞排名通报。",
        "严禁层层签订责任状、搞一票否决。",
        "对存在问题一对一反馈。",
        "根据《责任状管理办法》。",
    ],
)
def test_pressure_forbidden_is_no_pressure(description):
    assert rules(report(description=description)) == []


@pytest.mark.parametrize(
    "description",
    [
        "请于12月10日前书面报告贯彻落实情况。",
        "贯彻落实情况请于月底前报送我局。",
        "各乡镇要制定出台实施方案。",
        "各乡镇须制定配套措施。",
    ],
)
def test_reports_on_implementation_and_companion_documents(description):
    assert rules(report(description=description)) == ["R08"]


@pytest.mark.parametrize(
    "description",
    [
        "一般不要求报送贯彻落实情况。",
        "按照各乡镇制定的实施方案现场核对。",
        "根据县政府印发的实施方案报送数据。",
        "报送项目实施情况表。",
    ],
)
def test_ordinary_reporting_is_left_alone(description):
    assert rules(report(description=description)) == []


def test_length_is_counted_in_characters():
    sentence = "请各乡镇认真做好各项准备。" * 350  # 4,550 characters
    assert rules(report(description=sentence)) == ["R09"]
    assert rules(report(title="年度工作要点", description=sentence)) == []
    assert rules(report(description="请各乡镇。 \n" * 799)) == []


def test_a_duty_handed_down_needs_admission():
    text = "将户外广告监管职责下放至乡镇承担。"
    assert rules(report(description=text, legal_basis=())) == ["R17"]
    assert rules(report(description=text)) == []
    assert rules(report(description="发现的问题移交乡镇整改。", legal_basis=())) == []
    assert rules(report(description="由乡镇汇总后报县民政局。", legal_basis=())) == []
