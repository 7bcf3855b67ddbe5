"""Gives calendar feeds a name, and lets a division say which years' holidays it has entered in full."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LIVE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("calendar", schema=None) as batch_op:
        batch_op.add_column(sa.Column("announced", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(), nullable=False, server_default=""))
        batch_op.drop_index("uq_feed_live", sqlite_where=LIVE, postgresql_where=LIVE)
    op.execute("UPDATE feed SET name = CAST(id AS VARCHAR)")  # feeds had no name: any that differs will do
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(
            "uq_feed_live", ["home", "township", "name"], unique=True, sqlite_where=LIVE,
            postgresql_where=LIVE,
        )  # fmt: skip


def downgrade() -> None:
    # of several feeds of one key only the newest can stay under the older rule
    op.execute(
        "UPDATE feed SET revoked_at = created_at WHERE revoked_at IS NULL AND EXISTS ("
        "SELECT 1 FROM feed AS newer WHERE newer.key_id = feed.key_id AND newer.township = feed.township "
        "AND newer.revoked_at IS NULL AND newer.created_at > feed.created_at)"
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_index("uq_feed_live", sqlite_where=LIVE, postgresql_where=LIVE)
        batch_op.create_index(
            "uq_feed_live", ["home", "township", "key_id"], unique=True, sqlite_where=LIVE,
            postgresql_where=LIVE,
        )  # fmt: skip
        batch_op.drop_column("name")
    with op.batch_alter_table("calendar", schema=None) as batch_op:
        batch_op.drop_column("announced")
