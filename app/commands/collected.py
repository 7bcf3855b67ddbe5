"""`jianfu forms collected`: what phones brought in, as the answers that a submission takes."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.commands.forms import FormsError, load_shared
from app.domain.merging import check_answers, collected_tables
from app.domain.merging.foreign.delimited import decode_text

_LARGEST = 50_000_000


def forms_collected(paths: Sequence[Path], map_path: Path) -> list[dict[str, Any]]:
    """`{"key", "answers", "faults"}` of each submission in an export of ODK Central: a .zip, or the CSV files
    of the form and of each repeat. Raises FormsError."""
    shared = load_shared(map_path)
    tables = [_rows(text) for path in paths for text in _texts(path)]
    return [
        {"key": key, "answers": answers, "faults": [one.text for one in check_answers(shared, answers)]}
        for key, answers in collected_tables(shared, tables)
    ]


def _rows(text: str) -> list[dict[str, str]]:
    return [
        {name: value or "" for name, value in row.items() if name}
        for row in csv.DictReader(io.StringIO(text))
    ]


def _texts(path: Path) -> Iterator[str]:
    if not zipfile.is_zipfile(path):
        yield _decoded(path.read_bytes(), path.name)
        return
    with zipfile.ZipFile(path) as archive:
        tables = [info for info in archive.infolist() if info.filename.endswith(".csv")]
        if sum(info.file_size for info in tables) > _LARGEST:
            raise FormsError(f"{path.name} 解开后太大", f"{path.name} unpacks to too much")
        for info in tables:
            yield _decoded(archive.read(info), info.filename)


def _decoded(data: bytes, name: str) -> str:
    text = decode_text(data)
    if text is None:
        raise FormsError(f"{name} 不是 CSV 文本", f"{name} is no CSV text")
    return text
