"""What a roster answers already is counted and not asked beside it, in the template and in every return."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.domain.merging import (
    Heading,
    SharedForm,
    check_answers,
    fan_out,
    merge_forms,
    read_shared_workbook,
    write_shared_workbook,
)
from app.domain.merging.field import Form
from tests.domain.merging.small_forms import column, field, form, ledger

DAY = "2026-11-30"
PARTS = (("低保人数",), ("低保人数", "60岁以上"), ("低保人数", "女"), ("低保人数", "A类"))
PEOPLE = (
    ("王某", "男", "1960-01-02", "A类"),
    ("李某", "女", "1990-01-02", "B类"),
    ("赵某", "女", "1950-05-05", "A类"),
)


def roll(*more, title="低保对象花名册", notes=(), key="a"):
    columns = (
        column("姓名", "B", grain="person"),
        column("性别", "C", grain="person"),
        column("出生日期", "D", "", "date", "person"),
        replace(column("低保类别", "E", "", "choice", "person"), options=("A类", "B类")),
    )
    made = ledger(key, title, *columns, *more)
    return replace(made, tables=tuple(replace(table, notes=notes) for table in made.tables))


def figures(*paths, key="b", period=DAY, title="社会救助统计表", **more):
    cells = [field(path[-1], f"H{at}", path=path, period=period, **more) for at, path in enumerate(paths, 1)]
    return form(key, *cells, title=title)


def one_form(*paths, period=DAY):
    """A form that asks the figures beside its own list."""
    return Form("a", "低保对象花名册", (roll().tables[0], figures(*paths, period=period).tables[0]))


def derived(*forms):
    return {one.label: one.derived_from.text for one in merge_forms(forms).cells if one.derived_from}


def rows_of(shared, people=PEOPLE):
    ids = [one.id for one in shared.columns(shared.rosters[0].id)]
    return {shared.rosters[0].id: [dict(zip(ids, person, strict=True)) for person in people]}


def test_the_figures_beside_a_list_are_counted_from_its_rows():
    assert derived(one_form(*PARTS)) == {
        "低保人数": "由名册《低保对象花名册》计算：行数",
        "低保人数 / 60岁以上": "由名册《低保对象花名册》计算：行数（截至 2026-11-30 满 60 周岁）",
        "低保人数 / 女": "由名册《低保对象花名册》计算：行数（“性别”为女）",
        "低保人数 / A类": "由名册《低保对象花名册》计算：行数（“低保类别”为A类）",
    }
    shared = merge_forms([one_form(*PARTS)])
    cells = {one.cell: one.value for one in fan_out(shared, {"rows": rows_of(shared)})["a"]}
    assert [cells[f"H{at}"] for at in (1, 2, 3, 4)] == [3, 2, 2, 2]
    assert SharedForm.from_json(shared.to_json()) == shared


@pytest.mark.parametrize(
    "forms",
    [
        # another department's figure of a day, the list says none
        (roll(), figures(("低保人数",))),
        # another month than the list's
        (
            roll(replace(column("保障人数", "F", "人", "integer", "person"), period="2026-10-31")),
            figures(("低保人数",)),
        ),
        (roll(), figures(("低保人数",), period="", note="含低保边缘人口")),
        (roll(), figures(("新增低保人数",), ("残疾人数",), period="")),
        (roll(), figures(("低保户数",), period="", unit="户")),
        (roll(), figures(("低保人数",), period="2026-11 本年累计")),
        (roll(), figures(("低保人数",), period="上年末")),
        (roll(notes=("说明：只填城市低保对象。",)), figures(("低保人数",), period="")),
        (roll(title="抽查低保对象花名册"), figures(("低保人数",), period="")),
        # no day to count ages on, a limit that the form leaves open
        (one_form(("低保人数", "60岁以上"), period=""),),
        (one_form(("低保人数", "0-3岁"), ("低保人数", "18岁以下")),),
    ],
)
def test_what_is_not_surely_the_lists_is_asked(forms):
    assert derived(*forms) == {}


@pytest.mark.parametrize(
    ("path", "period", "word"),
    [("60岁以上", "", "截至日期"), ("0-3岁", DAY, "是否含"), ("18岁以下", DAY, "是否含")],
)
def test_what_a_form_leaves_open_is_told_to_its_sender(path, period, word):
    shared = merge_forms([one_form(("低保人数", path), period=period)])
    [told] = shared.suggestions
    assert (told.fields, told.verdict) == ((shared.cells[0].id, shared.rosters[0].id), "derivable")
    assert word in told.reasons[0]
    assert told.reasons_en[0]


def test_undated_forms_of_two_departments_share_the_count():
    shared = merge_forms([roll(), figures(("低保人数",), period="")])
    assert [one.asked for one in shared.cells] == [False]
    assert [cell.value for cell in fan_out(shared, {"rows": rows_of(shared)})["b"]] == [3]


def test_a_row_that_leaves_it_open_leaves_the_cell_to_the_clerk():
    shared = merge_forms([one_form(*PARTS)])
    total, old, *_ = (one.id for one in shared.cells)
    people = ((*PEOPLE[0][:2], None, "A类"), *PEOPLE[1:])
    answers = {"values": {old: "2"}, "rows": rows_of(shared, people)}
    cells = {one.cell: one.value for one in fan_out(shared, answers)["a"]}
    assert (cells["H1"], cells["H2"]) == (3, 2)
    assert check_answers(shared, answers) == ()
    [fault] = check_answers(shared, {"values": {total: "4"}, "rows": rows_of(shared)})
    assert "得 3" in fault.text
    assert "“低保人数”[S!H1]=4人" in fault.text


def test_a_list_without_anybody_is_told_by_typing_nought():
    shared = merge_forms([one_form(*PARTS)])
    total = shared.cells[0].id
    assert fan_out(shared, {"rows": {}})["a"] == []
    assert [one.value for one in fan_out(shared, {"values": {total: 0}})["a"]] == [0]
    book = load_workbook(BytesIO(write_shared_workbook(shared, Heading("x"))))
    page = book["统一填报表"]
    assert page["D6"].value.startswith("=IF(OR(COUNTA(")
    assert not page["D6"].protection.locked
    page["D6"] = 0
    out = BytesIO()
    book.save(out)
    answers, faults = read_shared_workbook(out.getvalue(), shared)
    assert (answers["values"], faults) == ({total: "0"}, ())


def test_what_the_workbook_computed_is_no_answer():
    shared = merge_forms([one_form(*PARTS)])
    known = {"rows": rows_of(shared)}
    answers, faults = read_shared_workbook(write_shared_workbook(shared, Heading("x"), known), shared)
    assert (answers, faults) == ({"values": {}, **known}, ())


def test_ages_by_identity_number_are_counted_by_the_server_alone():
    number = column("身份证号", "F", grain="person")
    columns = (column("姓名", "B", grain="person"), number)
    table = ledger("a", "低保对象花名册", *columns).tables[0]
    shared = merge_forms([Form("a", "低保对象花名册", (table, figures(PARTS[1]).tables[0]))])
    [old] = shared.cells
    assert old.derived_from.tally.as_of == DAY
    people = [("王某", "11010519491231002X"), ("李某", "110105199012310019")]
    rows = rows_of(shared, people)
    assert [cell.value for cell in fan_out(shared, {"rows": rows})["a"] if cell.cell == "H1"] == [1]
    page = load_workbook(BytesIO(write_shared_workbook(shared, Heading("x"))))["统一填报表"]
    assert page["D6"].value == '=""'


people = st.lists(
    st.tuples(
        st.text("甲乙丙丁", min_size=1, max_size=4),
        st.sampled_from(["男", "女"]),
        st.dates(date(1930, 1, 1), date(2020, 12, 31)).map(date.isoformat),
        st.sampled_from(["A类", "B类"]),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(people)
def test_every_count_that_is_handed_back_is_the_direct_count(listed):
    shared = merge_forms([one_form(*PARTS)])
    cells = {one.cell: one.value for one in fan_out(shared, {"rows": rows_of(shared, listed)})["a"]}
    old = [one for one in listed if one[2] <= "1966-11-30"]
    women = [one for one in listed if one[1] == "女"]
    first = [one for one in listed if one[3] == "A类"]
    assert [cells[f"H{at}"] for at in (1, 2, 3, 4)] == [len(listed), len(old), len(women), len(first)]
