"""Keeps with each submission which answers were confirmed or carried: burden tells them from typed ones."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    # what was stored before counts as typed: nobody wrote down how it came about
    op.add_column("submission", sa.Column("origins", JSON, nullable=False, server_default="{}"))
    for share in ("confirmed_share", "carried_share"):
        op.add_column("submission", sa.Column(share, sa.Double(), nullable=False, server_default="0"))
    with op.batch_alter_table("submission") as table:
        for name in ("origins", "confirmed_share", "carried_share"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("submission") as table:
        for name in ("carried_share", "confirmed_share", "origins"):
            table.drop_column(name)
