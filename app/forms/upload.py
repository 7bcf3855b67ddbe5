"""Takes a workbook or JSON out of a request's body, sent bare or as a form's file."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from app.domain.merging import WorkbookError
from app.kit.problems import Fault, Problem, UnsupportedMedia
from app.kit.words import Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORKBOOK_TYPES = frozenset(
    {
        XLSX,
        DOCX,
        "application/octet-stream",
        "application/vnd.ms-excel",
        "application/msword",
        "text/csv",
        *(f"application/wps-office.{kind}" for kind in ("et", "xls", "xlsx", "wps", "doc", "docx")),
    }
)
"""What offices and browsers call such files; what a file is, its bytes say."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent: `is_workbook` tells a file from JSON."""

    name: str
    media_type: str
    data: bytes

    @property
    def is_workbook(self) -> bool:
        """True for a file, whatever is in it."""
        return self.media_type in WORKBOOK_TYPES


class UnreadableWorkbook(Problem):
    slug = "unreadable-workbook"
    status = 422
    title = Words("表格文件无法读懂，没有保存", "The workbook cannot be read; nothing was stored")
    remedy = Words(
        "请按 errors 的提示修改文件后重新上传。", "Mend the file as told in errors and send it again."
    )


async def _upload(request: Request) -> Upload:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        async with request.form(max_files=1, max_fields=10) as form:
            for value in form.values():
                if isinstance(value, UploadFile):
                    return Upload(value.filename or "form.xlsx", XLSX, await value.read())
        raise UnsupportedMedia(Words("表单里没有文件。", "The form holds no file."))
    name = unquote(request.query_params.get("name", "")) or "form.xlsx"
    if media_type not in WORKBOOK_TYPES and media_type != "application/json":
        raise UnsupportedMedia(
            Words(
                f"收到的是 {media_type or '未说明的格式'}。",
                f"What came is {media_type or 'of no stated type'}.",
            )
        )
    return Upload(name[:200], media_type, await request.body())


Uploaded = Annotated[Upload, Depends(_upload)]

WORKBOOK_BODY = {"content": {XLSX: {"schema": {"type": "string", "format": "binary", "maxLength": 8388608}}}}


def unreadable(error: WorkbookError) -> UnreadableWorkbook:
    """The problem that tells where a file stops making sense."""
    detail = Words(error.text, error.text_en)
    remedy = Words(error.remedy or UnreadableWorkbook.remedy.zh, UnreadableWorkbook.remedy.en)
    fault = Fault(detail, remedy, sheet=error.sheet or None, cell=error.cell or None)
    return UnreadableWorkbook(detail, [fault], extras={"reason": error.reason})
