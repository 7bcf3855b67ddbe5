"""Lets the review queue be paged by index, pairs be claimed, and decisions carry over to later editions."""

import json
from bisect import bisect_left
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CHUNK = 2_000


def upgrade() -> None:
    with op.batch_alter_table("overlap", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Double(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("follows_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("claimed_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("work_request", schema=None) as batch_op:
        # 0 is nobody's line: `jianfu reindex` gives requests of before theirs
        batch_op.add_column(sa.Column("line", sa.BigInteger(), nullable=False, server_default="0"))
    _weigh()
    op.create_index("ix_overlap_queue", "overlap", ["home", "state", "active", "place", "id"])
    op.create_index("ix_overlap_follows_id", "overlap", ["follows_id"])
    op.create_index("ix_overlap_claimed_by", "overlap", ["claimed_by"])
    op.create_index("ix_work_request_line_home", "work_request", ["line", "home"])


def downgrade() -> None:
    for table, name in (
        ("work_request", "ix_work_request_line_home"),
        ("overlap", "ix_overlap_claimed_by"),
        ("overlap", "ix_overlap_follows_id"),
        ("overlap", "ix_overlap_queue"),
    ):
        op.drop_index(name, table)
    op.drop_column("work_request", "line")
    for name in ("claimed_until", "claimed_by", "follows_id", "place"):
        op.drop_column("overlap", name)


def _weigh() -> None:
    """Give each stored pair the burden by which it was ordered until now."""
    connection = op.get_bind()
    overlap = sa.table("overlap", sa.column("id", sa.Uuid), sa.column("place", sa.Double))
    townships = sorted(connection.scalars(sa.text("SELECT code FROM division WHERE length(code) = 9")))
    rows = connection.execute(
        sa.text(
            "SELECT o.id, o.score, a.targets, b.targets, a.half_days, b.half_days FROM overlap o "
            "JOIN work_request a ON a.id = o.first_id JOIN work_request b ON b.id = o.second_id"
        ).columns(id=sa.Uuid())
    ).all()
    update = sa.update(overlap).where(overlap.c.id == sa.bindparam("pair")).values(place=sa.bindparam("by"))
    for start in range(0, len(rows), CHUNK):
        burdens = [
            {
                "pair": id_,
                "by": round(
                    -4 * score * (1 - score) * min(days) * _shared(_list(mine), _list(theirs), townships), 6
                ),
            }
            for id_, score, mine, theirs, *days in rows[start : start + CHUNK]
        ]
        connection.execute(update, burdens)


def _list(targets: str | list[str]) -> list[str]:
    found: list[str] = json.loads(targets) if isinstance(targets, str) else targets
    return found


def _shared(mine: Iterable[str], theirs: Iterable[str], townships: list[str]) -> int:
    ours, others = (_beneath(codes, townships) for codes in (mine, theirs))
    return len(ours & others)


def _beneath(codes: Iterable[str], townships: list[str]) -> set[str]:
    found: set[str] = set()
    for code in codes:
        low, high = ("", ":") if code == "0" else (code[:9], code[:9] + ":")
        found.update(townships[bisect_left(townships, low) : bisect_left(townships, high)])
    return found
