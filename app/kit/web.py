"""What routes ask for: sessions, the time, dates as dates, entity tags and pages of a list."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.orm import Session

from app.kit.problems import BadRequest, Fault, Problem
from app.kit.words import Words, prefers_english

Row = TypeVar("Row")
PAGE_MAX = 200


def _read(request: Request) -> Iterator[Session]:
    with request.app.state.database.read() as session:
        yield session


def _write(request: Request) -> Iterator[Session]:
    with request.app.state.database.write() as session:
        yield session


def _now(request: Request) -> datetime:
    moment: datetime = request.app.state.clock()
    return moment


def _english(accept_language: Annotated[str | None, Header()] = None) -> bool:
    return prefers_english(accept_language)


# scope="function": the commit happens before the answer is sent, so a failed commit is never a 201
Read = Annotated[Session, Depends(_read, scope="function")]
Write = Annotated[Session, Depends(_write, scope="function")]
Now = Annotated[datetime, Depends(_now)]
English = Annotated[bool, Depends(_english)]


def _only_iso_date(value: Any) -> Any:
    # pydantic's lax mode would take 0 for 1970-01-01
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("date_format")
    if not isinstance(value, str | date):
        raise ValueError("date_format")
    return value


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days that are taken: well inside what calendars can count, so that no sum of days runs over their end."""

StrictDate = Annotated[
    date, BeforeValidator(_only_iso_date), Field(ge=FIRST_DAY, le=LAST_DAY, examples=["2026-12-01"])
]


class PreconditionRequired(Problem):
    slug = "if-match-required"
    status = 428
    title = Words("修改时必须说明所依据的版本", "Say which version you change")
    remedy = Words("先读取，再把 ETag 放进 If-Match 头。", "Read it first, then send its ETag as If-Match.")


class PreconditionFailed(Problem):
    slug = "stale"
    status = 412
    title = Words("内容已被他人修改，本次没有保存", "It was changed meanwhile; nothing was stored")
    remedy = Words("请重新读取，在新版本上修改。", "Read it again and change the new version.")


def etag(version: int) -> str:
    """The entity tag of a versioned row (RFC 9110 §8.8.3)."""
    return f'"v{version}"'


def check_if_match(header: str | None, version: int) -> None:
    """Raises PreconditionRequired without If-Match, PreconditionFailed where it names another version."""
    if header is None:
        raise PreconditionRequired
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    if "*" not in tags and etag(version) not in tags:
        raise PreconditionFailed(extras={"current": etag(version)})


class Page(BaseModel):
    """What a list is cut by: `cursor` is opaque, `limit` at most 200."""

    cursor: str | None = Field(None, max_length=500, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=PAGE_MAX)

    def after(self) -> list[Any] | None:
        """The sort key of the last row seen. Raises BadRequest for a cursor that is not ours."""
        if self.cursor is None:
            return None
        try:
            key = json.loads(base64.urlsafe_b64decode(self.cursor.encode()))
        except (binascii.Error, ValueError) as error:
            raise unknown_cursor() from error
        if not isinstance(key, list) or not key or "\0" in str(key[0]):
            raise unknown_cursor()
        return key

    def after_id(self) -> UUID | None:
        """The id of the last row seen, where a list is sorted by id alone."""
        key = self.after()
        try:
            return UUID(str(key[0])) if key else None
        except ValueError as error:
            raise unknown_cursor() from error


PageQuery = Annotated[Page, Query()]


def cut_page(
    rows: Sequence[Row], page: Page, key: Callable[[Row], list[Any]]
) -> tuple[Sequence[Row], str | None]:
    """Of up to `limit + 1` rows the page, and the cursor of the next one where there are more."""
    shown = rows[: page.limit]
    if len(rows) <= page.limit:
        return shown, None
    return shown, base64.urlsafe_b64encode(json.dumps(key(shown[-1])).encode()).decode()


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """Tell the next page as a Link header too (RFC 8288)."""
    if cursor:
        response.headers["Link"] = f'<{request.url.include_query_params(cursor=cursor)}>; rel="next"'


def unknown_cursor() -> BadRequest:
    """What to raise for a cursor that the call did not give."""
    return BadRequest(
        Words("cursor 不是本接口给出的。", "The cursor was not given by this call."),
        [
            Fault(
                Words("无法识别的 cursor", "unknown cursor"),
                Words("去掉 cursor 从第一页读起。", "Leave it out and start from the first page."),
                parameter="cursor",
            )
        ],
    )
