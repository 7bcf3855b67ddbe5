"""The installed command line: forms read, merged, filled and handed out through processes and files alone."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import convert

FORMS = Path(__file__).parents[2] / "seeds" / "forms"
NAMES = ("relief_destitute.xlsx", "relief_low_income.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        shutil.copy(FORMS / name, tmp_path)
    return tmp_path


def jianfu(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli", "forms", *words]
    environment = {"PYTHONPATH": str(FORMS.parents[1]), "PATH": "", "LANG": "C.UTF-8"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def merge(folder: Path) -> subprocess.CompletedProcess[str]:
    return jianfu(folder, "merge", *NAMES, "-o", "shared.xlsx", "--map", "map.json")


def fill(folder: Path, value: object) -> str:
    """Fills the first asked number of the shared workbook; its id."""
    document = json.loads((folder / "map.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(folder / "shared.xlsx")
    places = {row[0].value: (row[1].value, row[2].value) for row in book["_map"] if len(row) > 2}
    field = next(
        one for one in document["fields"] if one["type"] in ("integer", "decimal") and not one["derived_from"]
    )
    sheet, place = places[field["id"]]
    book[sheet][place if place[-1].isdigit() else f"{place}4"] = value
    book.save(folder / "filled.xlsx")
    return str(field["id"])


def test_forms_go_through_files_alone(folder: Path) -> None:
    read = jianfu(folder, "read", NAMES[0])
    assert read.returncode == 0, read.stderr
    assert set(json.loads(read.stdout)) >= {"tables", "not_understood"}
    merged = merge(folder)
    assert merged.returncode == 0, merged.stderr
    fill(folder, 7)
    done = jianfu(folder, "fanout", "filled.xlsx", "--map", "map.json", "-o", "out")
    assert done.returncode == 0, done.stderr
    files = json.loads(done.stdout)["files"]
    assert sum(one["cells"] for one in files) >= 1
    assert {path.name for path in (folder / "out").iterdir()} == set(NAMES)


def test_what_cannot_be_done_is_told_in_both_languages(folder: Path) -> None:
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert merge(folder).returncode == 0
    fill(folder, "许多")
    for words in (
        ("read", "broken.xlsx"),
        ("merge", NAMES[0], NAMES[0], "-o", "shared.xlsx", "--map", "map.json"),
        ("fanout", "filled.xlsx", "--map", "map.json", "-o", "out"),
        ("fanout", "filled.xlsx", "--map", "broken.xlsx", "-o", "out"),
    ):
        refused = jianfu(folder, *words)
        assert (refused.returncode, refused.stdout) == (2, ""), words
        assert re.search("[\u4e00-\u9fff]{4}", refused.stderr)
        assert re.search("[a-z]+ [a-z]+ [a-z]+", refused.stderr)
    assert not (folder / "out").exists()


def test_the_form_for_phones_is_written_from_a_map(folder: Path) -> None:
    assert merge(folder).returncode == 0
    written = jianfu(folder, "xlsform", "--map", "map.json", "-o", "phone.xlsx")
    assert written.returncode == 0, written.stderr
    assert convert(folder / "phone.xlsx").warnings == []
    field = json.loads((folder / "map.json").read_text(encoding="utf-8"))["fields"][0]["id"]
    (folder / "export.csv").write_text(f"g_1-{field},KEY\n7,uuid:1\n", encoding="gb18030")
    collected = jianfu(folder, "collected", "export.csv", "--map", "map.json")
    assert collected.returncode == 0, collected.stderr
    [line] = [json.loads(text) for text in collected.stdout.splitlines()]
    assert (line["key"], line["answers"]["values"], line["faults"]) == ("uuid:1", {field: "7"}, [])
    refused = jianfu(folder, "xlsform", "--map", NAMES[0], "-o", "phone.xlsx")
    assert (refused.returncode, refused.stdout) == (2, "")
