"""What operations ask: is the process alive, can it serve, what has it counted."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.kit.problems import Unavailable

routes = APIRouter(tags=["operations"])


@routes.get("/healthz")
def healthz() -> dict[str, str]:
    """The process is alive."""
    return {"status": "ok"}


@routes.get("/readyz")
def readyz(request: Request) -> dict[str, str]:
    """The database answers and its tables are there; 503 otherwise."""
    try:
        with request.app.state.database.read() as session:
            migrated = session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    except SQLAlchemyError as error:  # away, or without tables
        raise Unavailable(headers={"Retry-After": "2"}) from error
    if not migrated:
        raise Unavailable(headers={"Retry-After": "2"})
    return {"status": "ready"}


@routes.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(request: Request) -> Response:
    """Counts and times of calls by route, in the Prometheus text format."""
    return Response(request.app.state.metrics.text(), media_type=CONTENT_TYPE_LATEST)
