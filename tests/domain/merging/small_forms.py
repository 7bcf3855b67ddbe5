"""Small forms for tests of the merge: a field, a form of indicators, a ledger and its columns."""

from app.domain.merging import merge_forms
from app.domain.merging.field import Field, Form, Table


def field(label, cell, unit="人", **more):
    defaults = {"type": "integer", "period": "2026-11", "grain": "township", "path": (label,), "sheet": "S"}
    return Field(label, unit, cell=cell, **(defaults | more))


def form(key, *fields, title="情况表"):
    return Form(key, title, (Table(title, "indicators", fields, sheet="S"),))


def ledger(key, title, *fields, rows=(4, 6)):
    return Form(key, title, (Table(title, "ledger", fields, "S", (), *rows),))


def column(label, letters, unit="", kind="text", grain="enterprise"):
    return Field(label, unit, kind, "", grain, (label,), sheet="S", column=letters)


def small():
    return merge_forms(
        [
            form(
                "a",
                field("户籍人口", "D1", role="formula", formula="=D2+D3"),
                field("男", "D2", path=("户籍人口", "男"), high="50000", low="0"),
                field("女", "D3", path=("户籍人口", "女")),
                field("是否达标", "D4", "", type="boolean"),
                field("等级", "D5", "", type="choice", options=("A", "B")),
                field("检查日期", "D6", "", type="date"),
            ),
            ledger("b", "企业台账", column("企业名称", "B"), column("用工人数", "C", "人", "integer")),
        ]
    )


def by_label(shared):
    return {item.label.rpartition(" / ")[2]: item.id for item in shared.fields}
