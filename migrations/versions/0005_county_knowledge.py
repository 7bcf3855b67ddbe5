"""Keeps what counties add to the vocabulary and how they weigh the judgement, version by version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CODE = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "county_knowledge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_county_knowledge_home")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county_knowledge")),
        sa.UniqueConstraint("home", "kind", "version", name=op.f("uq_county_knowledge_home_kind_version")),
    )


def downgrade() -> None:
    op.drop_table("county_knowledge")
