"""What is known already stands in the form for phones when it is opened, and comes back as answers."""

import io
import subprocess
from pathlib import Path

import pytest
import pyxform
from lxml import etree
from pyxform.xls2xform import convert

from app.domain.merging import (
    Carried,
    CarriedRows,
    CarriedValue,
    collected_answers,
    collected_marks,
    collected_tables,
    merge_answers,
)
from app.domain.merging.sharing.xls_question import Known
from app.domain.merging.sharing.xlsform import write_xlsform
from tests.domain.merging.test_confirm import AT
from tests.domain.merging.test_xlsform import HEADING, by_label, lines, small

ENGINE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
"""ODK Validate comes with pyxform; in it is JavaRosa, the engine of ODK Collect."""
NAMES = ["甲厂（老区）- 1", "乙厂"]


def known(shared):
    ids, [roster] = by_label(shared), shared.rosters
    rows = tuple({ids["企业名称"]: name, ids["用工人数"]: str(at)} for at, name in enumerate(NAMES, 3))
    offered = {
        ids["女"]: CarriedValue("8", "b", AT, "unchanged", "2026-09-30"),
        ids["等级"]: CarriedValue("A 级", "b", AT),
    }
    answers = {"values": {ids["男"]: 7}, "rows": {}}
    return Known(
        answers, Carried(offered, {roster.id: CarriedRows(rows, "b", AT, "2026-09", frozenset(rows[0]))})
    )


def opened(tmp_path, xform):
    """The submission that ODK Collect's engine makes of the form when nothing is touched."""
    (tmp_path / "form.xml").write_text(xform, encoding="utf-8")
    source = Path(__file__).with_name("Collect.java")
    done = subprocess.run(
        ["java", "-cp", ENGINE, source, tmp_path / "form.xml"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return etree.fromstring(done.stdout[done.stdout.index(b"<data") :])


def plain(node):
    """A submission's XML as Central's JSON has it: repeats are lists."""
    found = {}
    for child in node:
        value = plain(child) if len(child) else child.text
        if child.tag.startswith("r_") and "_count" not in child.tag:
            found.setdefault(child.tag, []).append(value)
        else:
            found[child.tag] = value
    return found


def test_a_known_roster_opens_an_entry_for_each_object_and_asks_for_more():
    shared = small()
    ids, [roster] = by_label(shared), shared.rosters
    data = write_xlsform(shared, HEADING, known(shared))
    survey = {line["name"]: line for line in reversed(lines(data))}
    assert survey[roster.id]["repeat_count"] == f"2 + coalesce(${{n_{roster.id}}}, 0)"
    assert survey[ids["企业名称"]]["default"].endswith(
        f"item[name = position(current()/..)]/{ids['企业名称']}"
    )
    rows = [line for line in lines(data, "choices") if line["list_name"] == f"k_{roster.id}"]
    assert [(row["name"], row["label::中文 (zh)"], row[ids["用工人数"]]) for row in rows] == [
        ("1", NAMES[0], "3"),
        ("2", NAMES[1], "4"),
    ]
    confirmed = [line["name"] for line in lines(data) if line["type"] == "acknowledge"]
    assert len(confirmed) == 2
    assert all(survey[name]["required"] == "yes" for name in confirmed)


def test_facts_are_defaults_and_what_waits_asks_to_be_confirmed():
    shared = small()
    ids = by_label(shared)
    survey = {line["name"]: line for line in lines(write_xlsform(shared, HEADING, known(shared)))}
    assert (survey[ids["男"]]["default"], survey[ids["女"]]["default"]) == ("7", "8")
    assert "带出的是 2026-09-30 的数" in survey[ids["女"]]["hint::中文 (zh)"]
    assert "2026-09-30" in survey[ids["女"]]["hint::English (en)"]
    nothing = {line["name"]: line for line in lines(write_xlsform(shared, HEADING))}
    assert not any(line["default"] or line["type"] == "acknowledge" for line in nothing.values())
    assert nothing[shared.rosters[0].id]["repeat_count"] is None


@pytest.mark.needs("java")
def test_odk_collects_engine_opens_the_form_with_what_is_known(tmp_path):
    shared = small()
    ids, [roster] = by_label(shared), shared.rosters
    result = convert(io.BytesIO(write_xlsform(shared, HEADING, known(shared))), validate=True)
    assert result.warnings == []
    document = plain(opened(tmp_path, result.xform))
    assert collected_marks(document) == HEADING.marks
    answers = collected_answers(shared, document)
    filled = {key: value for key, value in answers["values"].items() if value}
    assert filled == {ids["男"]: "7", ids["女"]: "8", ids["等级"]: "A 级"}
    assert answers["rows"][roster.id] == [
        {ids["企业名称"]: NAMES[0], ids["用工人数"]: "3"},
        {ids["企业名称"]: NAMES[1], ids["用工人数"]: "4"},
    ]


def test_an_object_that_has_left_leaves_the_roster():
    shared = small()
    ids, [roster] = by_label(shared), shared.rosters
    left = {f"{roster.id}/c_{roster.id}": "gone", f"{roster.id}/{ids['企业名称']}": "乙厂"}
    stays = {f"{roster.id}/c_{roster.id}": "on", f"{roster.id}/{ids['企业名称']}": "甲厂"}
    answers = collected_answers(shared, {roster.id: [stays, left]})
    before = {"rows": {roster.id: [{ids["企业名称"]: "甲厂"}, {ids["企业名称"]: "乙厂"}]}}
    assert merge_answers(shared, before, answers)["rows"][roster.id] == [{ids["企业名称"]: "甲厂"}]


def test_the_csv_files_of_odk_central_give_the_answers_of_each_submission():
    shared = small()
    ids, [roster] = by_label(shared), shared.rosters
    main = [
        {f"g_1-{ids['男']}": "3", f"g_1-{ids['女']}": "", "KEY": "uuid:1"},
        {f"g_1-{ids['男']}": "5", f"g_1-{ids['女']}": "6", "KEY": "uuid:2"},
    ]
    entries = [
        {ids["企业名称"]: "甲厂", ids["用工人数"]: "4", "PARENT_KEY": "uuid:2", "KEY": "uuid:2/r[1]"},
        {ids["企业名称"]: "乙厂", f"c_{roster.id}": "gone", "PARENT_KEY": "uuid:2", "KEY": "uuid:2/r[2]"},
    ]
    assert list(collected_tables(shared, [entries, main])) == [
        ("uuid:1", {"values": {ids["男"]: "3"}, "rows": {}}),
        (
            "uuid:2",
            {
                "values": {ids["男"]: "5", ids["女"]: "6"},
                "rows": {
                    roster.id: [
                        {ids["企业名称"]: "甲厂", ids["用工人数"]: "4"},
                        {ids["企业名称"]: "乙厂", "_removed": True},
                    ]
                },
            },
        ),
    ]
