"""Changes or withdraws a request: a new version, matched anew; earlier versions and decisions stay."""

from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain.divisions import TOWNSHIP_DIGITS, contains
from app.domain.scheduling import day_lengths
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.clock import local_date
from app.kit.ids import public_id
from app.kit.problems import Fault, Problem
from app.kit.validation import refused
from app.kit.words import Words
from app.overlaps.bundling import settle_bundles
from app.overlaps.candidates import drop_keys
from app.overlaps.keep import drop_overlaps
from app.overlaps.probe import probe_of
from app.overlaps.queue import wait_turn
from app.registry.county_settings import effective_settings
from app.registry.scope import within
from app.requests.assess import Assessment, assess
from app.requests.body import RequestIn, RequestPatch
from app.requests.draft import Draft, read_draft
from app.requests.store import store, write_version
from app.schedules.take import release_places
from app.tables import RequestOccurrence, RequestVersion, VisitRequest, WorkRequest
from app.tables import Visit as VisitRow


class NotActive(Problem):
    slug = "not-active"
    status = 409
    title = Words("任务已撤回，不能再修改", "The request is withdrawn and cannot be changed")
    remedy = Words("需要时请重新提交。", "Post it anew if it is needed.")


class HomeChanged(Problem):
    slug = "home-changed"
    status = 409
    title = Words("新的对象不在原来的县（市、区）之内", "The new targets belong to another home division")
    remedy = Words("请撤回后重新提交。", "Withdraw it and post it anew.")


def hold(session: Session, row: WorkRequest) -> None:
    """Wait until nobody else changes `row`, and see it as it is then: only now can its version be checked."""
    wait_turn(session, row.targets)
    session.refresh(row)


def change_request(
    session: Session, actor: Actor, row: WorkRequest, patch: RequestPatch, now: datetime
) -> tuple[Draft, Assessment]:
    """Write the next version of `row`; published visits that still fit stay, others are given up.

    Raises NotActive, HomeChanged (a row's home never changes) and Invalid.
    """
    wait_turn(session, [*row.targets, *(patch.targets or ())])
    session.refresh(row)
    if row.state != "active":
        raise NotActive
    draft = read_draft(session, actor, _patched(session, row, patch), row.id)
    if draft.probe.home != row.home:
        words = Words(f"原属 {row.home}，现属 {draft.probe.home}", f"from {row.home} to {draft.probe.home}")
        raise HomeChanged(words, [Fault(words, HomeChanged.remedy, pointer="/targets")])
    _give_up_unfit_visits(session, draft, row.half_days, now)
    assessment = assess(session, draft, now)
    store(session, row, draft, assessment, actor, now)
    record(
        session, actor, now, "request.change", public_id("req", row.home, row.id), row.home,
        version=row.version, members=sorted(patch.model_fields_set),
    )  # fmt: skip
    return draft, assessment


def withdraw_request(session: Session, actor: Actor, row: WorkRequest, now: datetime) -> None:
    """Take a request back: nobody is asked for it any more. Withdrawing twice changes nothing."""
    hold(session, row)
    if row.state == "withdrawn":
        return
    row.state, row.version, row.updated_at = "withdrawn", row.version + 1, now
    write_version(session, row, _latest_body(session, row), actor, now)
    drop_keys(session, probe_of(row))
    drop_overlaps(session, row.home, row.id, now)
    settle_bundles(session, [row.id], now)
    release_places(session, row.home, row.id, now)
    session.execute(
        delete(RequestOccurrence).where(
            RequestOccurrence.home == row.home,
            RequestOccurrence.request_id == row.id,
            RequestOccurrence.due >= local_date(now),
        )
    )
    record(session, actor, now, "request.withdraw", public_id("req", row.home, row.id), row.home)


def current_body(session: Session, row: WorkRequest) -> RequestIn:
    """The body in force without its form, which is kept apart: it may have come as a workbook."""
    return RequestIn.model_validate({**_latest_body(session, row), "form": None})


def _patched(session: Session, row: WorkRequest, patch: RequestPatch) -> RequestIn:
    changed = patch.model_dump(mode="json", exclude_unset=True)
    try:
        return RequestIn.model_validate({**_latest_body(session, row), "form": None, **changed})
    except ValidationError as error:
        raise refused(error) from error


def _latest_body(session: Session, row: WorkRequest) -> dict[str, object]:
    query = select(RequestVersion.body).where(
        RequestVersion.home == row.home, RequestVersion.request_id == row.id
    )
    body: dict[str, object] = session.scalars(query.order_by(RequestVersion.version.desc()).limit(1)).one()
    return body


def _give_up_unfit_visits(session: Session, draft: Draft, half_days: int, now: datetime) -> None:
    """Visits outside the new window or targets end; so do days in a row that are more or fewer now."""
    served = session.execute(
        select(VisitRequest.township, VisitRow.date, VisitRow.held, VisitRequest.parts)
        .join(VisitRow, (VisitRow.id == VisitRequest.visit_id) & (VisitRow.home == VisitRequest.home))
        .where(within(VisitRequest.home, draft.probe.home))
        .where(VisitRequest.request_id == draft.probe.id, VisitRequest.active)
    )
    longer = draft.body.half_days != half_days
    unfit = {
        township
        for township, day, held, parts in served
        if held != draft.probe.unannounced
        or (longer and max(parts, _days_needed(session, draft, township)) > 1)
        or not draft.probe.earliest <= day <= draft.probe.latest
        or not any(contains(target[:TOWNSHIP_DIGITS], township) for target in draft.probe.targets)
    }
    release_places(session, draft.probe.home, draft.probe.id, now, unfit)


def _days_needed(session: Session, draft: Draft, township: str) -> int:
    caps = effective_settings(session, township).caps
    return len(day_lengths(draft.body.half_days, caps.half_days_per_day))
