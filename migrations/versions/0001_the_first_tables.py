"""Creates the first tables, and the triggers that keep the audit record append-only."""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
CODE = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")

SQLITE_TRIGGER = """
CREATE TRIGGER audit_record_no_{verb} BEFORE {verb} ON audit_record
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER audit_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()
"""


def keep_audit_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE_TRIGGER.format(verb=verb))
    else:
        op.execute(POSTGRESQL_FUNCTION)
        op.execute(POSTGRESQL_TRIGGER)


def plant_the_tree() -> None:
    """The nation is the root above every province: keys and work of the whole nation are at home there."""
    division = sa.table("division", *(sa.column(name) for name in ("code", "name", "level", "valid_from")))
    founded = {"code": "0", "name": "全国", "level": "nation", "valid_from": date(1949, 10, 1)}
    op.execute(division.insert().values(founded))


def upgrade() -> None:
    op.create_table(
        "audit_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_record")),
    )
    with op.batch_alter_table("audit_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_record_home_at"), ["home", "at"], unique=False)

    op.create_table(
        "division",
        sa.Column("code", CODE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent", CODE, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor", CODE, nullable=True),
        sa.ForeignKeyConstraint(["parent"], ["division.code"], name=op.f("fk_division_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_division")),
    )
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_division_parent"), ["parent"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("result", JSON, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state in ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_job_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_state_run_after"), ["state", "run_after"], unique=False)

    op.create_table(
        "stored_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", JSON, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_answer")),
        sa.UniqueConstraint(
            "home",
            "caller",
            "route",
            "idempotency_key",
            name=op.f("uq_stored_answer_home_caller_route_idempotency_key"),
        ),
    )
    op.create_table(
        "calendar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entries", JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_calendar_home")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
        sa.UniqueConstraint("home", name=op.f("uq_calendar_home")),
    )
    op.create_table(
        "county_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_county_setting_home")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county_setting")),
        sa.UniqueConstraint("home", name=op.f("uq_county_setting_home")),
    )
    op.create_table(
        "department",
        sa.Column("code", CODE, nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("teams", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_department_home")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_department")),
    )
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_department_home"), ["home"], unique=False)

    op.create_table(
        "schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("result", JSON, nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('queued', 'planning', 'planned', 'published', 'superseded', 'cancelled', 'failed')",
            name=op.f("ck_schedule_state"),
        ),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_schedule_home")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_schedule_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint(
            "home", "starts", "ends", "version", name=op.f("uq_schedule_home_starts_ends_version")
        ),
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("department", CODE, nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_api_key_department")),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_api_key_home")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_key_secret_hash")),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_key_home"), ["home"], unique=False)

    op.create_table(
        "bundle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("lead_department", CODE, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_bundle_home")),
        sa.ForeignKeyConstraint(
            ["lead_department"], ["department.code"], name=op.f("fk_bundle_lead_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
    )
    with op.batch_alter_table("bundle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundle_home"), ["home"], unique=False)

    op.create_table(
        "field_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("first", CODE, nullable=False),
        sa.Column("second", CODE, nullable=False),
        sa.Column("first_department", CODE, nullable=False),
        sa.Column("second_department", CODE, nullable=False),
        sa.Column("labels", JSON, nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("decision in ('merge', 'keep_apart')", name=op.f("ck_field_decision_decision")),
        sa.CheckConstraint("first < second", name=op.f("ck_field_decision_order")),
        sa.ForeignKeyConstraint(
            ["first_department"], ["department.code"], name=op.f("fk_field_decision_first_department")
        ),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_field_decision_home")),
        sa.ForeignKeyConstraint(
            ["second_department"], ["department.code"], name=op.f("fk_field_decision_second_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_decision")),
    )
    with op.batch_alter_table("field_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_field_decision_home_first_department_second_department"),
            ["home", "first_department", "second_department"],
            unique=False,
        )

    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("township", CODE, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("lead_department", CODE, nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('published', 'cancelled')", name=op.f("ck_visit_state")),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_visit_home")),
        sa.ForeignKeyConstraint(
            ["lead_department"], ["department.code"], name=op.f("fk_visit_lead_department")
        ),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"], name=op.f("fk_visit_schedule_id")),
        sa.ForeignKeyConstraint(["township"], ["division.code"], name=op.f("fk_visit_township")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_home_township_date"), ["home", "township", "date"], unique=False
        )
        batch_op.create_index(
            "uq_visit_place",
            ["home", "township", "date", "session", "held"],
            unique=True,
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )

    op.create_table(
        "work_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("department", CODE, nullable=False),
        sa.Column("source_no", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("oversight", sa.String(), nullable=True),
        sa.Column("document_no", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("legal_basis", JSON, nullable=False),
        sa.Column("targets", JSON, nullable=False),
        sa.Column("earliest", sa.Date(), nullable=False),
        sa.Column("latest", sa.Date(), nullable=False),
        sa.Column("latest_time", sa.String(), nullable=True),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("unannounced", sa.Boolean(), nullable=False),
        sa.Column("recurrence", JSON, nullable=True),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("reading", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('inspection', 'report')", name=op.f("ck_work_request_kind")),
        sa.CheckConstraint("state in ('active', 'withdrawn')", name=op.f("ck_work_request_state")),
        sa.CheckConstraint("earliest <= latest", name=op.f("ck_work_request_window")),
        sa.ForeignKeyConstraint(["department"], ["department.code"], name=op.f("fk_work_request_department")),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_work_request_home")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_request")),
        sa.UniqueConstraint(
            "home", "department", "source_no", name=op.f("uq_work_request_home_department_source_no")
        ),
    )
    with op.batch_alter_table("work_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_request_department"), ["department"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_work_request_home_department_id"), ["home", "department", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_work_request_home_latest"), ["home", "latest"], unique=False)

    op.create_table(
        "bundle_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundle.id"], name=op.f("fk_bundle_member_bundle_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["work_request.id"], name=op.f("fk_bundle_member_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_member")),
        sa.UniqueConstraint("home", "request_id", name=op.f("uq_bundle_member_home_request_id")),
    )
    with op.batch_alter_table("bundle_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bundle_member_bundle_id"), ["bundle_id"], unique=False)

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

    op.create_table(
        "feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("township", CODE, nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_feed_home")),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_feed_key_id")),
        sa.ForeignKeyConstraint(["township"], ["division.code"], name=op.f("fk_feed_township")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_feed_secret_hash")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(
            "uq_feed_live",
            ["home", "township", "key_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("tables", JSON, nullable=False),
        sa.Column("not_understood", JSON, nullable=False),
        sa.Column("input_cells", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("workbook", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["work_request.id"], name=op.f("fk_form_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form")),
        sa.UniqueConstraint("home", "request_id", "version", name=op.f("uq_form_home_request_id_version")),
    )
    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_request_id"), ["request_id"], unique=False)

    op.create_table(
        "overlap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("days_apart", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("lead_department", CODE, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state in ('proposed', 'merged', 'confirmed', 'rejected')", name=op.f("ck_overlap_state")
        ),
        sa.CheckConstraint("verdict in ('duplicate', 'overlap', 'related')", name=op.f("ck_overlap_verdict")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_overlap_order")),
        sa.ForeignKeyConstraint(["first_id"], ["work_request.id"], name=op.f("fk_overlap_first_id")),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_overlap_home")),
        sa.ForeignKeyConstraint(
            ["lead_department"], ["department.code"], name=op.f("fk_overlap_lead_department")
        ),
        sa.ForeignKeyConstraint(["second_id"], ["work_request.id"], name=op.f("fk_overlap_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlap")),
        sa.UniqueConstraint("home", "first_id", "second_id", name=op.f("uq_overlap_home_first_id_second_id")),
    )
    with op.batch_alter_table("overlap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overlap_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_overlap_home_state_id"), ["home", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_overlap_second_id"), ["second_id"], unique=False)

    op.create_table(
        "request_occurrence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["work_request.id"], name=op.f("fk_request_occurrence_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_occurrence")),
        sa.UniqueConstraint(
            "home", "request_id", "period", name=op.f("uq_request_occurrence_home_request_id_period")
        ),
    )
    with op.batch_alter_table("request_occurrence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_occurrence_request_id"), ["request_id"], unique=False)

    op.create_table(
        "request_target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.ForeignKeyConstraint(["code"], ["division.code"], name=op.f("fk_request_target_code")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["work_request.id"], name=op.f("fk_request_target_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_target")),
        sa.UniqueConstraint(
            "home", "request_id", "code", name=op.f("uq_request_target_home_request_id_code")
        ),
    )
    with op.batch_alter_table("request_target", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_target_code_request_id"), ["code", "request_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_request_target_request_id"), ["request_id"], unique=False)

    op.create_table(
        "request_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["work_request.id"], name=op.f("fk_request_version_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_version")),
        sa.UniqueConstraint(
            "home", "request_id", "version", name=op.f("uq_request_version_home_request_id_version")
        ),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("township", CODE, nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("template", JSON, nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundle.id"], name=op.f("fk_submission_bundle_id")),
        sa.ForeignKeyConstraint(["home"], ["division.code"], name=op.f("fk_submission_home")),
        sa.ForeignKeyConstraint(["township"], ["division.code"], name=op.f("fk_submission_township")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "home",
            "township",
            "bundle_id",
            "period",
            "version",
            name=op.f("uq_submission_home_township_bundle_id_period_version"),
        ),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_bundle_id"), ["bundle_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submission_home_township_id"), ["home", "township", "id"], unique=False
        )

    op.create_table(
        "visit_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("township", CODE, nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["work_request.id"], name=op.f("fk_visit_request_request_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_request_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_request")),
        sa.UniqueConstraint(
            "home",
            "visit_id",
            "request_id",
            "occurrence",
            name=op.f("uq_visit_request_home_visit_id_request_id_occurrence"),
        ),
    )
    with op.batch_alter_table("visit_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_request_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_request_visit_id"), ["visit_id"], unique=False)
        batch_op.create_index(
            "uq_visit_request_served",
            ["home", "request_id", "township", "occurrence"],
            unique=True,
            sqlite_where=sa.text("active"),
            postgresql_where=sa.text("active"),
        )

    op.create_table(
        "form_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("township", CODE, nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_form_return_form_id")),
        sa.ForeignKeyConstraint(["request_id"], ["work_request.id"], name=op.f("fk_form_return_request_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_form_return_submission_id")
        ),
        sa.ForeignKeyConstraint(["township"], ["division.code"], name=op.f("fk_form_return_township")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_return")),
        sa.UniqueConstraint(
            "home",
            "request_id",
            "township",
            "period",
            "version",
            name=op.f("uq_form_return_home_request_id_township_period_version"),
        ),
    )
    with op.batch_alter_table("form_return", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_return_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_return_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "overlap_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home", CODE, nullable=False),
        sa.Column("overlap_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("lead_department", CODE, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "decision in ('confirm', 'reject', 'reopen')", name=op.f("ck_overlap_decision_decision")
        ),
        sa.ForeignKeyConstraint(
            ["lead_department"], ["department.code"], name=op.f("fk_overlap_decision_lead_department")
        ),
        sa.ForeignKeyConstraint(["overlap_id"], ["overlap.id"], name=op.f("fk_overlap_decision_overlap_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlap_decision")),
        sa.UniqueConstraint(
            "home", "overlap_id", "version", name=op.f("uq_overlap_decision_home_overlap_id_version")
        ),
    )
    keep_audit_append_only()
    plant_the_tree()


def downgrade() -> None:
    op.drop_table("overlap_decision")
    with op.batch_alter_table("form_return", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_return_submission_id"))
        batch_op.drop_index(batch_op.f("ix_form_return_request_id"))

    op.drop_table("form_return")
    with op.batch_alter_table("visit_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_visit_request_served", sqlite_where=sa.text("active"), postgresql_where=sa.text("active")
        )
        batch_op.drop_index(batch_op.f("ix_visit_request_visit_id"))
        batch_op.drop_index(batch_op.f("ix_visit_request_request_id"))

    op.drop_table("visit_request")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_home_township_id"))
        batch_op.drop_index(batch_op.f("ix_submission_bundle_id"))

    op.drop_table("submission")
    op.drop_table("request_version")
    with op.batch_alter_table("request_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_target_request_id"))
        batch_op.drop_index(batch_op.f("ix_request_target_code_request_id"))

    op.drop_table("request_target")
    with op.batch_alter_table("request_occurrence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_occurrence_request_id"))

    op.drop_table("request_occurrence")
    with op.batch_alter_table("overlap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_overlap_second_id"))
        batch_op.drop_index(batch_op.f("ix_overlap_home_state_id"))
        batch_op.drop_index(batch_op.f("ix_overlap_first_id"))

    op.drop_table("overlap")
    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_request_id"))

    op.drop_table("form")
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_feed_live",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("feed")
    with op.batch_alter_table("candidate_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_key_request_id"))
        batch_op.drop_index(
            batch_op.f("ix_candidate_key_key_scope_duration_class_starts_ends_weight_request_id")
        )
        batch_op.drop_index(
            batch_op.f("ix_candidate_key_key_duration_class_starts_ends_scope_weight_request_id")
        )

    op.drop_table("candidate_key")
    with op.batch_alter_table("bundle_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bundle_member_bundle_id"))

    op.drop_table("bundle_member")
    with op.batch_alter_table("work_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_request_home_latest"))
        batch_op.drop_index(batch_op.f("ix_work_request_home_department_id"))
        batch_op.drop_index(batch_op.f("ix_work_request_department"))

    op.drop_table("work_request")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_visit_place",
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )
        batch_op.drop_index(batch_op.f("ix_visit_home_township_date"))

    op.drop_table("visit")
    with op.batch_alter_table("field_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_field_decision_home_first_department_second_department"))

    op.drop_table("field_decision")
    with op.batch_alter_table("bundle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bundle_home"))

    op.drop_table("bundle")
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_key_home"))

    op.drop_table("api_key")
    op.drop_table("schedule")
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_home"))

    op.drop_table("department")
    op.drop_table("county_setting")
    op.drop_table("calendar")
    op.drop_table("stored_answer")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_state_run_after"))

    op.drop_table("job")
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_division_parent"))

    op.drop_table("division")
    with op.batch_alter_table("audit_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_record_home_at"))

    op.drop_table("audit_record")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
