"""Keeps a department's ledger edition by edition, its rows shared out by township."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.divisions import TOWNSHIP_DIGITS, contains, home_of
from app.domain.merging.ledgers.placing import townships_of
from app.forms.ledgers.listing import DATE, Listing
from app.forms.ledgers.queries import newest_edition
from app.kit.audit import record
from app.kit.auth import Actor
from app.kit.ids import new_id, public_id
from app.kit.problems import Fault, Invalid, Problem
from app.kit.words import Words
from app.registry.scope import within
from app.tables import Department, Division, Ledger, LedgerEdition, LedgerShare


class LedgerExists(Problem):
    slug = "ledger-exists"
    status = 409
    title = Words("本部门已有这份台账，没有保存", "The department keeps this ledger; nothing was stored")
    remedy = Words(
        "用 PUT /v1/ledgers/{id} 上传新一版；编号见 ledger。",
        "Send a newer edition with PUT /v1/ledgers/{id}; `ledger` names it.",
    )


class OtherLedger(Problem):
    slug = "other-ledger"
    status = 422
    title = Words("文件登记的是另一类对象，没有保存", "The file lists other objects; nothing was stored")
    remedy = Words(
        "请上传同一份台账的新一版，或用 POST /v1/ledgers 另建台账。",
        "Send a newer edition of the same ledger, or make another with POST /v1/ledgers.",
    )


def add_ledger(
    session: Session, actor: Actor, listing: Listing, division: str | None, now: datetime
) -> Ledger:
    """Keep a new ledger of the actor's department. Raises LedgerExists where it keeps one of the same objects
    in the same division, and Invalid for a division beyond its own."""
    owner = select(Department).where(Department.code == actor.department)
    # the department's row is the turnstile: of two uploads at once the second meets the first's ledger
    department = session.scalars(owner.with_for_update(key_share=True)).one()
    place = division or department.home
    _check_division(session, department, place)
    subject, grain = listing.kind
    home = home_of([place])
    known = session.scalar(
        select(Ledger).where(
            Ledger.home == home,
            Ledger.department == department.code,
            Ledger.division == place,
            Ledger.subject == subject,
            Ledger.grain == grain,
        )
    )
    if known is not None and known.state == "active":
        raise LedgerExists(extras={"ledger": public_id("led", known.home, known.id)})
    if known is None:
        known = Ledger(
            id=new_id(), home=home, department=department.code, division=place, subject=subject,
            grain=grain, state="active", edition=0,
        )  # fmt: skip
        session.add(known)
        session.flush()
    return _keep(session, actor, known, listing, now)


def renew_ledger(session: Session, actor: Actor, ledger: Ledger, listing: Listing, now: datetime) -> Ledger:
    """Keep a newer edition, which is offered from now on; the earlier ones stay. Raises OtherLedger for a
    file that lists other objects, and Invalid for one that is older than the edition before."""
    session.refresh(ledger, with_for_update={"key_share": True})
    if listing.kind != (ledger.subject, ledger.grain):
        told = Words(
            f"台账登记的是“{ledger.subject}”，文件是“{listing.kind[0]}”。",
            f"The ledger lists {ledger.subject!r}, the file {listing.kind[0]!r}.",
        )
        raise OtherLedger(told)
    before = newest_edition(session, ledger).as_of
    if listing.as_of < before:
        words = Words(f"上一版截至 {before}", f"the edition before holds as of {before}")
        raise Invalid(faults=[Fault(words, DATE, parameter="as_of")])
    return _keep(session, actor, ledger, listing, now)


def withdraw_ledger(session: Session, actor: Actor, ledger: Ledger, now: datetime) -> Ledger:
    """Offer it to nobody from now on; what was confirmed out of it stays an answer."""
    session.refresh(ledger, with_for_update={"key_share": True})
    if ledger.state != "withdrawn":
        ledger.state = "withdrawn"
        record(session, actor, now, "ledger.withdraw", public_id("led", ledger.home, ledger.id), ledger.home)
    return ledger


def _check_division(session: Session, department: Department, place: str) -> None:
    known = session.get(Division, place)
    if known is None or not contains(department.home, place) or len(place) > TOWNSHIP_DIGITS:
        words = Words(
            f"{place} 不是本部门辖区 {department.home} 内的县、乡镇代码",
            f"{place} is no division down to a township within {department.home}",
        )
        remedy = Words("用 GET /v1/divisions 查询代码。", "Look the code up with GET /v1/divisions.")
        raise Invalid(faults=[Fault(words, remedy, parameter="division")])


def _keep(session: Session, actor: Actor, ledger: Ledger, listing: Listing, now: datetime) -> Ledger:
    reading, roster = listing.reading, listing.shared.rosters[0]
    ledger.edition, ledger.state = ledger.edition + 1, "active"
    shares, unplaced = _shared_out(session, ledger.division, listing)
    edition = LedgerEdition(
        id=new_id(), home=ledger.home, ledger_id=ledger.id, edition=ledger.edition, title=roster.title,
        as_of=listing.as_of, file_name=reading.name, columns=listing.shared.to_json(),
        not_understood=[
            {"sheet": sheet, "cell": cell, "text": text} for sheet, cell, text in reading.not_understood
        ],
        unplaced=unplaced, uploaded_at=now, uploaded_by=actor.key_id,
    )  # fmt: skip
    session.add(edition)
    session.flush()
    session.add_all(
        LedgerShare(
            id=new_id(), home=ledger.home, edition_id=edition.id, township=township, size=len(rows), rows=rows
        )
        for township, rows in shares.items()
    )
    subject = public_id("led", ledger.home, ledger.id)
    rows = sum(map(len, shares.values()))
    record(
        session, actor, now, "ledger.keep", subject, ledger.home, edition=ledger.edition, rows=rows,
        unplaced=len(unplaced),
    )  # fmt: skip
    session.flush()
    return ledger


def _shared_out(
    session: Session, division: str, listing: Listing
) -> tuple[dict[str, list[dict[str, str]]], list[dict[str, Any]]]:
    """The rows by township, under column ids; and the places of those whose township nothing told."""
    reading = listing.reading
    below = select(Division.code, Division.name).where(
        within(Division.code, division), Division.level.in_(("township", "village"))
    )
    names = {row.code: row.name for row in session.execute(below)}
    ids = {one.sources[0].column: one.id for one in listing.shared.fields}
    values = [row.values for row in reading.rows]
    places = townships_of(reading.table.fields, values, names, division)
    shares: dict[str, list[dict[str, str]]] = defaultdict(list)
    unplaced = []
    for row, place in zip(reading.rows, places, strict=True):
        if place:
            shares[place].append({ids[column]: text for column, text in row.values.items() if column in ids})
        else:
            unplaced.append({"sheet": reading.table.sheet, "row": row.row})
    return dict(shares), unplaced
