"""How commands speak: results on standard output, notes and refusals in both languages on standard error."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

notes = Console(stderr=True)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


def print_json(document: Any) -> None:
    """A result on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def fail(zh: str, en: str) -> NoReturn:
    """Say why nothing was done, and end with code 2."""
    notes.print(f"{zh}\n{en}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(2)
