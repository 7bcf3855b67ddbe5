"""Places a form's fields in the cells of a sheet, the way offices lay out their forms."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter as letter

from seeds.build.form_spec import Asked, FormSpec

LEDGER_ROWS = 12
PAIRS = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """One field in its cell; a ledger's field is placed by its column and the first blank row."""

    asked: Asked
    row: int
    column: int
    fact: str
    formula: str = ""
    is_column: bool = False

    @property
    def cell(self) -> str:
        """D10 for a cell, D for a ledger's column."""
        return letter(self.column) if self.is_column else f"{letter(self.column)}{self.row}"


@dataclass(slots=True)
class Sheet:
    """What stands where: words (text by row and column), merged ranges and the fields."""

    spec: FormSpec
    width: int
    words: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    fields: list[Placed] = field(default_factory=list)
    grid: tuple[int, int] = (0, 0)

    def say(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """Writes words into a cell, merged over `rows` and `columns`."""
        self.words[row, column] = text
        if rows > 1 or columns > 1:
            self.merges.append((row, column, row + rows - 1, column + columns - 1))


def lay_out(spec: FormSpec) -> Sheet:
    """The sheet of a form: head, table, notes, signatures."""
    body = {"record": _record, "indicators": _indicators, "ledger": _ledger, "crosstab": _crosstab}[spec.kind]
    width = {"record": 2 * PAIRS, "indicators": 5}.get(spec.kind, len(spec.asked) + 1)
    sheet = Sheet(spec, width)
    first = _head(sheet)
    last = body(sheet, first)
    sheet.grid = (first, last)
    _tail(sheet, last + 1)
    return sheet


def _head(sheet: Sheet) -> int:
    head, row = sheet.spec.head, 1
    if "prefix" in head:
        sheet.say(row, 1, head["prefix"])
        row += 1
    sheet.say(row, 1, head["title"], columns=sheet.width)
    for line in head.get("meta", "").split("|"):
        if line:
            row += 1
            sheet.say(row, sheet.width - 1, line, columns=2)
    row += 1
    half = sheet.width // 2
    sheet.say(row, 1, "填报单位（盖章）：", columns=half)
    tail = head.get("period", "") + (f"　　单位：{head['unit']}" if "unit" in head else "")
    sheet.say(row, half + 1, tail, columns=sheet.width - half)
    return row + 1


def _tail(sheet: Sheet, row: int) -> None:
    sheet.say(
        row,
        1,
        "单位负责人：　　　　　　填表人：　　　　　　联系电话：　　　　　　填报日期：",
        columns=sheet.width,
    )
    for number, note in enumerate(sheet.spec.notes, start=1):
        text = f"填表说明：{number}. {note}" if number == 1 else f"　　　　　{number}. {note}"
        sheet.say(row + number, 1, text, columns=sheet.width)


def label_with_unit(asked: Asked, said: str = "") -> str:
    """The label as a form prints it: the unit in brackets, unless the form has said it for all."""
    text = asked.text
    return text.label + (f"（{text.unit}）" if text.unit and text.unit != said else "")


def _record(sheet: Sheet, row: int) -> int:
    group, slot = "", 0
    for asked in sheet.spec.asked:
        if asked.group != group:
            row += 1 if slot else 0
            group, slot = asked.group, 0
            sheet.say(row, 1, group, columns=sheet.width)
            row += 1
        sheet.say(row, 2 * slot + 1, label_with_unit(asked))
        sheet.fields.append(Placed(asked, row, 2 * slot + 2, asked.text.fact))
        slot += 1
        if slot == PAIRS:
            row, slot = row + 1, 0
    return row if slot else row - 1


def _indicators(sheet: Sheet, row: int) -> int:
    for column, text in enumerate(("指标名称", "代码", "计量单位"), start=1):
        sheet.say(row, column, text, rows=2)
    sheet.say(row, 4, "数　　量", columns=2)
    for column, text in enumerate(sheet.spec.head.get("pair", "本期 本年累计").split(), start=4):
        sheet.say(row + 1, column, text)
    second = "_last" if "pair" in sheet.spec.head else "_ytd"
    for column, text in enumerate("甲乙丙12", start=1):
        sheet.say(row + 2, column, text)
    first = row + 3
    for number, asked in enumerate(sheet.spec.asked):
        row = first + number
        sheet.say(row, 1, f"　　{asked.text.label}" if asked.indent else asked.text.label)
        sheet.say(row, 2, f"{number + 1:02d}")
        sheet.say(row, 3, asked.text.unit)
        for column, end in ((4, ""), (5, second)):
            sheet.fields.append(
                Placed(asked, row, column, asked.text.fact + end, _rows(asked, first, column))
            )
    return row


def _rows(asked: Asked, first: int, column: int) -> str:
    """A formula over indicator codes, `02+03` or `02/01%`, as cells of one column."""
    if not asked.formula:
        return ""
    text = asked.formula
    for code in sorted({text[at : at + 2] for at in range(0, len(text) - 1, 3)}):
        text = text.replace(code, f"{letter(column)}{first + int(code) - 1}")
    return f"=IFERROR({text[:-1]}*100,0)" if text.endswith("%") else f"={text}"


def _grouped_head(sheet: Sheet, row: int, first: int) -> None:
    """Two header rows: groups above, labels below; a field without a group spans both."""
    at, asked = first, sheet.spec.asked
    while at < first + len(asked):
        group = asked[at - first].group
        span = 1
        while group and at - first + span < len(asked) and asked[at - first + span].group == group:
            span += 1
        if group:
            sheet.say(row, at, group, columns=span)
        for column in range(at, at + span):
            words = label_with_unit(asked[column - first], sheet.spec.head.get("unit", ""))
            sheet.say(row + 1 if group else row, column, words, rows=1 if group else 2)
        at += span


def _ledger(sheet: Sheet, row: int) -> int:
    sheet.say(row, 1, "序号", rows=2)
    _grouped_head(sheet, row, 2)
    first = row + 2
    for column, asked in enumerate(sheet.spec.asked, start=2):
        sheet.fields.append(Placed(asked, first, column, asked.text.fact, is_column=True))
    return first + LEDGER_ROWS - 1


def _crosstab(sheet: Sheet, row: int) -> int:
    spec = sheet.spec
    sheet.say(row, 1, spec.head.get("rowhead", "项　　目"), rows=2)
    _grouped_head(sheet, row, 2)
    names, first = spec.head["rows"].split(), row + 2
    last = first + len(names)
    for row, name in enumerate([*names, "合　计"], start=first):
        sheet.say(row, 1, name)
        for column, asked in enumerate(spec.asked, start=2):
            total = f"=SUM({letter(column)}{first}:{letter(column)}{last - 1})" if row == last else ""
            formula = _across(asked, row) or total
            sheet.fields.append(Placed(asked, row, column, f"{asked.text.fact}.{name}", formula))
    return last


def _across(asked: Asked, row: int) -> str:
    """A formula over columns, `B+C` or `E/D%`, within one row."""
    if not asked.formula:
        return ""
    text = "".join(f"{char}{row}" if char.isalpha() else char for char in asked.formula)
    text = text.removesuffix("%") + ("*100" if text.endswith("%") else "")
    return f"=IFERROR({text},0)" if "/" in text else f"={text}"
