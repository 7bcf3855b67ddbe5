"""The rules that bind requests (R01-R20), as remarks with their source and what would mend them."""

from app.domain.policy.check import check_request
from app.domain.policy.context import Context
from app.domain.policy.draft import AskedField, Draft
from app.domain.policy.finding import Finding

__all__ = ["AskedField", "Context", "Draft", "Finding", "check_request"]
