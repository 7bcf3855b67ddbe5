"""A roster's sheet: one row an object, last time's rows to be confirmed or changed, blanks for new ones."""

from typing import Any

from app.domain.merging.sharing.appearance import lay_out_page, row_height, shown_period
from app.domain.merging.sharing.carried import CarriedRows
from app.domain.merging.sharing.main_sheet import roster_name
from app.domain.merging.sharing.shape import Roster, SharedField
from app.domain.merging.sharing.writing import (
    GONE,
    REST_UNCHANGED,
    ROSTER_FIRST_ROW,
    UNCHANGED,
    Writing,
    across,
    marked,
)
from app.domain.merging.workbook.addresses import cell_address, column_letters

_WIDTH = 16.0
_MARK_WIDTH = 20.0
_BLANKS_PRINTED, _LEAST_PRINTED = 5, 25
_HEAD = ROSTER_FIRST_ROW - 2
_TOP = ROSTER_FIRST_ROW - 1
_HINT = "每个对象只填一行；空着的格不会覆盖以前填过的内容。"


def write_roster_sheet(writing: Writing, roster: Roster, number: int) -> None:
    """One row an object, the union of the columns that the departments' ledgers ask for."""
    sheet = writing.book.add_worksheet(roster_name(number))
    columns = writing.shared.columns(roster.id)
    waiting = _waiting(writing, roster)
    widths = (6.0, *(_WIDTH for _ in columns), *([_MARK_WIDTH] if waiting else []))
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    _head(writing, sheet, roster, widths)
    heads = [one.label + (f"（{one.unit}）" if one.unit else "") for one in columns]
    sheet.set_row(_HEAD, row_height([(head, _WIDTH) for head in heads]))
    sheet.write_string(_HEAD, 0, "序号", writing.formats.head)
    for at, column in enumerate(columns, 1):
        sheet.write_string(_HEAD, at, heads[at - 1], writing.formats.head)
        sheet.write_comment(_HEAD, at, writing.provenance(column), {"x_scale": 2})
        writing.places[column.id] = (roster_name(number), column_letters(at + 1))
    _rows(writing, sheet, roster, columns)
    if waiting:
        _marks(writing, sheet, roster, waiting)
    lay_out_page(sheet, ROSTER_FIRST_ROW - 1)
    # blank rows are there to type into, not to print
    printed = max(len(writing.entries(roster.id)) + _BLANKS_PRINTED, _LEAST_PRINTED)
    sheet.print_area(0, 0, _TOP + printed - 1, len(widths) - 1)


def _waiting(writing: Writing, roster: Roster) -> CarriedRows | None:
    """The offered rows that a person has to confirm."""
    offered = writing.carried.rows.get(roster.id)
    return offered if offered and offered.unchanged else None


def _head(writing: Writing, sheet: Any, roster: Roster, widths: tuple[float, ...]) -> None:
    served = "；".join(dict.fromkeys(writing.form_name(one.file) for one in roster.sources))
    text = f"填报单位：{writing.heading.township}　　用于：{served}\n{_HINT}"
    waiting = _waiting(writing, roster)
    if waiting is None:
        writing.head(sheet, roster.title, (text,), widths)
        return
    when = shown_period(waiting.period) or shown_period(waiting.at.date().isoformat())
    known = f"取自{waiting.ledger}（截至{when}）" if waiting.ledger else f"是{when}填的"
    text += (
        f"\n蓝色各行{known}。先改有变化的格，退出的在“核对”栏选“{GONE}”，新增的写在后面；"
        f"再在右边黄格选“{REST_UNCHANGED}”即可（也可逐行选“{UNCHANGED}”）。没有核对的行不会报出。"
    )
    last = len(widths) - 1
    writing.head(sheet, roster.title, (), widths)
    across(sheet, (1, 0, last - 2), text, writing.formats.plain)
    sheet.set_row(1, row_height([(text, sum(widths[:-2]))]))
    sheet.write_string(1, last - 1, "全部改完后\n在右格选一次", writing.formats.head)
    sheet.write_blank(1, last, None, writing.formats.mark)
    marked(sheet, (1, last, 1, last), [REST_UNCHANGED], "改完有变化的行以后选这里，其余各行即为已核对。")


def _rows(writing: Writing, sheet: Any, roster: Roster, columns: tuple[SharedField, ...]) -> None:
    entries, count = writing.entries(roster.id), writing.roster_rows(roster.id)
    offered = writing.carried.rows.get(roster.id)
    first = len(entries) - (len(offered.rows) if offered else 0)
    for at, column in enumerate(columns, 1):
        writing.validate(sheet, (_TOP, at, _TOP + count - 1, at), column)
        for offset in range(count):
            value = entries[offset].get(column.id) if offset < len(entries) else None
            carried = offered is not None and offset >= first and value is not None
            writing.blank(sheet, (_TOP + offset, at), column, value, carried)
    for offset in range(count):
        sheet.write_number(_TOP + offset, 0, offset + 1, writing.formats.centre)
    for offset, entry in enumerate(entries):
        height = row_height([(str(value), _WIDTH) for value in entry.values()])
        sheet.set_row(_TOP + offset, height)


def _marks(writing: Writing, sheet: Any, roster: Roster, waiting: CarriedRows) -> None:
    """The column that confirms row by row, and what each row held when it was handed out."""
    name, _ = writing.places[writing.shared.columns(roster.id)[0].id]
    column = len(writing.shared.columns(roster.id)) + 1
    sheet.write_string(_HEAD, column, "核对", writing.formats.head)
    last = _TOP + len(writing.entries(roster.id)) - 1
    first = last - len(waiting.rows) + 1
    for row, offered in enumerate(waiting.rows, first):
        sheet.write_blank(row, column, None, writing.formats.mark)
        writing.offers.append((roster.id, name, str(row + 1), offered))
    marked(
        sheet, (first, column, last, column), [UNCHANGED, GONE], "核对过的行选“无变化”，不再有的选“已退出”。"
    )
    writing.checks[roster.id] = (column_letters(column + 1), cell_address(2, column + 1))
