"""Refuses a body that is too large before it fills the memory, whatever its Content-Length claims."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.problems import Fault, TooLarge, problem_response
from app.kit.words import Words


class BodyLimit:
    """ASGI middleware: answers 413 as soon as more than `limit` bytes have been announced or have come."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        announced = request.headers.get("content-length", "0")
        if announced.isdigit() and int(announced) > self.limit:
            await self._refuse(request, receive, send)
            return
        received = 0
        answered = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                raise _Overflow
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except _Overflow:
            if not answered:
                await self._refuse(request, receive, send)

    async def _refuse(self, request: Request, receive: Receive, send: Send) -> None:
        megabytes = self.limit / 2**20
        words = Words(f"超过 {megabytes:g} MB", f"it is larger than {megabytes:g} MB")
        remedy = Words("拆分后分批发送。", "Split it and send the parts.")
        problem = TooLarge(words, [Fault(words, remedy, pointer="")])
        await problem_response(request, problem)(request.scope, receive, send)


class _Overflow(Exception):
    pass
