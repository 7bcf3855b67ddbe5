"""Keeps for which days a published schedule is in force, so that a later one takes over only its own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CODE = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "in_force",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_in_force_home")),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"], name=op.f("fk_in_force_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_in_force")),
    )
    op.create_index(op.f("ix_in_force_home_starts"), "in_force", ["home", "starts"])
    op.create_index(op.f("ix_in_force_schedule_id"), "in_force", ["schedule_id"])
    # until now a schedule was in force for its whole period or not at all
    op.execute(
        "INSERT INTO in_force (id, home, schedule_id, starts, ends) "
        "SELECT id, home, id, starts, ends FROM schedule WHERE state = 'published'"
    )


def downgrade() -> None:
    op.drop_table("in_force")
