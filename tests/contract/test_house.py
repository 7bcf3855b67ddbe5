"""The house keeps its rules: small files that say why they exist, a library that stands alone."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.main import HANDLERS
from app.settings import Settings

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path for folder in ("app", "benchmarks", "seeds", "tests") for path in (ROOT / folder).rglob("*.py")
)
OURS = [path for path in SOURCES if path.is_relative_to(ROOT / "app")]
MAGNETS = {
    "service",
    "services",
    "utils",
    "util",
    "helper",
    "helpers",
    "manager",
    "managers",
    "common",
    "misc",
}
FRAMEWORKS = ("fastapi", "starlette", "pydantic", "sqlalchemy", "alembic", "httpx", "structlog")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_a_file_is_small_and_says_why_it_exists(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    most = 400 if path.is_relative_to(ROOT / "app" / "tables") else 300
    assert source.count("\n") <= most, "split it by verb"
    opening = ast.get_docstring(ast.parse(source))
    assert opening, "it opens with one sentence that says why it exists"
    assert re.search(r"[.!?:)]$", opening.splitlines()[0]), "the first line is a whole sentence"


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in SOURCES if path.stem in MAGNETS] == []
    assert [
        name_of(path) for path in (ROOT / "app").rglob("*") if path.is_dir() and path.name in MAGNETS
    ] == []


@pytest.mark.parametrize("part", ["matching", "scheduling", "merging", "policy", "burden", "divisions"])
def test_the_library_stands_alone(part: str) -> None:
    code = f"import sys, app.domain.{part}; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tops = {name.partition(".")[0] for name in loaded.stdout.split()}
    assert tops.isdisjoint(FRAMEWORKS)


def test_every_kind_of_job_that_is_ordered_is_done_and_the_other_way_round() -> None:
    ordered = {
        kind
        for path in OURS
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "enqueue"
        for kind in [kind_of(call, path)]
    }
    assert ordered == set(HANDLERS)


def kind_of(call: ast.Call, path: Path) -> str:
    kind = call.args[1]
    if isinstance(kind, ast.Constant):
        return str(kind.value)
    assert isinstance(kind, ast.Name), f"{name_of(path)}: name the kind of job by a constant"
    module = sys.modules[".".join(path.relative_to(ROOT).with_suffix("").parts)]
    return str(getattr(module, kind.id))


def test_every_setting_is_explained_to_operators() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `JIANFU_([A-Z_]+)` \|\s*`?([^|`]*?)`?\s*\|", page, re.MULTILINE))
    assert set(rows) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        assert rows[name.upper()] == default, name


def test_the_folders_are_those_that_were_agreed() -> None:
    floors = {path.name for path in (ROOT / "app").iterdir() if path.is_dir() and path.name != "__pycache__"}
    agreed = {
        "domain", "tables", "requests", "overlaps", "schedules", "forms", "statistics", "pages", "kit",
        "access", "registry", "commands",
    }  # fmt: skip
    assert floors <= agreed
