"""The sheet of single answers: one a row, what was said before beside it, computed ones as formulas."""

from typing import Any

from app.domain.merging.sharing.appearance import lay_out_page, row_height, shown_period
from app.domain.merging.sharing.carried import CarriedValue
from app.domain.merging.sharing.computed import computed_facts
from app.domain.merging.sharing.shape import Derivation, Roster, SharedField, SharedForm
from app.domain.merging.sharing.tally_formula import SERVER, tally_formula
from app.domain.merging.sharing.writing import (
    ROSTER_FIRST_ROW,
    UNCHANGED,
    Writing,
    across,
    marked,
)
from app.domain.merging.workbook.addresses import cell_address, column_letters

MAIN_SHEET = "统一填报表"
VALUE_COLUMN = 4
FIRST_ROW = 6
_COLUMNS = {"序号": 6, "指标名称": 32, "计量单位": 9, "填报数": 16}
_BEFORE = {"上次填报": 18, "核对": 9}
_ABOUT = {"时点/时期": 20, "口径说明": 26, "用于（部门表格）": 40}
_CENTRED = {"序号", "计量单位", "上次填报", "时点/时期"}
_HINT = "黄色格填写一次即可；灰色格自动计算，不用填。空着的格不会覆盖以前填过的数。"
_CARRIED = "蓝色格是以前填过的数，不对可以直接改。"
_CONFIRM = f"“上次填报”与现在一样的，在“核对”栏选“{UNCHANGED}”，不必重填；不选也不填的，仍算未填。"
_MOST_ARGUMENTS = 200
"""Excel allows a function 255."""
_NAMED = 300
"""Characters up to which the header names every form; beyond, the rows name theirs."""


