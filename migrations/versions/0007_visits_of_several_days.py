"""Lets a request be served on several days in a row, each a visit of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ACTIVE = sa.text("active")
SERVED = ["home", "request_id", "township", "occurrence"]


def upgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
    op.execute("UPDATE visit SET last_day = date")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.alter_column("last_day", nullable=False)
    with op.batch_alter_table("visit_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("parts", sa.Integer(), nullable=False, server_default="1"))
        batch_op.drop_index("uq_visit_request_served", sqlite_where=ACTIVE, postgresql_where=ACTIVE)
        batch_op.create_index(
            "uq_visit_request_served", [*SERVED, "part"], unique=True, sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        )  # fmt: skip
    with op.batch_alter_table("visit_request", schema=None) as batch_op:
        batch_op.alter_column("part", server_default=None)
        batch_op.alter_column("parts", server_default=None)


def downgrade() -> None:
    # the older rule knows one day: the first stays
    op.execute("UPDATE visit_request SET active = false WHERE part > 1")
    with op.batch_alter_table("visit_request", schema=None) as batch_op:
        batch_op.drop_index("uq_visit_request_served", sqlite_where=ACTIVE, postgresql_where=ACTIVE)
        batch_op.drop_column("parts")
        batch_op.drop_column("part")
        batch_op.create_index(
            "uq_visit_request_served", SERVED, unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE
        )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("last_day")
