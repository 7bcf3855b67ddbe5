"""The commands `jianfu forms …`: names and options; what they do stands in forms.py, loaded when needed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.terminal import File, fail, notes, print_json

forms = typer.Typer(no_args_is_help=True, help="Read, merge and fan out forms without a server 表格.")


@forms.command("read")
def read_form(form: File) -> None:
    """Read one workbook: its tables and fields as JSON on standard output 读表."""
    with _forms_problems() as commands:
        print_json(commands.forms_read(form))


@forms.command("merge")
def merge_forms(
    workbooks: Annotated[list[Path], typer.Argument(help="the departments' forms, .xlsx")],
    out: Annotated[Path, typer.Option("--output", "-o", help="the shared workbook to write")],
    map: Annotated[Path, typer.Option(help="the map to write, which fanout needs")],
) -> None:
    """Merge several forms into one that is filled once 并表."""
    with _forms_problems() as commands:
        merged = commands.forms_merge(workbooks, out, map)
        asked = sum(field["derived_from"] is None for field in merged["fields"])
        notes.print(f"{asked} 格待填，{len(merged['conflicts'])} 处冲突 ({asked} cells to fill)")


@forms.command("xlsform")
def write_xlsform(
    map: Annotated[Path, typer.Option(help="the map that merge wrote")],
    out: Annotated[Path, typer.Option("--output", "-o", help="the XLSForm to write, .xlsx")],
) -> None:
    """Write the shared form as an XLSForm for ODK, KoboToolbox and Enketo 手机采集表."""
    with _forms_problems() as commands:
        commands.forms_xlsform(map, out)


@forms.command("collected")
def read_collected(
    export: Annotated[list[Path], typer.Argument(help="ODK Central's .zip, or the .csv of form and repeats")],
    map: Annotated[Path, typer.Option(help="the map that merge wrote")],
) -> None:
    """Read what phones collected as answers to the shared form, one submission a line 采集回收."""
    with _forms_problems():
        from app.commands.collected import forms_collected

        for one in forms_collected(export, map):
            typer.echo(json.dumps(one, ensure_ascii=False))


@forms.command("fanout")
def fan_out_forms(
    filled: File,
    map: Annotated[Path, typer.Option(help="the map that merge wrote")],
    out: Annotated[Path, typer.Option("--output", "-o", help="the folder for the filled forms")],
) -> None:
    """Fill every department's own form from the filled shared workbook 分表."""
    with _forms_problems() as commands:
        print_json(commands.forms_fanout(filled, map, out))


@contextmanager
def _forms_problems() -> Iterator[Any]:
    """The commands on forms; what they refuse is told in both languages, fault by fault."""
    from app.commands import forms as commands

    try:
        yield commands
    except commands.FormsError as error:
        for fault in error.details:
            if fault.get("row"):
                place = f"{fault['sheet']} R{fault['row']}C{fault['column']}"
                notes.print(f"{place} {fault['text']} {fault['text_en']}", markup=False, soft_wrap=True)
        fail(error.text, error.text_en)
