"""What may come in at all: a body of bounded size, no character that no database keeps, no name twice."""

from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.json_text import faults_in_text, unkept_fault
from app.kit.problems import Invalid, NotFound, Problem, TooLarge, problem_response
from app.kit.words import Words


class Intake:
    """ASGI middleware before all routes; it holds the whole body, as every route of ours needs it whole.

    PostgreSQL keeps no U+0000 in text or JSON, SQLite does: refused here, both behave alike. Bodies that
    are not JSON (workbooks, NDJSON) are checked by those who read them.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app, self.max_bytes = app, max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer it with a problem."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request = Request(scope)
        try:
            body = await self._take(request, receive)
        except Problem as problem:
            return await problem_response(request, problem)(scope, receive, send)
        if body is None:  # the caller hung up
            return None
        return await self.app(scope, _replay(body, receive), send)

    async def _take(self, request: Request, receive: Receive) -> bytes | None:
        _check_address(request)
        length = request.headers.get("content-length", "")
        if length.isdigit() and int(length) > self.max_bytes:
            raise self._too_large()
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self.max_bytes:
                raise self._too_large()
            if not message.get("more_body"):
                break
        body = b"".join(parts)
        if "json" in request.headers.get("content-type", "") and (faults := faults_in_text(body)):
            raise Invalid(faults=faults)
        return body

    def _too_large(self) -> TooLarge:
        mib = f"{self.max_bytes / 2**20:g}"
        return TooLarge(
            Words(f"最多 {mib} MiB。", f"At most {mib} MiB are taken."), headers={"Connection": "close"}
        )


def _check_address(request: Request) -> None:
    if "\0" in request.url.path or "%00" in request.url.path:
        raise NotFound
    query = request.url.query
    if "%00" in query:
        names = [name for name, value in parse_qsl(query, keep_blank_values=True) if "\0" in name + value]
        raise Invalid(faults=[unkept_fault(parameter=name.replace("\0", "")) for name in names])


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
