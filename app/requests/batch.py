"""Takes in many requests, line by line: one bad line refuses itself alone and the rest goes on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.kit.auth import Actor
from app.kit.db import Database
from app.kit.problems import Problem
from app.kit.validation import read_json
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
        answer = _take(read_json(RequestIn, line), batch)
    except Problem as problem:
        return {"line": number, "status": problem.status, "problem": problem.to_json(batch.english)}
    return {"line": number, "status": 200 if batch.dry_run else 201, "answer": answer}


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
