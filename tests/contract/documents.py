"""Reads our documents as the tests look at them: snippets, tables, links, commands and settings named."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
DOCUMENTS = (
    *READMES,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "seeds/README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
_CALL = re.compile(r"`((?:GET|POST|PUT|PATCH|DELETE) /[^`?\s]*)")
_COMMAND = re.compile(r"(?:^|[`/(;|&]|\$\()\s*jianfu ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?", re.MULTILINE)
_SETTING = re.compile(r"\bJIANFU_[A-Z_]+")


@dataclass(frozen=True)
class Block:
    """A fenced block: its info string ("bash tour", "json") and what stands in it."""

    info: str
    text: str


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a document, in order."""
    found = _FENCE.finditer(path.read_text(encoding="utf-8"))
    return [Block(match["info"].strip(), match["text"]) for match in found]


def tour(path: Path) -> list[tuple[str, Any]]:
    """The snippets to run, each with the JSON answer that the document shows right behind it, or None."""
    all_blocks = [block for block in blocks(path) if block.info in {"bash tour", "json"}]
    steps: list[tuple[str, Any]] = []
    for block in all_blocks:
        if block.info == "bash tour":
            steps.append((block.text, None))
        elif steps:
            steps[-1] = (steps[-1][0], json.loads(block.text))
    return steps


def links(path: Path) -> Iterator[Path]:
    """The files that a document links to."""
    for target in _LINK.findall(_without_blocks(path)):
        yield (path.parent / target).resolve()


def calls(path: Path) -> set[str]:
    """The calls that a document's tables and text name: `POST /v1/requests`."""
    return set(_CALL.findall(_without_blocks(path)))


def commands(path: Path) -> set[tuple[str, str]]:
    """What a document runs as `jianfu <word> <word>`; the second word may be an argument, or empty."""
    return set(_COMMAND.findall(path.read_text(encoding="utf-8")))


def settings(path: Path) -> set[str]:
    """The environment variables that a document names."""
    return set(_SETTING.findall(path.read_text(encoding="utf-8")))


def _without_blocks(path: Path) -> str:
    return _FENCE.sub("", path.read_text(encoding="utf-8"))
