"""The peer: FastAPI and SQLAlchemy, one row inserted per POST, nothing else; `BARE_URL` is its database."""

import os
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Body, FastAPI
from sqlalchemy import JSON, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

app = FastAPI()
engine = create_engine(os.environ["BARE_URL"])


class Base(DeclarativeBase):
    """The peer's own metadata."""


class Row(Base):
    """One row."""

    __tablename__ = "bare_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]


Base.metadata.create_all(engine)


@app.get("/readyz")
def readyz() -> dict[str, str]:
    """The peer is up."""
    return {"status": "ready"}


@app.post("/v1/requests", status_code=201)
def create(body: Annotated[dict[str, Any], Body()]) -> dict[str, int]:
    """Insert one row and give its number."""
    with Session(engine) as session:
        row = Row(body=body, created_at=datetime.now(UTC).replace(tzinfo=None))
        session.add(row)
        session.commit()
        return {"id": row.id}
