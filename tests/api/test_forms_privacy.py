"""An answer is seen by the township that gives it and the department that asks for it, by nobody else."""

import json
import traceback
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kit.audit import AuditRecord
from app.kit.ids import new_id
from app.tables import Submission
from tests.api.test_forms import HEALTH, STATISTICS, TOWN, field_id, template_list
from tests.builders import report
from tests.conftest import COUNTY, World

PERSON, NUMBER, PHONE = "欧阳某甲", "990101195001011234", "19900001111"
OTHERS = (
    ("coordinator", COUNTY),
    ("admin", COUNTY),
    ("analyst", COUNTY),
    ("department", HEALTH),
    ("township", "990101002"),
)


def column(label: str) -> dict[str, str]:
    return {"label": label, "type": "text", "grain": "person"}


def ask(world: World) -> tuple[str, str, dict[str, str], str]:
    """A roster of people is asked; the ids of request, bundle, columns by label, and roster."""
    labels = ("姓名", "身份证号码", "联系电话", "备注")
    form = {"title": "困难群众花名册", "kind": "ledger", "fields": [column(label) for label in labels]}
    request = world.post("/v1/requests", report(form=form), scope=STATISTICS).json()["request"]["id"]
    line = template_list(world)[0]
    template = world.get(line["template"], "township", TOWN).json()
    ids = {label: field_id(template, label) for label in labels}
    return request, line["bundle"], ids, template["rosters"][0]["id"]


def secret_row(ids: dict[str, str]) -> dict[str, str]:
    return {ids["姓名"]: PERSON, ids["身份证号码"]: NUMBER, ids["联系电话"]: PHONE}


def fill(world: World, bundle: str, roster: str, rows: list[dict[str, str]]):
    body = {"bundle": bundle, "answers": {"rows": {roster: rows}}}
    return world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)


def holds_secret(text: str) -> bool:
    return any(secret in text for secret in (PERSON, NUMBER, PHONE))


def test_only_the_asking_department_and_the_answering_township_see_it(world: World) -> None:
    request, bundle, ids, roster = ask(world)
    assert fill(world, bundle, roster, [secret_row(ids)]).status_code == 201
    paths = (
        f"/v1/requests/{request}", f"/v1/requests/{request}/returns", f"/v1/requests/{request}/form",
        f"/v1/requests/{request}/overlaps", f"/v1/bundles/{bundle}", "/v1/requests", "/v1/overlaps",
        "/v1/audit",
        f"/v1/bundles/{bundle}/template?township={TOWN}", f"/v1/townships/{TOWN}/templates",
        f"/v1/bundles/{bundle}/template?township={TOWN}&format=schema",
        f"/v1/statistics/burden?division={COUNTY}&from=2026-01-01&to=2026-12-31",
        f"/v1/statistics/overlaps?division={COUNTY}",
    )  # fmt: skip
    for role, scope in OTHERS:
        for path in paths:
            assert not holds_secret(world.get(path, role, scope).text), (role, path)
        sheet = world.get(f"/v1/bundles/{bundle}/template?township={TOWN}&format=xlsx", role, scope)
        assert not any(secret.encode() in sheet.content for secret in (PERSON, NUMBER, PHONE))
    assert holds_secret(world.get(f"/v1/requests/{request}/returns", scope=STATISTICS).text)
    assert holds_secret(world.get(template_list(world)[0]["template"], "township", TOWN).text)


def test_another_departments_check_tells_counts_and_no_answers(world: World) -> None:
    _, bundle, ids, roster = ask(world)
    fill(world, bundle, roster, [secret_row(ids)])
    again = report(
        source_no="x", form={"title": "困难群众登记表", "kind": "ledger", "fields": [column("姓名")]}
    )
    answer = world.post("/v1/requests/check", again, scope=HEALTH)
    assert answer.status_code == 200
    assert not holds_secret(answer.text)


def test_a_message_repeats_of_a_number_only_its_ends(world: World) -> None:
    form = {"title": "表", "kind": "record", "fields": [{"label": "检查日期", "type": "date"}]}
    world.post("/v1/requests", report(form=form), scope=STATISTICS)
    line = template_list(world)[0]
    template = world.get(line["template"], "township", TOWN).json()
    body = {"bundle": line["bundle"], "answers": {"values": {template["fields"][0]["id"]: NUMBER}}}
    refused = world.post(f"/v1/townships/{TOWN}/submissions", body, "township", TOWN)
    assert refused.status_code == 422
    assert not holds_secret(refused.text)
    assert "990***********1234" in refused.text


def test_what_the_database_refuses_is_told_without_the_answers(world: World) -> None:
    _, bundle, ids, roster = ask(world)
    answers = {"values": {}, "rows": {roster: [secret_row(ids)]}}
    row = Submission(
        id=new_id(), home=COUNTY, township="999999999", bundle_id=UUID(bundle.rpartition("_")[2]), period="",
        version=1, answers=answers, template={}, submitted_at=world.clock(), submitted_by=new_id(),
    )  # fmt: skip
    with pytest.raises(IntegrityError) as caught, world.database.write() as session:
        session.add(row)
    assert "submission" in str(caught.value)
    assert not holds_secret("".join(traceback.format_exception(caught.value)))


def test_the_audit_record_holds_numbers_of_rows_only(world: World) -> None:
    _, bundle, ids, roster = ask(world)
    fill(world, bundle, roster, [secret_row(ids)])
    with world.database.read() as session:
        rows = session.scalars(select(AuditRecord)).all()
    assert any(row.action == "submission.store" for row in rows)
    assert not holds_secret(json.dumps([row.detail for row in rows], ensure_ascii=False))
