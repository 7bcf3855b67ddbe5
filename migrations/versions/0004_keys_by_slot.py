"""Files candidate keys by slot and place in one clustered table; `jianfu reindex` fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CODE = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")


def upgrade() -> None:
    op.drop_table("candidate_key")
    op.create_table(
        "candidate_key",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", CODE, nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ends", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.PrimaryKeyConstraint(
            "key", "slot", "scope", "request_id", "starts", "ends", "weight", "home",
            name=op.f("pk_candidate_key"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("candidate_key")
    op.create_table(
        "candidate_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("scope", CODE, nullable=False),
        sa.Column("duration_class", sa.SmallInteger(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["work_request.id"], name=op.f("fk_candidate_key_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_key")),
    )
    with op.batch_alter_table("candidate_key", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_candidate_key_key_duration_class_starts_ends_scope_weight_request_id"),
            ["key", "duration_class", "starts", "ends", "scope", "weight", "request_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_candidate_key_key_scope_duration_class_starts_ends_weight_request_id"),
            ["key", "scope", "duration_class", "starts", "ends", "weight", "request_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_candidate_key_request_id"), ["request_id"], unique=False)
