"""What a blank of the shared workbook lets in, so that a slip is told while typing."""

from typing import Any

from app.domain.merging.sharing.shape import SharedField

_LONGEST_LIST = 255
"""Characters that Excel allows in a list that stands in the rule itself."""


def validation_rule(field: SharedField) -> dict[str, Any]:
    """The rule in xlsxwriter's terms: a list of choices, whole numbers or any numbers; empty for texts."""
    options = list(field.options) or (["是", "否"] if field.type == "boolean" else [])
    if options:
        return _choices(options)
    if field.type == "integer":
        return _between("integer", 10**12, "应填整数")
    if field.type in ("decimal", "percent"):
        return _between("decimal", 10**15, "应填数字")
    return {}


def _choices(options: list[str]) -> dict[str, Any]:
    written = sum(len(word) + 1 for word in options)
    if written > _LONGEST_LIST or any("," in word for word in options):
        return {}
    return _told({"validate": "list", "source": options}, "请从列表中选择")


def _between(kind: str, most: int, message: str) -> dict[str, Any]:
    return _told({"validate": kind, "criteria": "between", "minimum": -most, "maximum": most}, message)


def _told(rule: dict[str, Any], message: str) -> dict[str, Any]:
    return rule | {"error_message": message, "error_title": "请核对", "ignore_blank": True}
