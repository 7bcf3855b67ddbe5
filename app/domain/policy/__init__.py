"""The rules that bind requests (R01-R20), as remarks with their source and what would mend them."""

from app.domain.policy.check import check_request
from app.domain.policy.context import Context
from app.domain.policy.draft import AskedField, Draft
from app.domain.policy.finding import Finding
from app.domain.policy.floors import Conflict, Demand, Floor, find_conflicts, floor_of
from app.domain.policy.rulebook import rulebook

__all__ = [
    "AskedField",
    "Conflict",
    "Context",
    "Demand",
    "Draft",
    "Finding",
    "Floor",
    "check_request",
    "find_conflicts",
    "floor_of",
    "rulebook",
]
