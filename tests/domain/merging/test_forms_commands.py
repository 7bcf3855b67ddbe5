"""`jianfu forms read | merge | fanout` work on files as others give them."""

import json

import pytest
from openpyxl import load_workbook

from app.commands.forms import FormsError, forms_fanout, forms_merge, forms_read
from tests.domain.merging.layouts import layouts
from tests.domain.merging.office import saved, sheet


@pytest.fixture
def folder(tmp_path):
    rows = [["统计表"], ["指标名称", "计量单位", "数量"], ["户籍人口", "人", None], ["耕地面积", "亩", None]]
    (tmp_path / "甲.xlsx").write_bytes(saved(sheet(rows, frame="A2:C4")))
    rows[2][1:2] = ["万人"]
    (tmp_path / "乙.xlsx").write_bytes(saved(sheet(rows, frame="A2:C4")))
    return tmp_path


def merge(folder):
    paths = [folder / "甲.xlsx", folder / "乙.xlsx"]
    return forms_merge(paths, folder / "shared.xlsx", folder / "map.json")


def fill(folder, answers):
    book = load_workbook(folder / "shared.xlsx")
    page = book["统一填报表"]
    for row in range(1, 20):
        if page.cell(row, 2).value in answers:
            page.cell(row, 4).value = answers[page.cell(row, 2).value]
    book.save(folder / "filled.xlsx")


def test_read_merge_fill_and_fan_out(folder):
    assert forms_read(folder / "甲.xlsx")["tables"][0]["kind"] == "indicators"
    document = merge(folder)
    assert [len(item["sources"]) for item in document["fields"]] == [2, 2]
    assert json.loads((folder / "map.json").read_text(encoding="utf-8")) == document

    fill(folder, {"户籍人口": 2139, "耕地面积": 12.5})
    done = forms_fanout(folder / "filled.xlsx", folder / "map.json", folder / "out")

    assert [item["cells"] for item in done["files"]] == [2, 2]
    assert load_workbook(folder / "out" / "甲.xlsx").active["C3"].value == 2139
    assert load_workbook(folder / "out" / "乙.xlsx").active["C3"].value == 0.2139


def test_originals_may_have_moved_beside_the_map_but_not_changed(folder):
    merge(folder)
    fill(folder, {"户籍人口": 1})
    moved = folder / "moved"
    moved.mkdir()
    for name in ("甲.xlsx", "乙.xlsx", "map.json", "filled.xlsx"):
        (folder / name).rename(moved / name)
    assert len(forms_fanout(moved / "filled.xlsx", moved / "map.json", moved / "out")["files"]) == 2

    (moved / "甲.xlsx").write_bytes(layouts()[0].data)
    with pytest.raises(FormsError, match="changed after the merge"):
        forms_fanout(moved / "filled.xlsx", moved / "map.json", moved / "out2")
    (moved / "甲.xlsx").unlink()
    with pytest.raises(FormsError, match="missing"):
        forms_fanout(moved / "filled.xlsx", moved / "map.json", moved / "out2")
    assert not (moved / "out2").exists()


def test_wrong_answers_write_nothing_and_name_their_cells(folder):
    merge(folder)
    fill(folder, {"户籍人口": "很多"})
    with pytest.raises(FormsError) as caught:
        forms_fanout(folder / "filled.xlsx", folder / "map.json", folder / "out")

    (detail,) = caught.value.details
    assert (detail["sheet"], detail["column"]) == ("统一填报表", 4)
    assert detail["row"] > 4
    assert not (folder / "out").exists()


def test_every_bad_input_is_told_in_both_languages(folder):
    merge(folder)
    (folder / "broken.xlsx").write_bytes(b"PK nothing")
    (folder / "broken.json").write_text("[1", encoding="utf-8")
    (folder / "empty.json").write_text("{}", encoding="utf-8")
    for call in (
        lambda: forms_read(folder / "none.xlsx"),
        lambda: forms_read(folder / "broken.xlsx"),
        lambda: forms_read(folder),
        lambda: forms_merge([folder / "甲.xlsx", folder / "甲.xlsx"], folder / "s.xlsx", folder / "m.json"),
        lambda: forms_fanout(folder / "shared.xlsx", folder / "broken.json", folder / "out"),
        lambda: forms_fanout(folder / "shared.xlsx", folder / "empty.json", folder / "out"),
        lambda: forms_fanout(folder / "甲.xlsx", folder / "map.json", folder / "out"),
    ):
        with pytest.raises(FormsError) as caught:
            call()
        assert caught.value.text
        assert caught.value.text_en.isascii() or "xlsx" in caught.value.text_en


def test_two_files_of_one_name_are_kept_apart(folder):
    other = folder / "other"
    other.mkdir()
    (other / "甲.xlsx").write_bytes((folder / "乙.xlsx").read_bytes())
    forms_merge([folder / "甲.xlsx", other / "甲.xlsx"], folder / "shared.xlsx", folder / "map.json")
    fill(folder, {"户籍人口": 20000})
    done = forms_fanout(folder / "shared.xlsx", folder / "map.json", folder / "out")

    assert len({item["path"] for item in done["files"]}) == 2
