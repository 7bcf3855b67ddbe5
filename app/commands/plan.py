"""`jianfu plan`: one instance file in, its plan out, both JSON."""

import json
from collections.abc import Callable
from typing import Any

from app.domain.scheduling import DEFAULT_EFFORT, ProblemError, plan_visits, read_problem


def plan_file(
    text: str, effort: int = DEFAULT_EFFORT, progress: Callable[[float], None] | None = None
) -> str:
    """The plan of an instance as JSON text; the same text and effort give the same answer, byte for byte.

    Raises ProblemError, with the pointer "" where the text is no JSON at all.
    """
    return json.dumps(plan_text(text, effort, progress), ensure_ascii=False, indent=1) + "\n"


def plan_text(
    text: str, effort: int = DEFAULT_EFFORT, progress: Callable[[float], None] | None = None
) -> dict[str, Any]:
    """The plan of an instance as a JSON value. Raises ProblemError like `plan_file`."""
    return plan_visits(read_problem(_parse(text)), effort, progress).to_json()


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProblemError("", f"不是有效的 JSON：{error}", f"this is no valid JSON: {error}") from error
