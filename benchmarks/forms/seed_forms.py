"""The seed county's forms, workbooks and JSON, with the key that says which fact each cell asks for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.merging import SharedForm, read_workbook
from app.domain.merging.field import Field, Form, Table

SEEDS = Path(__file__).parents[2] / "seeds"
Cell = tuple[str, str, str]


def workbooks() -> dict[str, bytes]:
    """The form files by the name that the key calls them."""
    return {f"forms/{path.name}": path.read_bytes() for path in sorted((SEEDS / "forms").glob("*.xlsx"))}


def read_forms() -> list[Form]:
    """Every workbook and every JSON form of a report, keyed as in the key, in order of receipt."""
    forms = [read_workbook(data, name).to_form(name) for name, data in workbooks().items()]
    for request in lines("requests.jsonl"):
        document = request["body"].get("form")
        if document:
            forms.append(form_of_json(request["key"], document))
    return forms


def forms_by_request() -> dict[str, Form]:
    """The form of each report under the request's key, in order of receipt."""
    books = workbooks()
    found = {}
    for request in lines("requests.jsonl"):
        if request["form_file"]:
            name = request["form_file"]
            found[request["key"]] = read_workbook(books[name], name).to_form(request["key"])
        elif document := request["body"].get("form"):
            found[request["key"]] = form_of_json(request["key"], document)
    return found


def cells_of(forms: list[Form], shared: SharedForm) -> int:
    """How many blanks the forms have before merging: input cells, and each ledger column once."""
    known = {
        (source.file, source.sheet, source.cell or source.column)
        for item in shared.fields
        for source in item.sources
    }
    return sum(
        1
        for form in forms
        for table in form.tables
        for field in table.fields
        if field.role == "input" and (not field.cell or (form.key, field.sheet, field.cell) in known)
    )


def fact_of_cell() -> dict[Cell, str]:
    """The fact behind each cell: (form, sheet, cell or column), or (request, "", label) of a JSON form."""
    facts: dict[Cell, str] = {}
    for entry in lines("key/fields.jsonl"):
        for cell in entry.get("cells", []):
            if "form" in cell:
                facts[cell["form"], cell["sheet"], cell.get("cell") or cell["column"]] = entry["id"]
            else:
                facts[cell["request"], "", cell["label"]] = entry["id"]
    return facts


def place(source: Any, file: str = "") -> Cell:
    """A source of a shared field as the key names it; `file` is a workbook that a request stands for."""
    name = file or source.file
    if name.endswith(".xlsx"):
        return name, source.sheet, source.cell or source.column
    return name, "", source.label


def form_of_json(key: str, document: dict[str, Any]) -> Form:
    """A form as a department posts it."""
    kind = document.get("kind", "record")
    names = ("label", "unit", "type", "period", "grain", "note", "section")
    fields = tuple(
        Field(
            **{name: item.get(name) or "" for name in names},
            options=tuple(item.get("options") or ()),
            form_title=document["title"],
        )
        for item in document["fields"]
    )
    notes = tuple(document.get("notes") or ())
    return Form(key, document["title"], (Table(document["title"], kind, fields, notes=notes),))


def lines(name: str) -> Iterator[dict[str, Any]]:
    """The lines of one of the seed county's files."""
    for line in (SEEDS / name).read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