class MainSheet:
    """Single answers under the sections of the first form that asks for each."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._shared = writing.shared
        self._formats = writing.formats
        self._facts = computed_facts(writing.shared, writing.answers).derived
        waiting = {key for key, one in writing.carried.values.items() if one.basis == "unchanged"}
        waiting |= writing.carried.revised.keys()
        self._columns = {**_COLUMNS, **(_BEFORE if waiting else {}), **_ABOUT}
        self._places = {name: at for at, name in enumerate(self._columns)}

    def write(self) -> None:
        """The whole sheet; rosters come after it, so that formulas know their places."""
        sheet = self._writing.book.add_worksheet(MAIN_SHEET)
        widths = tuple(self._columns.values())
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._writing.head(sheet, self._writing.heading.title, self._lines(), widths)
        for column, text in enumerate(self._columns):
            sheet.write_string(FIRST_ROW - 2, column, text, self._formats.head)
        for number, (at, asked) in enumerate(self._rows(sheet), 1):
            self._row(sheet, at, number, asked)
        lay_out_page(sheet, FIRST_ROW - 1)

    def _lines(self) -> tuple[str, ...]:
        forms = self._shared.forms
        names = "；".join(self._writing.form_name(key) for key in forms)
        more = f"：{names}" if len(names) <= _NAMED else "（见各行末列）"
        hint = _HINT + (_CARRIED if self._writing.carried.values else "")
        hint += _CONFIRM if "核对" in self._columns else ""
        return (f"填报单位：{self._writing.heading.township}", f"共用于 {len(forms)} 张表{more}", hint)

    def _rows(self, sheet: Any) -> list[tuple[int, SharedField]]:
        """The row of each field, below the heading of its section."""
        row, section = FIRST_ROW, ""
        found = []
        for asked in self._shared.cells:
            if asked.section and asked.section != section:
                section = asked.section
                across(sheet, (row - 1, 0, len(self._columns) - 1), section, self._formats.section)
                sheet.set_row(row - 1, row_height([(section, sum(self._columns.values()))]))
                row += 1
            self._writing.places[asked.id] = (MAIN_SHEET, cell_address(row, VALUE_COLUMN))
            found.append((row, asked))
            row += 1
        return found

    def _row(self, sheet: Any, row: int, number: int, asked: SharedField) -> None:
        used = "；".join(dict.fromkeys(self._writing.form_name(source.file) for source in asked.sources))
        offered = self._writing.carried.values.get(asked.id)
        said = {
            "序号": str(number), "指标名称": asked.label, "计量单位": asked.unit,
            "时点/时期": shown_period(asked.period), "口径说明": asked.note, "用于（部门表格）": used,
            "上次填报": _before(offered) or self._revised(asked),
        }  # fmt: skip
        texts = {name: said.get(name, "") for name in self._columns}
        for name, column in self._places.items():
            if name not in ("填报数", "核对"):
                style = self._formats.centre if name in _CENTRED else self._formats.label
                sheet.write_string(row - 1, column, texts[name], style)
        sheet.set_row(row - 1, row_height((texts[name], width) for name, width in self._columns.items()))
        sheet.write_comment(row - 1, VALUE_COLUMN - 1, self._writing.provenance(asked), {"x_scale": 2})
        self._value(sheet, row, asked, offered)
        if "核对" in self._places:
            self._check(sheet, row, asked, offered)

    def _revised(self, asked: SharedField) -> str:
        """What a saved total would be now that one of its parts was corrected."""
        fresh = self._writing.carried.revised.get(asked.id)
        total = fresh.total(self._writing.answers.get("values") or {}) if fresh else None
        return f"应为 {total}\n（各期数有更正）" if total else ""

    def _value(self, sheet: Any, row: int, asked: SharedField, offered: CarriedValue | None) -> None:
        at = (row - 1, VALUE_COLUMN - 1)
        if asked.derived_from and asked.derived_from.tally:
            self._tally(sheet, at, asked, asked.derived_from)
            return
        formula = self._formula(asked)
        if formula:
            known = self._facts.get(asked.id)
            # without a stored result some programs show 0 until something is typed
            sheet.write_formula(*at, formula, self._formats.derived, "" if known is None else float(known))
            return
        value = (self._writing.answers.get("values") or {}).get(asked.id)
        if offered and offered.plus and value is None:
            place = self._writing.places[offered.plus][1]
            style = self._formats.blank(asked, True)
            sheet.write_formula(*at, f'=IF({place}="","",{offered.value}+{place})', style, "")
        else:
            self._writing.blank(sheet, at, asked, value, bool(offered and value is not None))
        self._writing.validate(sheet, (*at, *at), asked)

    def _tally(self, sheet: Any, at: tuple[int, int], asked: SharedField, how: Derivation) -> None:
        """A count of a roster: a formula that may be overwritten, since a list without rows has none."""
        tally = how.tally
        known = (self._writing.answers.get("values") or {}).get(asked.id) or self._facts.get(asked.id)
        columns = {one.id: one for one in self._shared.columns(tally.roster)} if tally else {}
        formula = tally_formula(tally, how.of[-1], columns, self._range) if tally else ""
        if formula == SERVER and known is not None:
            formula = f"={float(known):g}"
        result = "" if known is None else float(known)
        sheet.write_formula(*at, formula, self._formats.blank(asked, True), result)
        self._writing.validate(sheet, (*at, *at), asked)

    def _range(self, key: str) -> str:
        sheet, place = self._roster_range(key)
        return f"'{sheet}'!{place}"

    def _check(self, sheet: Any, row: int, asked: SharedField, offered: CarriedValue | None) -> None:
        """The cell that confirms what was said before."""
        at = (row - 1, self._places["核对"])
        if offered is None or offered.basis != "unchanged":
            sheet.write_string(*at, "", self._formats.centre)
            return
        sheet.write_blank(*at, None, self._formats.mark)
        marked(sheet, (*at, *at), [UNCHANGED], f"与上次一样就选“{UNCHANGED}”，有变化请直接填“填报数”。")
        place = cell_address(row, at[1] + 1)
        self._writing.offers.append((asked.id, MAIN_SHEET, place, offered.value))

    def _formula(self, asked: SharedField) -> str:
        """The derivation over this workbook's own cells, blank until they are filled; empty where asked."""
        if asked.derived_from is None:
            return ""
        needed = []
        expression = asked.derived_from.expression
        for key in sorted(asked.derived_from.of, key=len, reverse=True):
            sheet, place = self._writing.places.get(key, ("", ""))
            if sheet != MAIN_SHEET:
                sheet, place = self._roster_range(key)
            else:
                needed.append(place)
            expression = expression.replace(key, f"'{sheet}'!{place}" if sheet != MAIN_SHEET else place)
        if not 0 < len(needed) <= _MOST_ARGUMENTS:
            return "=" + expression
        return f'=IF(COUNT({",".join(needed)})<{len(needed)},"",{expression})'

    def _roster_range(self, key: str) -> tuple[str, str]:
        number, roster = next(
            (at, roster)
            for at, roster in enumerate(self._shared.rosters, 1)
            if key in column_ids(self._shared, roster)
        )
        letters = column_letters(column_ids(self._shared, roster).index(key) + 2)
        last = ROSTER_FIRST_ROW + self._writing.roster_rows(roster.id) - 1
        return roster_name(number), f"{letters}{ROSTER_FIRST_ROW}:{letters}{last}"


def roster_name(number: int) -> str:
    """The sheet of the n-th roster."""
    return f"名册{number}"


def column_ids(shared: SharedForm, roster: Roster) -> list[str]:
    """The ids of a roster's columns, from column B on."""
    return [one.id for one in shared.columns(roster.id)]


def _before(offered: CarriedValue | None) -> str:
    if offered is None or offered.basis != "unchanged":
        return ""
    when = shown_period(offered.period) or shown_period(offered.at.date().isoformat()) + "填"
    return f"{offered.value}\n（{offered.ledger}{when}）"
