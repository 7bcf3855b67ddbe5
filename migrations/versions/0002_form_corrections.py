"""Keeps what departments set right in their forms as they were read, for the forms' next editions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CODE = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("form", sa.Column("subject", sa.String(), nullable=False, server_default=""))
    op.add_column("form", sa.Column("corrections", JSON, nullable=False, server_default="[]"))
    op.create_table(
        "form_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("department", CODE, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("corrections", JSON, nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_form_correction_department")
        ),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_form_correction_form_id")),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_form_correction_home")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_correction")),
    )
    with op.batch_alter_table("form_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_form_correction_home_department_subject"),
            ["home", "department", "subject"],
            unique=False,
        )


def downgrade() -> None:
    op.drop_table("form_correction")
    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.drop_column("corrections")
        batch_op.drop_column("subject")
