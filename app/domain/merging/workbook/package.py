"""The zip around a workbook, checked before anything inside it is trusted (limits: OWASP file upload)."""

import io
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from app.domain.merging.faults import WorkbookError

MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 200
_RATIO_FLOOR = 1024 * 1024  # small parts of plain XML compress 200:1 and harm nobody
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请在 Excel 或 WPS 中打开，另存为 .xlsx 后重新上传。"


@dataclass(frozen=True)
class Package:
    """The parts of a workbook by name, in the order of the zip."""

    parts: dict[str, bytes]

    def xml(self, part: str) -> etree._Element:
        """The part parsed with neither entities, DTD nor network. Raises WorkbookError if it cannot be."""
        try:
            return parse_xml(self.parts[part])
        except KeyError:
            raise WorkbookError(
                "broken", f"文件缺少部件 {part}。", f"The file lacks its part {part}.", remedy=_SAVE_AS
            ) from None


def parse_xml(data: bytes) -> etree._Element:
    """XML from a stranger: a DOCTYPE is refused, entities are never resolved. Raises WorkbookError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WorkbookError(
            "broken", "文件内容已损坏，无法读取。", f"The file is damaged: {error}", remedy=_SAVE_AS
        ) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise WorkbookError(
            "doctype",
            "文件含有 DOCTYPE 声明，已拒绝读取。",
            "The file declares a DOCTYPE and is refused.",
            remedy=_SAVE_AS,
        )
    return root


def open_package(data: bytes) -> Package:
    """Unpack a workbook within the limits.

    Raises WorkbookError for what is no zip, is truncated, too large, holds macros or is no workbook.
    """
    _refuse_foreign(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive.infolist())
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        if isinstance(error, WorkbookError):
            raise
        raise WorkbookError(
            "truncated",
            "文件不完整或已损坏，可能没有上传完。",
            f"The file is incomplete or damaged: {error}",
            remedy="请重新上传；仍不行时请" + _SAVE_AS.removeprefix("请"),
        ) from None
    if "xl/workbook.xml" not in parts and "_rels/.rels" not in parts:
        raise _not_a_workbook("这个压缩包不是 Excel 工作簿。", "This zip is not an Excel workbook.")
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise WorkbookError(
            "macros",
            "文件含有宏，已拒绝读取。",
            "The file contains macros and is refused.",
            remedy="请另存为不含宏的 .xlsx 后重新上传。",
        )
    return Package(parts)


def pack(original: bytes, parts: dict[str, bytes]) -> bytes:
    """The original zip with some parts replaced; every other part, its order and its name stay.

    A part that the original does not have is refused (ValueError): nothing is added in passing.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(original)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = set(source.namelist())
        if not names >= parts.keys():
            raise ValueError(f"not parts of the original: {sorted(parts.keys() - names)}")
        for info in source.infolist():
            target.writestr(
                info, parts.get(info.filename, source.read(info)), compress_type=zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _refuse_foreign(data: bytes) -> None:
    if data.startswith(_OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise WorkbookError(
                "encrypted",
                "文件设有打开密码，无法读取。",
                "The file is protected by a password.",
                remedy="请取消打开密码后重新上传。",
            )
        raise WorkbookError(
            "old_format",
            "这是旧格式（.xls、.et 或 .doc），不是 .xlsx。",
            "This is an old binary format (.xls, .et or .doc), not .xlsx.",
            remedy=_SAVE_AS,
        )
    if not data.startswith(b"PK"):
        raise _not_a_workbook("这不是 Excel 文件（.xlsx）。", "This is not an Excel file (.xlsx).")


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > MAX_ENTRIES:
        raise _too_large(
            f"文件含有 {len(infos)} 个部件，超过 {MAX_ENTRIES} 个。",
            f"{len(infos)} parts, over {MAX_ENTRIES}.",
        )
    if unpacked > MAX_UNPACKED:
        raise _too_large(
            f"文件解压后有 {unpacked >> 20} MB，超过 {MAX_UNPACKED >> 20} MB。",
            f"{unpacked >> 20} MB unpacked, over {MAX_UNPACKED >> 20} MB.",
        )
    for info in infos:
        if info.file_size > _RATIO_FLOOR and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise _too_large(
                f"部件 {info.filename} 的压缩比超过 {MAX_RATIO}。",
                f"The part {info.filename} is compressed more than {MAX_RATIO}:1.",
            )


def _too_large(text: str, text_en: str) -> WorkbookError:
    return WorkbookError("too_large", text, text_en, remedy="请删去多余的空行、图片或工作表后重新上传。")


def _not_a_workbook(text: str, text_en: str) -> WorkbookError:
    return WorkbookError("not_a_workbook", text, text_en, remedy=_SAVE_AS)
