"""What pydantic found wrong, told as faults: a JSON pointer, what is wrong, and how to mend it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.kit.json_text import faults_in_text, pointer
from app.kit.problems import BadRequest, Fault, Invalid, Problem
from app.kit.words import Words

Model = TypeVar("Model", bound=BaseModel)

_DATE = Words("日期写作 2026-12-01。", "Write a date as 2026-12-01.")

# pydantic's error type -> (what is wrong, how to mend it); placeholders are the error's own context
_TOLD: dict[str, tuple[Words, Words]] = {
    "missing": (Words("缺少此项", "it is missing"), Words("补上此项。", "Add it.")),
    "extra_forbidden": (
        Words("没有这一项", "there is no such member"),
        Words("检查拼写，或删去此项。", "Check its spelling or leave it out."),
    ),
    "date_format": (Words("不是日期", "it is not a date"), _DATE),
    "date_from_datetime_parsing": (Words("不是日期", "it is not a date"), _DATE),
    "date_parsing": (Words("没有这一天", "there is no such day"), _DATE),
    "date_type": (Words("不是日期", "it is not a date"), _DATE),
    "json_invalid": (
        Words("不是完整的 JSON：{error}", "it is not valid JSON: {error}"),
        Words("按 JSON 格式改正；注意引号、逗号和编码（UTF-8）。", "Mend the JSON: quotes, commas, UTF-8."),
    ),
    "literal_error": (
        Words("只能取 {expected}", "it must be {expected}"),
        Words("从所列的值中选一个。", "Choose one of these values."),
    ),
    "enum": (
        Words("只能取 {expected}", "it must be {expected}"),
        Words("从所列的值中选一个。", "Choose one of these values."),
    ),
    "string_too_long": (
        Words("超过 {max_length} 个字", "it is longer than {max_length} characters"),
        Words("缩短，或移到附件。", "Shorten it or move it to an attachment."),
    ),
    "string_too_short": (
        Words("不能少于 {min_length} 个字", "it needs at least {min_length} characters"),
        Words("写完整。", "Write it in full."),
    ),
    "string_pattern_mismatch": (
        Words("格式不对，应符合 {pattern}", "it does not match {pattern}"),
        Words("按此格式书写。", "Write it in this form."),
    ),
    "too_long": (
        Words("不能多于 {max_length} 项", "it may have at most {max_length} items"),
        Words("拆分后分别发送。", "Split it and send the parts."),
    ),
    "too_short": (
        Words("不能少于 {min_length} 项", "it needs at least {min_length} items"),
        Words("补足。", "Add what is missing."),
    ),
    "greater_than_equal": (
        Words("不能小于 {ge}", "it must be at least {ge}"),
        Words("改为允许的数。", "Use a number that is allowed."),
    ),
    "less_than_equal": (
        Words("不能大于 {le}", "it must be at most {le}"),
        Words("改为允许的数。", "Use a number that is allowed."),
    ),
}
_TYPES = {
    "string_type": Words("应为文字", "it must be a text"),
    "int_type": Words("应为整数", "it must be a whole number"),
    "int_parsing": Words("应为整数", "it must be a whole number"),
    "int_from_float": Words("应为整数", "it must be a whole number"),
    "bool_type": Words("应为 true 或 false", "it must be true or false"),
    "bool_parsing": Words("应为 true 或 false", "it must be true or false"),
    "list_type": Words("应为数组", "it must be an array"),
    "dict_type": Words("应为对象", "it must be an object"),
    "model_type": Words("应为对象", "it must be an object"),
    "model_attributes_type": Words("应为对象", "it must be an object"),
    "float_type": Words("应为数字", "it must be a number"),
    "decimal_type": Words("应为数字", "it must be a number"),
}
_RETYPE = Words("改为所说的类型。", "Change it to this type.")


class Told(ValueError):
    """A fault that our own validators raise with both texts, where pydantic has no word for it."""

    def __init__(self, detail: Words, remedy: Words) -> None:
        super().__init__(detail.en)
        self.detail, self.remedy = detail, remedy


def faults_of(errors: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """One fault per pydantic error, in their order; body errors get a pointer, others a parameter name."""
    return [_fault(error) for error in errors]


def read_json(model: type[Model], data: bytes) -> Model:
    """`data` as a `model`, where a route takes its body bare. Raises BadRequest or Invalid with pointers."""
    if faults := faults_in_text(data):
        raise Invalid(faults=faults)
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise refused(error) from error


def refused(error: ValidationError) -> Problem:
    """The problem for a body that a model refused."""
    errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
    kind = BadRequest if errors[0]["type"] == "json_invalid" else Invalid
    return kind(faults=faults_of(errors))


def _fault(error: Mapping[str, Any]) -> Fault:
    detail, remedy = _words(error)
    where, *path = error["loc"] or ("body",)
    if where == "body":
        if error["type"] == "json_invalid":
            path = []
        return Fault(detail, remedy, pointer=pointer(path))
    return Fault(detail, remedy, parameter=str(path[-1]) if path else str(where))


def _words(error: Mapping[str, Any]) -> tuple[Words, Words]:
    kind, context = str(error["type"]), error.get("ctx") or {}
    told = context.get("error")
    if isinstance(told, Told):
        return told.detail, told.remedy
    if isinstance(told, ValueError) and str(told) in _TOLD:
        kind = str(told)
    if kind in _TYPES:
        return _TYPES[kind], _RETYPE
    if kind in _TOLD:
        detail, remedy = _TOLD[kind]
        return detail.format(**context), remedy
    return (
        Words(f"不符合要求（{error['msg']}）", str(error["msg"])),
        Words("按接口文档改正。", "Mend it after the API document."),
    )
