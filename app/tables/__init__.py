"""The tables, one noun per file and without behaviour; importing this package gives Alembic all of them."""

from app.kit.audit import AuditRecord
from app.kit.db import Base
from app.kit.idempotency import StoredAnswer
from app.kit.jobs import Job
from app.tables.access import ApiKey
from app.tables.bundle import Bundle, BundleMember
from app.tables.calendar import Calendar
from app.tables.candidate_key import CandidateKey
from app.tables.county_knowledge import CountyKnowledge
from app.tables.county_setting import CountySetting
from app.tables.department import Department
from app.tables.division import Division
from app.tables.feed import Feed
from app.tables.field_decision import FieldDecision
from app.tables.form import Form
from app.tables.form_correction import FormCorrection
from app.tables.form_return import FormReturn
from app.tables.in_force import InForce
from app.tables.ledger import Ledger, LedgerEdition, LedgerShare
from app.tables.overlap import Overlap, OverlapDecision
from app.tables.schedule import Schedule
from app.tables.submission import Submission
from app.tables.visit import Visit, VisitRequest
from app.tables.work_request import RequestOccurrence, RequestTarget, RequestVersion, WorkRequest

__all__ = [
    "ApiKey",
    "AuditRecord",
    "Base",
    "Bundle",
    "BundleMember",
    "Calendar",
    "CandidateKey",
    "CountyKnowledge",
    "CountySetting",
    "Department",
    "Division",
    "Feed",
    "FieldDecision",
    "Form",
    "FormCorrection",
    "FormReturn",
    "InForce",
    "Job",
    "Ledger",
    "LedgerEdition",
    "LedgerShare",
    "Overlap",
    "OverlapDecision",
    "RequestOccurrence",
    "RequestTarget",
    "RequestVersion",
    "Schedule",
    "StoredAnswer",
    "Submission",
    "Visit",
    "VisitRequest",
    "WorkRequest",
]
