"""Keeps the ledgers of departments, edition by edition, as standing sources for what townships fill in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CODE = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")


def upgrade() -> None:
    _ledgers()
    _editions()
    _shares()


def downgrade() -> None:
    op.drop_table("ledger_share")
    op.drop_table("ledger_edition")
    op.drop_table("ledger")


def _ledgers() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("department", CODE, nullable=False),
        sa.Column("division", CODE, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_ledger_home")),
        sa.ForeignKeyConstraint(["division"], ["division.code"], name=op.f("fk_ledger_division")),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_ledger_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint(
            "home",
            "department",
            "division",
            "subject",
            "grain",
            name=op.f("uq_ledger_home_department_division_subject_grain"),
        ),
    )


def _editions() -> None:
    op.create_table(
        "ledger_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("not_understood", JSON, nullable=False),
        sa.Column("unplaced", JSON, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["ledger_id"], ["ledger.id"], name=op.f("fk_ledger_edition_ledger_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_edition")),
        sa.UniqueConstraint(
            "home", "ledger_id", "edition", name=op.f("uq_ledger_edition_home_ledger_id_edition")
        ),
    )
    op.create_index(op.f("ix_ledger_edition_ledger_id"), "ledger_edition", ["ledger_id"])


def _shares() -> None:
    op.create_table(
        "ledger_share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("township", CODE, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["ledger_edition.id"], name=op.f("fk_ledger_share_edition_id")
        ),
        sa.ForeignKeyConstraint(["township"], ["division.code"], name=op.f("fk_ledger_share_township")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_share")),
        sa.UniqueConstraint(
            "home", "edition_id", "township", name=op.f("uq_ledger_share_home_edition_id_township")
        ),
    )
    op.create_index(op.f("ix_ledger_share_edition_id"), "ledger_share", ["edition_id"])
