"""Runs LibreOffice on one file: a profile of its own, no macros, no links, no network, little time."""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

from app.domain.merging.faults import WorkbookError

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 30
WALL_SECONDS = 90
_MAX_OUTPUT = 50 * 1024 * 1024
_FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "docx": "docx:MS Word 2007 XML"}
# said to it, or it would take a damaged file for a text and make a sheet of the bytes
_INPUT = {"xls": "MS Excel 97", "doc": "MS Word 97"}
_ROOM = threading.BoundedSemaphore(2)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop>
</item>
</oor:items>
"""


def convert_with_office(data: bytes, suffix: str, target: str) -> bytes:
    """The file as `target` (xlsx or docx). `suffix` says what it is, whatever it was called.

    Raises WorkbookError: `no_converter` where LibreOffice is not installed, `too_costly` where it gave up,
    `busy` where two conversions run already.
    """
    program = shutil.which("soffice")
    if program is None:
        raise WorkbookError(
            "no_converter",
            f"这是 .{suffix} 格式的文件，本系统没有安装 LibreOffice，无法转换。",
            f"This is a .{suffix} file, and no LibreOffice is installed here to convert it.",
            remedy="请在 Excel 或 WPS 中打开，另存为 .xlsx 后重新上传。",
        )
    if not _ROOM.acquire(timeout=WALL_SECONDS):
        raise WorkbookError(
            "busy", "正在转换其他文件。", "Other files are being converted.", remedy="请稍后重新上传。"
        )
    try:
        with tempfile.TemporaryDirectory(prefix="jianfu-") as folder:
            return _run(program, Path(folder), data, suffix, target)
    finally:
        _ROOM.release()


def _run(program: str, folder: Path, data: bytes, suffix: str, target: str) -> bytes:
    source = folder / f"form.{suffix}"
    source.write_bytes(data)
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        *_alone(), program, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore",
        "--nolockcheck", f"--infilter={_INPUT[suffix]}", "--convert-to", _FILTERS[target],
        "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=folder, env=environment, start_new_session=True, preexec_fn=_limit,
    )  # fmt: skip
    try:
        process.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise _gave_up() from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the office starts a child that outlives it
        process.wait()
    written = folder / "out" / f"form.{target}"
    if not written.is_file():
        raise _gave_up()
    return written.read_bytes()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_OUTPUT, _MAX_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@lru_cache(maxsize=1)
def _alone() -> tuple[str, ...]:
    """The prefix that takes the network away, where the machine lets an ordinary user do so."""
    program = shutil.which("unshare")
    if program is None:
        return ()
    tried = subprocess.run([program, "-rn", "true"], capture_output=True, check=False)
    return (program, "-rn") if tried.returncode == 0 else ()


def _gave_up() -> WorkbookError:
    return WorkbookError(
        "not_converted",
        "文件无法转换：内容已损坏，或转换所需的时间、内存超过限额。",
        "The file cannot be converted: it is damaged, or needs more time or memory than is allowed.",
        remedy="请在 Excel 或 WPS 中打开，另存为 .xlsx 后重新上传。",
    )
