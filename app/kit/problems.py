"""Every error as one body: RFC 9457 problem details, in two languages, with a place and a remedy."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from fastapi import Request
from fastapi.responses import JSONResponse

from app.kit.words import Words, prefers_english

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:jianfu:problem:"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place: a JSON pointer (RFC 6901), a parameter, a line, or a sheet's cell."""

    detail: Words
    remedy: Words
    pointer: str | None = None
    parameter: str | None = None
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None

    def to_json(self, english: bool) -> dict[str, Any]:
        places = {
            name: value
            for name in ("pointer", "parameter", "sheet", "cell", "line")
            if (value := getattr(self, name)) is not None
        }
        return {**places, "detail": self.detail[english], "remedy": self.remedy[english]}


@dataclass(eq=False)
class Problem(Exception):
    """A refusal with a stable type. Subclasses live beside the verb that raises them; no slug is reused."""

    slug: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    title: ClassVar[Words] = Words("系统内部错误", "Internal error")
    remedy: ClassVar[Words] = Words(
        "请稍后重试；仍不成功时，请把 instance 的编号告诉管理员。",
        "Try again later; if it persists, give the administrator this problem's instance.",
    )

    detail: Words | None = None
    faults: Sequence[Fault] = ()
    headers: dict[str, str] = field(default_factory=dict)
    extras: dict[str, Any] = field(default_factory=dict)

    def to_json(self, english: bool, instance: str | None = None) -> dict[str, Any]:
        """The problem as the members of RFC 9457 §3.1, plus `remedy` and `errors`."""
        body: dict[str, Any] = {
            "type": TYPE_PREFIX + self.slug,
            "title": self.title[english],
            "status": self.status,
            "remedy": self.remedy[english],
        }
        if self.detail is not None:
            body["detail"] = self.detail[english]
        if instance:
            body["instance"] = instance
        if self.faults:
            body["errors"] = [fault.to_json(english) for fault in self.faults]
        return body | self.extras


class ProblemResponse(JSONResponse):
    """A problem as it is sent; what a caller wrote may hold lone surrogates, which UTF-8 cannot carry."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """The body in UTF-8."""
        return json.dumps(content, ensure_ascii=False).encode(errors="replace")


def problem_response(request: Request, problem: Problem) -> JSONResponse:
    """The answer that a caller gets for `problem`, in the language that it asked for."""
    english = prefers_english(request.headers.get("accept-language"))
    return ProblemResponse(
        problem.to_json(english, request.url.path),
        status_code=problem.status,
        headers={"Content-Language": "en" if english else "zh-CN", **problem.headers},
    )


class NotFound(Problem):
    slug = "not-found"
    status = 404
    title = Words("没有找到", "Not found")
    remedy = Words(
        "请检查地址和编号；别人的内容也会显示为没有找到。",
        "Check the address and the id; rows of others are also not found.",
    )


class MethodNotAllowed(Problem):
    slug = "method-not-allowed"
    status = 405
    title = Words("此地址不支持这种操作", "Method not allowed here")
    remedy = Words("请使用 Allow 头列出的方法。", "Use a method that the Allow header lists.")


class BadRequest(Problem):
    slug = "malformed"
    status = 400
    title = Words("请求无法读懂", "The request cannot be read")
    remedy = Words("请按接口文档修改后重发。", "Correct it after the API document and send it again.")


class Invalid(Problem):
    slug = "invalid"
    status = 422
    title = Words("内容有误，没有保存", "The content is not valid; nothing was stored")
    remedy = Words("请按 errors 逐项修改后重发。", "Mend each of the errors and send it again.")


class TooLarge(Problem):
    slug = "too-large"
    status = 413
    title = Words("内容过大", "The body is too large")
    remedy = Words("请拆分后分批发送。", "Split it and send the parts.")


class UnsupportedMedia(Problem):
    slug = "unsupported-media-type"
    status = 415
    title = Words("不支持这种内容格式", "This media type is not supported")
    remedy = Words("请使用接口文档列出的 Content-Type。", "Use a Content-Type that the API document lists.")


class Unavailable(Problem):
    slug = "unavailable"
    status = 503
    title = Words("系统暂时繁忙，没有保存", "Temporarily unavailable; nothing was stored")
    remedy = Words(
        "请按 Retry-After 稍后重试，已保存的内容不会丢失。",
        "Retry after the time in Retry-After; what was stored is safe.",
    )
