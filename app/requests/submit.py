"""Takes in a new request: in one transaction it is stored, matched, bundled, placed and answered."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import public_id
from app.kit.problems import Problem
from app.kit.words import Words
from app.overlaps.queue import wait_turn
from app.requests.assess import Assessment, assess
from app.requests.body import RequestIn
from app.requests.draft import Draft, read_draft
from app.requests.store import store
from app.tables import WorkRequest


class AlreadyPosted(Problem):
    slug = "already-posted"
    status = 409
    title = Words("本部门的这个编号已经提交过", "This source number was posted before")
    remedy = Words(
        "不必重发；要修改请用 PATCH，内容不同请换一个 source_no。",
        "Do not send it again; use PATCH to change it, or another source_no for another request.",
    )


def submit_request(
    session: Session, actor: Actor, body: RequestIn, now: datetime, retry_key: str | None = None
) -> tuple[WorkRequest, Draft, Assessment]:
    """Store a new request of the actor's department.

    Where the body has no `source_no`, the Idempotency-Key (`retry_key`) stands in for it, so that a retry
    is recognised even after the key's stored answer has expired. Raises Invalid and AlreadyPosted.
    """
    draft = read_draft(session, actor, body)
    wait_turn(session, body.targets)
    source_no = body.source_no or (f"idempotency-key:{retry_key}" if retry_key else None)
    _refuse_twice(session, draft, source_no)
    assessment = assess(session, draft, now)
    row = WorkRequest(
        id=draft.probe.id, home=draft.probe.home, department=draft.department.code, source_no=source_no,
        state="active", version=0, created_at=now,
    )  # fmt: skip
    store(session, row, draft, assessment, actor, now)
    record(session, actor, now, "request.submit", public_id("req", row.home, row.id), row.home)
    return row, draft, assessment


def _refuse_twice(session: Session, draft: Draft, source_no: str | None) -> None:
    # behind wait_turn no other post can slip in between; the unique constraint guards the rest of time
    if source_no is None:
        return
    known = session.execute(
        select(WorkRequest.home, WorkRequest.id).where(
            WorkRequest.department == draft.department.code, WorkRequest.source_no == source_no
        )
    ).first()
    if known is not None:
        raise AlreadyPosted(
            Words(f"编号 {source_no} 已经提交。", f"Number {source_no} was posted."),
            extras={"request": public_id("req", *known)},
        )
