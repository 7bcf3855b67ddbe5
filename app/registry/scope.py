"""Which part of the world an actor may see, as one question that every route asks in the same way."""

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.divisions import NATION, TOWNSHIP_DIGITS, ancestors, contains, meets
from app.kit.auth import Actor
from app.kit.problems import NotFound, Problem
from app.kit.words import Words
from app.tables import Division


class OutsideScope(Problem):
    slug = "outside-scope"
    status = 403
    title = Words("超出本密钥的范围", "Outside the scope of this key")
    remedy = Words("请使用覆盖该行政区划的密钥。", "Use a key whose division covers it.")


class UnknownDivision(Problem):
    slug = "unknown-division"
    status = 404
    title = Words("没有这个行政区划代码", "No such division code")
    remedy = Words("用 GET /v1/divisions 查询代码。", "Look the code up with GET /v1/divisions.")


def require_division(session: Session, actor: Actor, code: str) -> Division:
    """The division, if it exists and lies within the actor's.

    Raises OutsideScope before UnknownDivision, so that nobody learns what exists elsewhere.
    """
    require_within(actor, code)
    division = session.get(Division, code)
    if division is None:
        raise UnknownDivision(Words(f"代码 {code} 不存在。", f"There is no code {code}."))
    return division


def require_township(session: Session, actor: Actor, code: str) -> Division:
    """Like require_division, for a code that must be a township's (nine digits)."""
    division = require_division(session, actor, code)
    if len(code) != TOWNSHIP_DIGITS:
        raise UnknownDivision(
            Words(
                f"{code} 不是乡镇（街道）代码，应为 9 位。", f"{code} is no township code; it has 9 digits."
            )
        )
    return division


def require_within(actor: Actor, code: str) -> None:
    """Raises OutsideScope where `code` is not in the actor's subtree."""
    if not contains(actor.division, code):
        raise OutsideScope(
            Words(
                f"本密钥的范围是 {actor.division}，不含 {code}。",
                f"This key covers {actor.division}, not {code}.",
            )
        )


def require_meeting(actor: Actor, home: str) -> None:
    """Raises NotFound where a row at home in `home` shares no ground with the actor's subtree."""
    if not meets(actor.division, home):
        raise NotFound


def within(column: InstrumentedAttribute[str], code: str) -> ColumnElement[bool]:
    """SQL: the column's code lies in the subtree of `code`; a range, so that a plain index serves."""
    if code == NATION:
        return column >= NATION  # every code does
    return and_(column >= code, column < code + ":")  # ":" follows "9"


def meeting(column: InstrumentedAttribute[str], code: str) -> ColumnElement[bool]:
    """SQL: the column's code contains, is, or lies within `code`."""
    return or_(column.in_(ancestors(code)), within(column, code))
