"""Forms there and back, recalculated in LibreOffice: `python -m benchmarks.forms.round_trip`.

Every form of the seeds and of tests/forms, and workbooks with what openpyxl would lose, are read, merged into
one, filled once as a clerk fills it, handed back, and opened and recalculated by LibreOffice in one run.
Expected values are computed here from the answers, not taken from `fan_out`.
"""

import io
import resource
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import load_workbook

from app.domain.merging import (
    CellValue,
    Heading,
    SharedField,
    SharedForm,
    fan_out,
    fill_workbook,
    merge_forms,
    open_shared_workbook_guarded,
    read_answers,
    read_workbook,
    write_shared_workbook,
)
from app.domain.merging.sharing.shape import Source
from app.domain.merging.workbook.addresses import cell_address, column_number, parse_cell
from app.domain.merging.workbook.sheets import Cell, read_sheets
from benchmarks.forms.rich_workbooks import rich_workbooks
from benchmarks.forms.seed_forms import workbooks
from tests.forms.corpus import SAMPLES
from tests.forms.notation import build

ROWS = 25
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


@dataclass
class Report:
    """What was compared and what was wrong with it, in words."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def originals() -> dict[str, bytes]:
    """Every workbook by a name of its own."""
    corpus = {f"corpus_{sample.key}.xlsx": build(sample) for sample in SAMPLES}
    seeds = {f"seed_{Path(name).name}": data for name, data in workbooks().items()}
    return seeds | corpus | rich_workbooks()


def round_trip(books: Mapping[str, bytes], folder: Path) -> Report:
    """The whole way of all books merged into one; LibreOffice works in `folder`."""
    report = Report()
    shared = _timed(report, "read and merge", lambda: _merge(books))
    sheet = _timed(report, "write shared", lambda: write_shared_workbook(shared, Heading("统一填报表")))
    filled, typed = type_in(sheet, shared)
    answers, _ = read_answers(open_shared_workbook_guarded(filled), shared)
    report.counts["typed"] = typed
    cells = _timed(report, "fan out", lambda: fan_out(shared, answers))
    returned = _timed(
        report, "fill", lambda: {name: fill_workbook(data, cells[name]) for name, data in books.items()}
    )
    for name, data in books.items():
        compare_parts(name, data, returned[name], report)
    recalculated = _timed(report, "recalculate (wall)", lambda: recalculate(returned, folder))
    for name in books:
        report.counts["files"] += 1
        compare_formulas(name, books[name], recalculated[name], report)
    compare_values(shared, answers, recalculated, report)
    for name in books:
        compare_results(name, cells[name], recalculated[name], report)
    return report


def _merge(books: Mapping[str, bytes]) -> SharedForm:
    return merge_forms([read_workbook(data, name).to_form(name) for name, data in books.items()])


def _timed(report: Report, name: str, work: Any) -> Any:
    start = time.monotonic() if "wall" in name else time.process_time()
    found = work()
    report.seconds[name] = (time.monotonic() if "wall" in name else time.process_time()) - start
    return found


def answer(item: SharedField, number: int) -> str:
    """Some answer of the right kind, different from field to field; texts look like formulas."""
    if item.options:
        return item.options[number % len(item.options)]
    if item.type == "integer":
        return str(1000 + number)
    if item.type == "percent":
        return f"{number % 100}.{number % 10}"
    if item.type == "decimal":
        return f"{1000 + number}.{number % 97:02d}"
    return {"boolean": "是", "date": f"2026-11-{1 + number % 28:02d}"}.get(item.type, f"=文字{number}")


def type_in(sheet: bytes, shared: SharedForm) -> tuple[bytes, int]:
    """The shared workbook with every blank typed in as a clerk would, and how many."""
    opened = open_shared_workbook_guarded(sheet)
    book = load_workbook(io.BytesIO(sheet))
    typed = 0
    for number, item in enumerate(item for item in shared.fields if item.asked and item.id in opened.places):
        page, place = opened.places[item.id]
        spots = [place] if not item.roster else _roster_spots(book[page], place)
        for at, spot in enumerate(spots):
            cell = book[page][spot]
            cell.value = answer(item, number + 7 * at)
            cell.data_type = "s"
            typed += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), typed


def _roster_spots(page: Any, column: str) -> list[str]:
    """The cells of a roster's column that can be typed in, from the first on."""
    rows = [cell.row for cell in page[column] if not cell.protection.locked]
    return [f"{column}{rows[0] + at}" for at in range(ROWS)]


