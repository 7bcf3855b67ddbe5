"""The township's workbook as an office program saves it: sums recalculated, marks and offers still there."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.domain.merging import (
    Carried,
    CarriedRows,
    CarriedValue,
    Heading,
    fan_out,
    merge_forms,
    read_shared_workbook,
    write_shared_workbook,
)
from tests.domain.merging.small_forms import column, field, form, ledger
from tests.domain.merging.test_confirm import AT
from tests.domain.merging.test_tallied_fields import PARTS, PEOPLE, one_form

pytestmark = pytest.mark.needs("soffice")


def saved_by_office(path: Path) -> bytes:
    """The file after LibreOffice has opened, recalculated and saved it."""
    out = path.parent / "saved"
    command = ["soffice", "--headless", f"-env:UserInstallation={(path.parent / 'home').as_uri()}"]
    convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)]
    subprocess.run([*command, *convert], check=True, capture_output=True, timeout=240)
    return (out / path.name).read_bytes()


def test_totals_run_on_and_marks_confirm_after_an_office_program_saved_the_file(tmp_path):
    shared = merge_forms(
        [
            form(
                "a",
                field("检查家次", "D1", "家次"),
                field("检查家次", "E1", "家次", period="2026-11 本年累计"),
                field("耕地面积", "D2", "亩", type="decimal", period="2026-11-30"),
                field("合计", "D3", "人", role="formula", formula="=D4+D5"),
                field("男", "D4"),
                field("女", "D5"),
            ),
            ledger("b", "企业台账", column("企业名称", "B"), column("用工人数", "C", "人", "integer")),
        ]
    )
    month, total, area, men, women = (item.id for item in shared.cells if item.asked)
    roster = shared.rosters[0].id
    name, staff = (item.id for item in shared.columns(roster))
    rows = ({name: "甲厂", staff: "10"}, {name: "乙厂", staff: "20"})
    carried = Carried(
        {
            total: CarriedValue("40", "b", AT, "rolled_up", plus=month),
            area: CarriedValue("1200", "b", AT, "unchanged", "2026-10-31"),
        },
        {roster: CarriedRows(rows, "b", AT, "2026-10", frozenset({name, staff}))},
    )
    path = tmp_path / "填报.xlsx"
    path.write_bytes(write_shared_workbook(shared, Heading("统一填报表", "白石镇"), None, carried))
    book = load_workbook(path)
    page, listed = book["统一填报表"], book["名册1"]
    places = {row[0].value: row[2].value for row in book["_map"].iter_rows() if row[2].value}
    for key, value in ((month, 5), (men, 3), (women, 4)):
        page[places[key]] = value
    page[places["?" + area]], listed["D2"], listed["C5"] = "无变化", "其余各行均无变化", 21
    book.save(path)

    data = saved_by_office(path)
    answers, faults = read_shared_workbook(data, shared)
    assert faults == ()
    assert answers["values"] == {month: "5", total: "45", area: "1200", men: "3", women: "4"}
    assert answers["rows"][roster] == [rows[0], {name: "乙厂", staff: "21"}]
    (tmp_path / "again.xlsx").write_bytes(data)
    derived = next(item.id for item in shared.cells if not item.asked)
    assert load_workbook(tmp_path / "again.xlsx", data_only=True)["统一填报表"][places[derived]].value == 7


def test_counts_of_a_roster_are_what_the_server_counts(tmp_path):
    """Rows are typed in the file: the counts that the program shows are those that the returns will hold."""
    shared = merge_forms([one_form(*PARTS)])
    path = tmp_path / "填报.xlsx"
    path.write_bytes(write_shared_workbook(shared, Heading("统一填报表", "白石镇")))
    book = load_workbook(path)
    for at, (name, sex, born, kind) in enumerate(PEOPLE, 4):
        listed = book["名册1"]
        listed[f"B{at}"], listed[f"C{at}"], listed[f"E{at}"] = name, sex, kind
        listed[f"D{at}"] = date.fromisoformat(born)
    book.save(path)

    data = saved_by_office(path)
    (tmp_path / "again.xlsx").write_bytes(data)
    shown = load_workbook(tmp_path / "again.xlsx", data_only=True)["统一填报表"]
    assert [shown[f"D{row}"].value for row in range(6, 10)] == [3, 2, 2, 2]
    answers, faults = read_shared_workbook(data, shared)
    assert (answers["values"], faults) == ({}, ())
    cells = {one.cell: one.value for one in fan_out(shared, answers)["a"]}
    assert [cells[f"H{at}"] for at in (1, 2, 3, 4)] == [3, 2, 2, 2]
