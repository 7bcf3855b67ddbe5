"""A department sends a Word document or an old workbook and gets a filled workbook back."""

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.forms.upload import DOCX, XLSX
from tests.api.test_forms import STATISTICS, TOWN, fill, template_list, template_of
from tests.api.test_forms_corrections import posted, workbook
from tests.conftest import World
from tests.domain.merging.test_foreign import OLD, WORD


def put(world: World, request: str, data: bytes, media_type: str = "application/octet-stream"):
    path, headers = f"/v1/requests/{request}/form?name=form.bin", {"Content-Type": media_type}
    return world.call("PUT", path, scope=STATISTICS, content=data, headers=headers)


def filled(world: World, request: str) -> bytes:
    [brief] = template_list(world)
    template = template_of(world, brief["bundle"])
    texts = {one["id"]: "无" for one in template["fields"] if one["type"] == "text"}
    assert fill(world, brief["bundle"], texts).status_code == 201
    mine = world.get(f"/v1/requests/{request}/returns?township={TOWN}&format=xlsx", scope=STATISTICS)
    assert mine.headers["content-type"] == XLSX
    return mine.content


def test_a_word_document_is_asked_and_comes_back_as_a_workbook(world: World) -> None:
    request = posted(world)
    form = put(world, request, WORD, DOCX)
    assert form.status_code == 200, form.text
    assert form.json()["form"]["file_name"] == "form.xlsx"
    assert len(form.json()["form"]["tables"][0]["fields"]) == 5
    assert filled(world, request).startswith(b"PK")


@pytest.mark.needs("soffice")
def test_an_old_workbook_is_asked_and_comes_back_as_a_new_one(world: World, tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(workbook())
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "xls:MS Excel 97", "--outdir", str(tmp_path), str(tmp_path / "form.xlsx")],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    request = posted(world)
    form = put(world, request, (tmp_path / "form.xls").read_bytes(), "application/vnd.ms-excel")
    assert form.status_code == 200, form.text
    assert [one["cell"] for one in form.json()["form"]["tables"][0]["fields"]] == ["B2", "D2", "B3", "D3"]
    assert filled(world, request).startswith(b"PK")


SLOW_OFFICE = """#!/bin/sh
here=$(dirname "$0")
for word; do [ "$before" = --outdir ] && out=$word; before=$word; done
touch "$here/started"
while [ ! -e "$here/go" ]; do sleep 0.05; done
mkdir -p "$out" && cp "$here/form.xlsx" "$out/form.xlsx"
"""


def test_nobody_waits_while_a_file_is_converted(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    request = posted(world)
    (tmp_path / "form.xlsx").write_bytes(workbook())
    (tmp_path / "soffice").write_text(SLOW_OFFICE)
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(put, world, request, OLD)
        while not (tmp_path / "started").exists():
            assert not answer.done(), answer.result().text
            time.sleep(0.05)
        assert posted(world)  # on SQLite it could not, were the write session open
        (tmp_path / "go").touch()
        assert answer.result().status_code == 200


def test_an_old_workbook_is_refused_with_a_remedy_where_no_office_is_installed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = posted(world)
    monkeypatch.setenv("PATH", "")
    refused = put(world, request, OLD)
    assert (refused.status_code, refused.json()["reason"]) == (422, "no_converter")
    assert ".xlsx" in refused.json()["errors"][0]["remedy"]
