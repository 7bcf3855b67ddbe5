"""Reads the campaigns: works, and under each the requests of the bureaus that ask for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from seeds.build.county import COUNTY, HERE, departments
from seeds.build.form_text import FieldText, read_field
from seeds.build.phrasing import phrase

CHINA = timezone(timedelta(hours=8))
OVERSIGHT = {"I": "inspection", "S": "supervision", "A": "appraisal"}
PLACES = {"*": [COUNTY], "CITY": ["9901"], "PROVINCE": ["99"], "NEXT": ["990102"]}
FREQUENCY = {"m": "monthly", "w": "weekly", "q": "quarterly"}


@dataclass(frozen=True, slots=True)
class JsonForm:
    """A form that the bureau sends as JSON fields."""

    title: str
    kind: str
    grain: str
    period: str
    fields: tuple[FieldText, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One bureau's request as it stands in the sources."""

    work: str
    work_name: str
    department: str
    kind: str
    window: tuple[str, str]
    targets: tuple[str, ...]
    received: datetime
    title: str
    description: str
    options: dict[str, str]
    form: JsonForm | None

    @property
    def days(self) -> tuple[date, date]:
        """The window without its time of day."""
        return date.fromisoformat(self.window[0]), date.fromisoformat(self.window[1][:10])


def notices() -> list[Notice]:
    """Every request, oldest first; the same order at every run."""
    found = [one for path in sorted((HERE / "campaigns").glob("*.txt")) for one in _read(path)]
    return sorted(found, key=lambda one: (one.received, one.department, one.title))


def _read(path: Path) -> list[Notice]:
    work = name = ""
    found: list[Notice] = []
    block: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "="]:
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line[0] in "=@" and block:
            found.append(_notice(work, name, block))
            block = []
        if line.startswith("= "):
            work, _, name = line[2:].partition(" ")
        elif line != "=":
            block.append(line)
    return found


def _notice(work: str, name: str, block: list[str]) -> Notice:
    head, title, *rest = block
    code, kind, window, places, received, *extra = head[1:].split()
    options = dict(_option(word) for word in extra)
    form = next((_json_form(line[2:], work) for line in rest if line.startswith("表 ")), None)
    return Notice(
        work=work,
        work_name=name,
        department=code if "-" in code else f"{COUNTY}-{code}",
        kind=kind,
        window=_window(window),
        targets=tuple(PLACES[places] if places in PLACES else [_place(one) for one in places.split(",")]),
        received=_moment(received),
        title=title,
        description="".join(line for line in rest if not line.startswith("表 ")),
        options=options,
        form=form,
    )


def _option(word: str) -> tuple[str, str]:
    key, mark, value = word.partition("=")
    return (key, value) if mark else (word[0], word[1:])


def _place(text: str) -> str:
    return COUNTY + text if len(text) == 3 else text


def _window(text: str) -> tuple[str, str]:
    start, _, end = text.partition("-")
    day, _, hour = end.partition("T")
    latest = f"2026-{day[:2]}-{day[2:]}"
    return f"2026-{start[:2]}-{start[2:]}", f"{latest}T{hour[:2]}:{hour[2:]}" if hour else latest


def _moment(text: str) -> datetime:
    day, _, hour = text.lstrip("r").partition("T")
    hour = hour or "0930"
    return datetime(2026, int(day[:2]), int(day[2:]), int(hour[:2]), int(hour[2:]), tzinfo=CHINA)


def _json_form(text: str, work: str) -> JsonForm:
    title, kind, grain, period, fields = text.split("|")
    return JsonForm(
        title.strip(), kind, grain, period, tuple(read_field(one, work) for one in fields.split())
    )


def recurrence(notice: Notice) -> dict[str, Any] | None:
    """The recurrence of the contract, or None for a single request."""
    for mark, frequency in FREQUENCY.items():
        if mark in notice.options:
            periods = ["2026-Q4"] if mark == "q" else ["2026-10", "2026-11", "2026-12"]
            return {"frequency": frequency, "due_day": int(notice.options[mark]), "periods": periods}
    return None


def bodies() -> list[dict[str, Any]]:
    """The lines of requests.jsonl: keys in order of receipt, document numbers counted per bureau."""
    bureaus = departments()
    counted: dict[str, int] = {}
    lines = []
    for number, notice in enumerate(notices(), start=1):
        counted[notice.department] = counted.get(notice.department, 0) + 1
        lines.append(
            _line(f"R{number:03d}", notice, counted[notice.department], bureaus[notice.department].prefix)
        )
    return lines


def _line(key: str, notice: Notice, count: int, prefix: str) -> dict[str, Any]:
    options = notice.options
    is_report = notice.kind == "R"
    body = {
        "kind": "report" if is_report else "inspection",
        "oversight": None if is_report else OVERSIGHT[notice.kind],
        "document_no": f"{prefix}〔2026〕{60 + count * 2}号",
        "source_no": f"{notice.department}-2026-{count:03d}",
        "title": notice.title,
        "description": phrase(notice.department, notice.title, is_report, notice.description),
        "legal_basis": options["basis"].split(",") if "basis" in options else [],
        "targets": list(notice.targets),
        "window": {"earliest": notice.window[0], "latest": notice.window[1]},
        "half_days": int(options.get("h", "1")),
        "unannounced": "u" in options,
        "recurrence": recurrence(notice),
        "form": json_form(notice.form) if notice.form else None,
    }
    return {
        "key": key,
        "department": notice.department,
        "received_at": notice.received.isoformat(),
        "work": notice.work,
        "body": body,
        "form_file": f"forms/{options['f']}.xlsx" if "f" in options else None,
    }


def json_form(form: JsonForm) -> dict[str, Any]:
    """The `form` of the contract."""
    fields = []
    for field in form.fields:
        one: dict[str, Any] = {"label": field.label, "unit": field.unit, "type": field.type}
        if field.options:
            one["options"] = list(field.options)
        fields.append({**one, "period": form.period, "grain": form.grain, "note": field.note})
    return {"title": form.title, "kind": form.kind, "fields": fields}
