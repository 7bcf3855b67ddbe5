"""How many calls are served at once: the others wait on the event loop, where waiting costs nothing."""

from anyio import CapacityLimiter, fail_after
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.kit.problems import Unavailable, problem_response

READS = WRITES = 16
"""Together fewer than the server's 40 threads and no more than the database's 32 connections."""

PATIENCE = 60
"""Seconds that a call waits for its turn before it is told to come again."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_OPERATIONS = frozenset({"/healthz", "/readyz", "/metrics"})


class Gate:
    """ASGI middleware. Without it many calls at once can stand still for a minute and then fail.

    A `def` route runs in a thread and keeps its database connection until its answer is written by
    another thread. Where all threads wait for connections, those who hold one get no thread any more.
    Behind the gate no call waits for a thread or for a connection of the pool. Reads have places of their
    own, so that they do not wait for writers; operations always get in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.reads, self.writes = CapacityLimiter(READS), CapacityLimiter(WRITES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the call as soon as it has a place; 503 where none was free for PATIENCE seconds."""
        if scope["type"] != "http" or scope["path"] in _OPERATIONS:
            return await self.app(scope, receive, send)
        places = self.reads if scope["method"] in _READING else self.writes
        borrower = object()
        try:
            with fail_after(PATIENCE):
                await places.acquire_on_behalf_of(borrower)
        except TimeoutError:
            busy = Unavailable(headers={"Retry-After": "10"})
            return await problem_response(Request(scope), busy)(scope, receive, send)
        try:
            return await self.app(scope, receive, send)
        finally:
            places.release_on_behalf_of(borrower)
