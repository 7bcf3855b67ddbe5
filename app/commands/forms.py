"""`jianfu forms`: read a form, merge several into one, hand the filled one back as each department's own."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.merging import (
    Heading,
    SharedForm,
    WorkbookError,
    WorkbookReading,
    as_workbook,
    fan_out,
    fill_workbook,
    merge_forms,
    open_shared_workbook_guarded,
    read_answers,
    read_workbook_guarded,
    write_shared_workbook,
)
from app.domain.merging.sharing.xlsform import write_xlsform


class FormsError(ValueError):
    """A command that cannot be done, in both languages. `details` are faults with sheet, row and column."""

    def __init__(self, text: str, text_en: str, details: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(f"{text} ({text_en})")
        self.text = text
        self.text_en = text_en
        self.details = tuple(details)


def forms_read(path: Path) -> dict[str, Any]:
    """`{"tables": […], "not_understood": […]}` of one .xlsx, .xls, .et, .docx or .doc. Raises FormsError."""
    return _reading(path).to_json()


def forms_merge(paths: Sequence[Path], out: Path, map_path: Path) -> dict[str, Any]:
    """Merge workbooks: writes the shared workbook and its map, and returns the map.

    The map's `originals` keep path and SHA-256 of each form, so that `forms_fanout` fills the very files that
    were merged. Forms are named by their file names, or by their paths where two names are equal. Raises
    FormsError.
    """
    keys = _keys(paths)
    forms = [_reading(path).to_form(key) for key, path in zip(keys, paths, strict=True)]
    shared = merge_forms(forms)
    title = _title(len(forms), forms[0].title)
    document = shared.to_json()
    document["originals"] = [
        {"file": key, "path": str(path.resolve()), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for key, path in zip(keys, paths, strict=True)
    ]
    _write(out, write_shared_workbook(shared, Heading(title)))
    _write(map_path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    return document


def load_shared(map_path: Path) -> SharedForm:
    """The shared form that merge wrote as a map. Raises FormsError."""
    return _shared(_load_map(map_path), map_path)


def forms_xlsform(map_path: Path, out: Path) -> None:
    """Write the shared form of a map as an XLSForm. Raises FormsError."""
    shared = load_shared(map_path)
    _write(
        out, write_xlsform(shared, Heading(_title(len(shared.forms), next(iter(shared.titles.values()), ""))))
    )


def forms_fanout(filled: Path, map_path: Path, out_dir: Path) -> dict[str, Any]:
    """Fill every original from the filled shared workbook; writes one file a form into `out_dir`.

    Returns `{"files": [{"file", "path", "cells", "rounded": […]}]}`; `rounded` names each cell whose value
    was rounded, with `sheet`, `cell`, `value`, `unit` and `rounding`.
    Nothing is written unless all answers stand and all originals are there. Raises FormsError.
    """
    document = _load_map(map_path)
    shared = _shared(document, map_path)
    try:
        answers, faults = read_answers(open_shared_workbook_guarded(_bytes(filled)), shared)
    except WorkbookError as error:
        raise _refused(filled, error) from None
    if faults:
        details = [
            {
                "sheet": fault.sheet,
                "row": fault.row,
                "column": fault.column,
                "text": fault.text,
                "text_en": fault.text_en,
            }
            for fault in faults
        ]
        raise FormsError(
            f"{filled.name} 中有 {len(faults)} 处需要更正，没有写出任何表",
            f"{len(faults)} answers in {filled.name} cannot stand; nothing was written",
            details,
        )
    originals = {item["file"]: _original(item, map_path) for item in document["originals"]}
    written = []
    outputs: list[tuple[Path, bytes]] = []
    for key, cells in fan_out(shared, answers).items():
        name = Path(key).name if _unique_names(originals) else key.strip("/").replace("/", "_")
        target = out_dir / Path(name).with_suffix(".xlsx")  # an .xls comes back as the .xlsx that was filled
        outputs.append((target, fill_workbook(originals[key], cells)))
        rounded = [
            {
                "sheet": cell.sheet,
                "cell": cell.cell,
                "value": str(cell.value),
                "unit": cell.unit,
                "rounding": cell.rounding,
            }
            for cell in cells
            if cell.rounding
        ]
        written.append({"file": key, "path": str(target), "cells": len(cells), "rounded": rounded})
    for target, data in outputs:
        _write(target, data)
    return {"files": written}


def _title(forms: int, first: str) -> str:
    return first if forms == 1 else f"统一填报表（合并 {forms} 张表）"


def _reading(path: Path) -> WorkbookReading:
    try:
        return read_workbook_guarded(*as_workbook(_bytes(path), path.name))
    except WorkbookError as error:
        raise _refused(path, error) from None


def _refused(path: Path, error: WorkbookError) -> FormsError:
    place = " ".join(text for text in (error.sheet, error.cell) if text)
    text = f"{path.name}{' ' + place if place else ''}：{error.text}{error.remedy}"
    return FormsError(text, f"{path.name}: {error.text_en}", [error.to_json()])


def _keys(paths: Sequence[Path]) -> list[str]:
    if len({path.resolve() for path in paths}) != len(paths):
        raise FormsError("同一个文件给了两次", "the same file was given twice")
    names = [path.name for path in paths]
    return names if len(set(names)) == len(names) else [str(path) for path in paths]


def _unique_names(originals: dict[str, bytes]) -> bool:
    return len({Path(key).name for key in originals}) == len(originals)


def _load_map(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(_bytes(path))
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise FormsError(f"{path.name} 不是合并时写出的对应表", f"{path.name} is not a map written by merge")
    return document


def _shared(document: dict[str, Any], path: Path) -> SharedForm:
    try:
        shared = SharedForm.from_json({key: value for key, value in document.items() if key != "originals"})
        known = {str(item["file"]) for item in document["originals"]}
    except (KeyError, TypeError, AttributeError):
        known, shared = set(), None
    if shared is None or known != set(shared.forms):
        raise FormsError(
            f"{path.name} 缺少内容，请用 forms merge 重新生成",
            f"{path.name} is incomplete; run forms merge again",
        )
    return shared


def _original(item: dict[str, str], map_path: Path) -> bytes:
    """The original where it was, or beside the map; it must be the very file that was merged."""
    places = [Path(item["path"]), map_path.parent / Path(item["file"]).name]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise FormsError(
            f"找不到原表 {item['file']}（{item['path']}），请放回原处，或放到对应表所在的文件夹",
            f"the original {item['file']} is missing at {item['path']}; put it back or beside the map",
        )
    data = found.read_bytes()
    if hashlib.sha256(data).hexdigest() != item["sha256"]:
        raise FormsError(
            f"原表 {found} 在合并之后被改动过，请换回原来的文件或重新合并",
            f"{found} was changed after the merge; restore it or merge again",
        )
    return _as_workbook(found, data)


def _as_workbook(path: Path, data: bytes) -> bytes:
    try:
        return as_workbook(data, path.name)[0]
    except WorkbookError as error:
        raise _refused(path, error) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FormsError(
            f"无法读取 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}"
        ) from None


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise FormsError(
            f"无法写入 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}"
        ) from None
