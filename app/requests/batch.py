"""Takes in many requests, line by line: one bad line refuses itself alone and the rest goes on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from app.kit.auth import Actor
from app.kit.db import Database
from app.kit.problems import BadRequest, Fault, Invalid, Problem
from app.kit.validation import faults_of
from app.kit.words import Words
from app.requests.answer import answer_checked, answer_stored
from app.requests.assess import assess
from app.requests.body import RequestIn
from app.requests.draft import read_draft
from app.requests.submit import submit_request


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch is run: who sends it, when, in which language it is answered, and whether it is stored."""

    database: Database
    actor: Actor
    now: datetime
    english: bool
    dry_run: bool


def run_batch(lines: bytes, batch: Batch) -> Iterator[bytes]:
    """One NDJSON line per non-empty line, in order: `{"line", "status", "answer" | "problem"}`.

    Each line is its own transaction, so what was answered 201 stays, whatever comes after. To repeat a
    broken-off batch send it again with the same `source_no`s: lines that were stored answer 409.
    """
    for number, line in enumerate(lines.split(b"\n"), start=1):
        if line.strip():
            yield json.dumps(_run_line(number, line, batch), ensure_ascii=False).encode() + b"\n"


def _run_line(number: int, line: bytes, batch: Batch) -> dict[str, Any]:
    try:
        answer = _take(_read(line), batch)
    except Problem as problem:
        return {"line": number, "status": problem.status, "problem": problem.to_json(batch.english)}
    return {"line": number, "status": 200 if batch.dry_run else 201, "answer": answer}


def _read(line: bytes) -> RequestIn:
    try:
        return RequestIn.model_validate_json(line)
    except ValidationError as error:
        errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        if errors[0]["type"] == "json_invalid":
            words = Words("此行不是完整的 JSON", "this line is not valid JSON")
            remedy = Words("每行写一个完整的 JSON 对象。", "Write one JSON object a line.")
            raise BadRequest(faults=[Fault(words, remedy, pointer="")]) from error
        raise Invalid(faults=faults_of(errors)) from error


def _take(body: RequestIn, batch: Batch) -> dict[str, Any]:
    if batch.dry_run:
        with batch.database.read() as session:
            draft = read_draft(session, batch.actor, body)
            answer = answer_checked(session, draft, assess(session, draft, batch.now), batch.english)
    else:
        with batch.database.write() as session:
            row, draft, assessment = submit_request(session, batch.actor, body, batch.now)
            answer = answer_stored(session, row, draft, assessment, batch.english)
    return answer.model_dump(mode="json", by_alias=True)
