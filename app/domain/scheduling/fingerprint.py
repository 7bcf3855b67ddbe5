"""Names a problem by its content, the same in every process and on every machine."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from app.domain.scheduling.problem import Problem


def fingerprint(problem: Problem) -> str:
    """64 hexadecimal digits (SHA-256) of the whole problem; equal problems have equal ones."""
    text = json.dumps(asdict(problem), default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value)
