"""Reads the description of one form sheet: its head, its fields by kind, its notes."""

from dataclasses import dataclass, field
from pathlib import Path

from seeds.build.county import HERE
from seeds.build.form_text import FieldText, read_field

WORDS = (
    "kind",
    "sheet",
    "title",
    "prefix",
    "meta",
    "period",
    "unit",
    "roster",
    "rows",
    "rowhead",
    "boxes",
    "pair",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One asked field: its group, its text, how deep it is indented, and a formula where it is computed."""

    group: str
    text: FieldText
    indent: bool = False
    formula: str = ""
    source: str = ""


@dataclass(slots=True)
class FormSpec:
    """One sheet of a form as it stands in the sources."""

    name: str
    head: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """record, indicators, ledger or crosstab."""
        return self.head["kind"]

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.head.get("sheet", "Sheet1")

    @property
    def scope(self) -> str:
        """The name under which facts without a name of their own are filed: the roster or the form."""
        return self.head.get("roster", self.name)


def form_specs() -> dict[str, list[FormSpec]]:
    """Every form by name; a form may have several sheets, set apart by a line of dashes."""
    found = {}
    for path in sorted((HERE / "forms").glob("*.txt")):
        parts = path.read_text(encoding="utf-8").split("\n---\n")
        found[path.stem] = [_spec(path, part) for part in parts]
    return found


def _spec(path: Path, text: str) -> FormSpec:
    spec = FormSpec(path.stem)
    group = ""
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if not line.strip() or line.startswith("#"):
            continue
        if word in WORDS:
            spec.head[word] = rest.strip()
        elif word == "note":
            spec.notes.append(rest)
        elif word == "=":
            group = rest.strip()
        else:
            spec.asked.extend(_asked(line, group, spec.scope))
    return spec


def _asked(line: str, group: str, scope: str) -> list[Asked]:
    """A line is fields set apart by spaces: `> ` indents, `:=` gives a formula, `<` names what it splits."""
    indent = line.startswith("> ")
    found = []
    for word in line.removeprefix("> ").split():
        text, _, formula = word.partition(":=")
        text, _, source = text.partition("<")
        found.append(Asked(group, read_field(text, scope), indent, formula, source))
    return found
