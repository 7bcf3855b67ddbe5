"""Ledgers as workbooks, and the calls that keep them, for the tests of ledgers."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl

from app.forms.upload import XLSX
from tests.conftest import World

CIVIL, OTHER = "990101-07", "990101-25"
HEAD = ("序号", "所在乡镇", "户主姓名", "身份证号", "家庭人口（人）", "保障人数（人）", "月保障金额（元）")
ROWS = (
    (1, "城关街道", "王某甲", "110101196001010015", 3, 2, 680.5),
    (2, "城关街道", "王某乙", "110101196501010014", 1, 1, 400),
    (3, "凤鸣街道", "李某", "110101197001010013", 4, 4, 900),
)


def workbook(
    rows: Sequence[Sequence[Any]] = ROWS, title: str = "东安县低保户台账", head: Any = HEAD
) -> bytes:
    """The list as a file: title, header, one row an object, a total below."""
    book = openpyxl.Workbook()
    page = book.active
    page.append((title,))
    page.append(head)
    for row in rows:
        page.append(row)
    page.append(("合计",))
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def send(world: World, data: bytes, as_of: str = "2026-10-31", scope: str = CIVIL, **call: Any):
    """Post a ledger, or put it under `id`."""
    method, id_ = ("PUT", f"/{call['id']}") if "id" in call else ("POST", "")
    more = f"&division={call['division']}" if "division" in call else ""
    path = f"/v1/ledgers{id_}?as_of={as_of}&name=ledger.xlsx{more}"
    return world.call(method, path, "department", scope, content=data, headers={"Content-Type": XLSX})


def kept(world: World, data: bytes | None = None, **call: Any) -> dict[str, Any]:
    """A ledger that was taken."""
    answer = send(world, data or workbook(), **call)
    assert answer.status_code in (200, 201), answer.text
    shown: dict[str, Any] = answer.json()
    return shown
