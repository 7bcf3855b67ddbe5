"""Keeps until when a pair can be decided, so that the review queue leaves out what is over."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHUNK = 2_000
LAST_PERIOD = timedelta(days=31)


def upgrade() -> None:
    with op.batch_alter_table("overlap", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decide_by", sa.Date(), nullable=False, server_default="9999-12-31"))
    _fill()
    with op.batch_alter_table("overlap", schema=None) as batch_op:
        batch_op.alter_column("decide_by", server_default=None)


def downgrade() -> None:
    op.drop_column("overlap", "decide_by")


def _fill() -> None:
    """Give each stored pair its last day, from the windows of its two requests."""
    connection = op.get_bind()
    overlap = sa.table("overlap", sa.column("id", sa.Uuid), sa.column("decide_by", sa.Date))
    rows = connection.execute(
        sa.text(
            "SELECT o.id, a.kind, b.kind, a.latest, b.latest, "
            "a.recurrence IS NOT NULL, b.recurrence IS NOT NULL FROM overlap o "
            "JOIN work_request a ON a.id = o.first_id JOIN work_request b ON b.id = o.second_id"
        ).columns(sa.column("id", sa.Uuid))
    ).all()
    update = (
        sa.update(overlap).where(overlap.c.id == sa.bindparam("pair")).values(decide_by=sa.bindparam("by"))
    )
    for start in range(0, len(rows), CHUNK):
        chunk = [{"pair": row[0], "by": _last_day(*row[1:])} for row in rows[start : start + CHUNK]]
        connection.execute(update, chunk)


def _last_day(
    kind: str, other: str, ends: str | date, other_ends: str | date, recurs: bool, other_recurs: bool
) -> date:
    sides = ((ends, recurs), (other_ends, other_recurs))
    days = [_date(day) + (LAST_PERIOD if again else timedelta()) for day, again in sides]
    return min(days) if kind == other == "inspection" else max(days)


def _date(day: str | date) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day
