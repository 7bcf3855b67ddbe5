"""Reads an uploaded ledger, and refuses one that does not say what it lists, of whom, and as of when."""

from dataclasses import dataclass
from datetime import date

from app.domain.merging import SharedForm, WorkbookError, merge_forms, read_ledger_guarded
from app.domain.merging.field import Form
from app.domain.merging.foreign.convert import as_workbook
from app.domain.merging.ledgers.reading import LedgerReading
from app.domain.merging.sharing.moments import span_of
from app.domain.merging.sharing.rosters import subject_of
from app.domain.merging.sharing.row_names import naming_columns
from app.forms.upload import Upload, unreadable
from app.kit.problems import Fault, Invalid
from app.kit.words import Words

DATE = Words("写台账数据截至的日期，如 2026-11-30。", "Write the day as of which it holds: 2026-11-30.")


@dataclass(frozen=True, slots=True)
class Listing:
    """A ledger that was read: what it lists, its columns as a shared form of one roster, its rows' values."""

    reading: LedgerReading
    shared: SharedForm
    as_of: date

    @property
    def kind(self) -> tuple[str, str]:
        """Subject and grain: what is the same in every edition."""
        return subject_of(self.reading.table.title), self.shared.rosters[0].grain


def read_listing(upload: Upload, as_of: date, today: date) -> Listing:
    """The ledger in an uploaded file. Raises UnreadableWorkbook, and Invalid for a list that does not say
    what it lists or what names its objects, and for a day that lies ahead or that the file contradicts."""
    if as_of > today:
        words = Words("截至日期不能晚于今天", "a list cannot hold as of a day that lies ahead")
        raise Invalid(faults=[Fault(words, DATE, parameter="as_of")])
    try:
        data, name = as_workbook(upload.data, upload.name)
        reading = read_ledger_guarded(data, name)
    except WorkbookError as error:
        raise unreadable(error) from error
    shared = merge_forms([Form("ledger", reading.table.title, (reading.table,))])
    listing = Listing(reading, shared, as_of)
    faults = [*_unnamed(listing), *_dated_otherwise(listing)]
    if faults:
        raise Invalid(faults=faults)
    return listing


def _unnamed(listing: Listing) -> list[Fault]:
    sheet, (subject, grain) = listing.reading.table.sheet, listing.kind
    faults = []
    if not (subject and grain):
        words = Words("看不出台账登记的是什么对象", "it is not said what the ledger lists")
        remedy = Words(
            "在标题中写明，如“低保对象花名册”，并有姓名、户主、名称之类的列。",
            "Say so in the title, such as 低保对象花名册, with a column for the name.",
        )
        faults.append(Fault(words, remedy, sheet=sheet))
    if not naming_columns(listing.shared.columns(listing.shared.rosters[0].id)):
        words = Words("没有能认出每个对象的列", "no column says which object a row is about")
        remedy = Words("加上姓名、名称或编号一列。", "Add a column of names or numbers.")
        faults.append(Fault(words, remedy, sheet=sheet))
    return faults


def _dated_otherwise(listing: Listing) -> list[Fault]:
    day = listing.as_of.isoformat()
    spans = {one.period: span_of(one.period.partition(" ")[0]) for one in listing.shared.fields}
    other = [period for period, (first, last) in spans.items() if first and not first <= day <= last]
    if not other:
        return []
    words = Words(
        f"文件写明 {other[0]}，as_of 是 {listing.as_of}", f"the file says {other[0]}, as_of {listing.as_of}"
    )
    return [Fault(words, DATE, parameter="as_of")]
