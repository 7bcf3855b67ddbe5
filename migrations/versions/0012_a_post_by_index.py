"""Finds what a POST asks of its neighbours by index, whatever is stored elsewhere in the province."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PARTIAL = (
    ("ix_overlap_standing", ("first_id", "second_id", "state", "active", "score"), "state <> 'proposed'"),
    (
        "ix_overlap_standing_back",
        ("second_id", "first_id", "state", "active", "score"),
        "state <> 'proposed'",
    ),
    ("ix_overlap_follows_id", ("follows_id",), "follows_id IS NOT NULL"),
    ("ix_overlap_claimed_by", ("claimed_by",), "claimed_by IS NOT NULL"),
)
WHOLE = ("follows_id", "claimed_by")


def upgrade() -> None:
    for column in WHOLE:
        op.drop_index(f"ix_overlap_{column}", "overlap")
    for name, columns, where in PARTIAL:
        only = sa.text(where)
        op.create_index(name, "overlap", list(columns), sqlite_where=only, postgresql_where=only)
    op.create_index("ix_bundle_member_request_id", "bundle_member", ["request_id"])
    op.drop_index("ix_work_request_department", "work_request")
    op.create_index("ix_work_request_department_source_no", "work_request", ["department", "source_no"])
    only = sa.text("oversight IS NOT NULL")
    op.create_index(
        "ix_work_request_oversight", "work_request", ["home", "department", "created_at"],
        sqlite_where=only, postgresql_where=only,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_work_request_oversight", "work_request")
    op.drop_index("ix_work_request_department_source_no", "work_request")
    op.create_index("ix_work_request_department", "work_request", ["department"])
    op.drop_index("ix_bundle_member_request_id", "bundle_member")
    for name, _, _ in PARTIAL:
        op.drop_index(name, "overlap")
    for column in WHOLE:
        op.create_index(f"ix_overlap_{column}", "overlap", [column])
