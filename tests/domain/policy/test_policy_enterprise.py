"""R13-R16 bind inspections of enterprises only, and each remark says so."""

import pytest
from policy_drafts import inspection, report, rules, said

from app.domain.policy.context import CountyRules

FIRMS = "关于开展煤矿企业安全检查的通知"


@pytest.mark.parametrize(
    ("changes", "context", "rule"),
    [
        ({"legal_basis": ()}, {}, "R13"),
        ({"description": "委托第三方机构开展现场检查。"}, {}, "R14"),
        ({"description": "由网格员入企排查，现场登记。"}, {}, "R14"),
        ({"recurrence": "monthly"}, {"rules": CountyRules(enterprise_visits_per_year=4)}, "R15"),
        ({"recurrence": "monthly", "targets": ("140105",)}, {}, "R15"),
        ({}, {"rules": CountyRules(scan_in=True)}, "R16"),
    ],
)
def test_enterprise_rules_apply_to_enterprises_and_say_so(changes, context, rule):
    findings = said(inspection(title=FIRMS, **changes), **context)
    assert [f.rule for f in findings] == [rule]
    assert "适用涉企行政检查" in findings[0].source
    assert rule not in rules(inspection(**changes), **context)
    assert rule not in rules(report(title="关于报送企业底数的通知", **changes), **context)


@pytest.mark.parametrize(
    ("changes", "context"),
    [
        ({}, {}),
        ({"description": "由执法人员现场检查，第三方机构提供检测技术支持。"}, {}),
        ({"description": "不得由网格员代替现场检查。"}, {}),
        ({"recurrence": "quarterly"}, {"rules": CountyRules(enterprise_visits_per_year=4)}),
        ({"recurrence": "quarterly", "targets": ("140105",)}, {}),
        ({"recurrence": "monthly", "targets": ("990101",)}, {}),
        ({"description": "事故调查现场检查。"}, {"rules": CountyRules(scan_in=True)}),
    ],
)
def test_lawful_inspections_of_enterprises(changes, context):
    assert rules(inspection(title=FIRMS, **changes), **context) == []


def test_supervising_a_townships_work_on_enterprises_is_oversight():
    draft = inspection(title="关于督查乡镇企业安全监管工作的通知", oversight="supervision")
    assert rules(draft) == []
    assert rules(inspection(title="关于开展企业服务走访的通知", legal_basis=())) == []