def recalculate(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Every file opened, recalculated and saved by LibreOffice, in one run of it."""
    source, target, profile = folder / "in", folder / "out", folder / "profile" / "user"
    for place in (source, target, profile):
        place.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    names = dict(enumerate(files))
    for number, name in names.items():
        (source / f"{number}.xlsx").write_bytes(files[name])
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target),
            *(str(source / f"{number}.xlsx") for number in names),
        ],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip
    return {name: (target / f"{number}.xlsx").read_bytes() for number, name in names.items()}


def compare_values(
    shared: SharedForm, answers: Mapping[str, Any], files: Mapping[str, bytes], report: Report
) -> None:
    """Every original cell holds the once-given answer in its own unit."""
    pages = {
        name: {page.name: page.cells for page in read_sheets(data).sheets} for name, data in files.items()
    }
    for item in (one for one in shared.cells if one.asked):
        value = answers["values"].get(item.id)
        if value is None:
            report.wrong.append(f"not read back: {item.label}")
            continue
        for source in item.sources:
            row, column = parse_cell(source.cell)
            cell = pages[source.file][source.sheet].get((row + _inserted_above(shared, source, row), column))
            _compare(cell, source, value, f"{source.file} {source.sheet}!{source.cell}", report)
    for roster in shared.rosters:
        places = {(place.file, place.table): place for place in roster.sources}
        for item in (one for one in shared.columns(roster.id) if one.asked):
            for source in item.sources:
                first = places[source.file, source.table].first_row
                shift = _inserted_above(shared, source, first)
                for at, row in enumerate(answers["rows"][roster.id]):
                    where = (first + shift + at, column_number(source.column))
                    told = f"{source.file} {source.sheet}!{cell_address(*where)}"
                    _compare(pages[source.file][source.sheet].get(where), source, row[item.id], told, report)


def _inserted_above(shared: SharedForm, source: Source, first: int) -> int:
    """Rows that ledgers further up on the same sheet had to insert."""
    others = (
        place
        for roster in shared.rosters
        for place in roster.sources
        if (place.file, place.sheet) == (source.file, source.sheet) and place.last_row < first
    )
    return sum(max(0, ROWS - (place.last_row - place.first_row + 1)) for place in others)


def _compare(cell: Cell | None, source: Source, value: Any, where: str, report: Report) -> None:
    report.counts["cells"] += 1
    wanted = in_own_unit(str(value), source)
    if cell is None:
        report.wrong.append(f"{where}: empty, not {wanted}")
        return
    text = cell.text
    if isinstance(wanted, str) or cell.kind == "text":
        shown = _shown(wanted)
        # the answer stands before its unit, behind its label, in its sentence or as a ticked box
        if not any(form in text for form in shown) and f"☑{shown[0]}" not in text.replace(" ", ""):
            report.wrong.append(f"{where}: {text!r} does not hold {wanted!r}")
        return
    number = Decimal(text) * (100 if cell.style.shape == "percent" and source.unit in ("%", "％", "") else 1)
    if abs(number - wanted) > Decimal("1e-9") * max(1, abs(wanted)):
        report.wrong.append(f"{where}: {number} is not {wanted}")


def _shown(wanted: Decimal | str) -> list[str]:
    if isinstance(wanted, Decimal):
        return [format(wanted.normalize(), "f")]
    parts = wanted.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return [wanted, f"{parts[0]}年{int(parts[1])}月"]
    return [wanted]


def in_own_unit(value: str, source: Source) -> Decimal | str:
    """The answer in the unit of one form, exactly converted, then rounded as the form wants it."""
    if source.type not in ("integer", "decimal", "percent"):
        return value
    exact = Fraction(value) * Fraction(_factor(source))
    places = Decimal(1) if source.type == "integer" else Decimal("0.000001")
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    return quotient.quantize(places, ROUND_HALF_UP)


def _factor(source: Source) -> Fraction:
    return Fraction(source.factor).limit_denominator(10**12)


def compare_formulas(name: str, before: bytes, after: bytes, report: Report) -> None:
    """As many formulas as before (more where rows were inserted), none of them an error."""
    old = [cell for page in read_sheets(before).sheets for cell in page.cells.values() if cell.formula]
    new = [cell for page in read_sheets(after).sheets for cell in page.cells.values() if cell.formula]
    report.counts["formulas"] += len(old)
    if len(new) < len(old):
        report.wrong.append(f"{name}: {len(old)} formulas before, {len(new)} after")
    errors = [cell.text for cell in new if cell.kind == "error" and cell.text != "#DIV/0!"]
    report.wrong += [f"{name}: a formula shows {text}" for text in errors]


def compare_results(name: str, cells: Sequence[CellValue], after: bytes, report: Report) -> None:
    """What we computed for a formula is what LibreOffice makes of it."""
    pages = {page.name: page.cells for page in read_sheets(after).sheets}
    grown = {item.sheet for item in cells if item.after}
    for item in cells:
        if not item.computed or item.sheet in grown or isinstance(item.value, str):
            continue
        report.counts["results"] += 1
        cell = pages[item.sheet].get(parse_cell(item.cell))
        share = 100 if cell and cell.style.shape == "percent" and item.unit in ("%", "％", "") else 1
        if cell is None or abs(Decimal(cell.text) * share - item.value) > Decimal("1e-6"):
            report.wrong.append(f"{name} {item.sheet}!{item.cell}: {cell and cell.text} is not {item.value}")


def compare_parts(name: str, before: bytes, after: bytes, report: Report) -> None:
    """The same parts in the same order; what is not a sheet, the book or a list of formulas is untouched."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        if old.namelist() != new.namelist():
            report.wrong.append(f"{name}: parts {set(old.namelist()) ^ set(new.namelist())}")
            return
        for part in old.namelist():
            report.counts["parts"] += 1
            one, other = old.read(part), new.read(part)
            if one == other:
                report.counts["parts untouched"] += 1
            elif part.startswith("xl/worksheets/sheet"):
                if _frame(one) != _frame(other):
                    report.wrong.append(f"{name}: {part} lost or gained more than values")
            elif part not in ("xl/workbook.xml", "xl/calcChain.xml") and not part.startswith(_MOVED):
                report.wrong.append(f"{name}: {part} was changed")


_MOVED = ("xl/drawings/", "xl/comments", "xl/tables/", "xl/threadedComments/")
"""Parts that point to rows: they change where rows are inserted above what they point to."""


def _frame(part: bytes) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Everything a sheet holds but cells, and numbers that change when rows are inserted."""
    found = []
    for element in etree.fromstring(part).iter():
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname
        inside = any(etree.QName(above).localname == "sheetData" for above in element.iterancestors())
        if inside or tag in ("mergeCell", "mergeCells", "dimension", "brk"):
            continue
        kept = {key: text for key, text in element.attrib.items() if key not in ("sqref", "ref", "r")}
        found.append((tag, tuple(sorted((str(key), str(text)) for key, text in kept.items()))))
    return found


def main() -> None:
    """Print one row and every fault."""
    if shutil.which("soffice") is None:
        print("LibreOffice (soffice) is not installed: nothing was compared")
        return
    with tempfile.TemporaryDirectory() as folder:
        report = round_trip(originals(), Path(folder))
    said = report.counts
    lines = (
        f"{said['files']} forms, {said['typed']} cells typed once, {said['cells']} compared afterwards,",
        f"{said['formulas']} formulas ({said['results']} results that we had computed),",
        f"{said['parts']} parts ({said['parts untouched']} byte for byte); {len(report.wrong)} faults",
        ", ".join(f"{name} {seconds:.2f} s" for name, seconds in report.seconds.items()),
    )
    print("round trip " + "\n           ".join(lines))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"           {peak:.0f} MB at the peak of this process")
    for text in report.wrong:
        print(f"  {text}")


if __name__ == "__main__":
    main()
