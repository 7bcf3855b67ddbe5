"""What every problem has: a type, a title, a remedy, and of each fault where it is and how to mend it."""

from typing import Any

from app.kit.problems import MEDIA_TYPE, TYPE_PREFIX


def check_shape(answer) -> dict[str, Any]:
    """The problem in an answer, if it is a whole one."""
    assert 400 <= answer.status_code < 600, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    problem: dict[str, Any] = answer.json()
    assert problem["type"].startswith(TYPE_PREFIX)
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["remedy"]
    for fault in problem.get("errors", []):
        assert fault["detail"]
        assert fault["remedy"]
        assert {"pointer", "parameter", "sheet", "line"} & set(fault), fault
    return problem
