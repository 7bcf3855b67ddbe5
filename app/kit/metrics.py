"""Counts and times calls by route, for Prometheus; never by id, so that no row's name becomes a label."""

import time
from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest


class Metrics:
    """One registry an application, so that two applications in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Counter(
            "jianfu_calls", "Calls answered", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "jianfu_call_seconds", "Time to answer", ["method", "route"], registry=self.registry
        )

    async def measure(
        self, request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        """HTTP middleware that counts the call."""
        started = time.perf_counter()
        response = await call_next(request)
        route = getattr(request.scope.get("route"), "path", "unknown")
        self.calls.labels(request.method, route, response.status_code).inc()
        self.seconds.labels(request.method, route).observe(time.perf_counter() - started)
        return response

    def text(self) -> bytes:
        """All figures in the Prometheus text format."""
        return generate_latest(self.registry)
