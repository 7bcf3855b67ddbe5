"""The calls about keys and about who did what."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from app.access.keys import KeyOrder, issue_key
from app.access.schemas import AuditList, KeyIn, KeyIssued, KeyList, KeyOut, show_audit, show_key
from app.kit.audit import AuditRecord, record
from app.kit.auth import Actor, Role, allow
from app.kit.ids import public_id
from app.kit.lookup import find_row
from app.kit.web import Now, PageQuery, Read, Write, cut_page, link_next
from app.registry.scope import require_within, within
from app.tables import ApiKey

router = APIRouter(prefix="/v1", tags=["access"])

Admin = Annotated[Actor, allow(Role.ADMIN)]


@router.post("/keys", status_code=201)
def create_key(body: KeyIn, actor: Admin, session: Write, now: Now) -> KeyIssued:
    """Issue a key 发放密钥; its secret is in this answer and never again."""
    order = KeyOrder(body.role, body.label, body.division, body.department, body.expires_at)
    key, secret = issue_key(session, order, now)
    require_within(actor, key.home)
    record(session, actor, now, "key.issue", public_id("key", key.home, key.id), key.home, role=key.role)
    return KeyIssued(**show_key(key).model_dump(), secret=secret)


@router.get("/keys")
def list_keys(actor: Admin, session: Read, page: PageQuery, request: Request, response: Response) -> KeyList:
    """All keys of the administrator's division 密钥列表, newest last, without their secrets."""
    query = select(ApiKey).where(within(ApiKey.home, actor.division)).order_by(ApiKey.id)
    if (after := page.after_id()) is not None:
        query = query.where(ApiKey.id > after)
    rows, cursor = cut_page(
        session.scalars(query.limit(page.limit + 1)).all(), page, lambda row: [str(row.id)]
    )
    link_next(request, response, cursor)
    return KeyList(items=[show_key(row) for row in rows], next=cursor)


@router.post("/keys/{id}/revoke")
def revoke_key(id: str, actor: Admin, session: Write, now: Now) -> KeyOut:
    """Revoke a key 收回密钥: from now on nobody gets in with it. Revoking twice changes nothing."""
    key = find_row(session, select(ApiKey), ApiKey, id, "key")
    require_within(actor, key.home)
    if key.revoked_at is None:
        key.revoked_at = now
        record(session, actor, now, "key.revoke", id, key.home)
    return show_key(key)


@router.get("/audit")
def list_audit(
    actor: Annotated[Actor, allow(Role.ADMIN, Role.COORDINATOR)],
    session: Read,
    page: PageQuery,
    request: Request,
    response: Response,
) -> AuditList:
    """Who did what 操作记录 within the caller's division, newest first; rows are never changed or deleted."""
    mine = within(AuditRecord.home, actor.division)
    query = select(AuditRecord).where(mine).order_by(AuditRecord.id.desc()).limit(page.limit + 1)
    if (after := page.after_id()) is not None:
        query = query.where(AuditRecord.id < after)
    rows, cursor = cut_page(session.scalars(query).all(), page, lambda row: [str(row.id)])
    link_next(request, response, cursor)
    return AuditList(items=[show_audit(row) for row in rows], next=cursor)
