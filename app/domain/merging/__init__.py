"""Forms: read them, align their fields, merge them into one, and hand each department its own back."""

from app.domain.merging.correcting.apply import correct
from app.domain.merging.correcting.correction import CannotCorrect, Corrected, Correction
from app.domain.merging.correcting.recall import recall
from app.domain.merging.faults import AnswerFault, WorkbookError
from app.domain.merging.foreign.convert import as_workbook
from app.domain.merging.guard import open_shared_workbook_guarded, read_ledger_guarded, read_workbook_guarded
from app.domain.merging.occasions import at_occurrence
from app.domain.merging.reading.workbook import WorkbookReading, read_workbook
from app.domain.merging.sharing.answers import check_answers
from app.domain.merging.sharing.carried import NOTHING, Carried, CarriedRows, CarriedValue
from app.domain.merging.sharing.carry import Memory
from app.domain.merging.sharing.collected import collected_answers, collected_marks
from app.domain.merging.sharing.collected_tables import collected_tables
from app.domain.merging.sharing.decisions import Decision, Decisions, subject_of_title
from app.domain.merging.sharing.editions import Brought, Moved, Unplaced, bring_over
from app.domain.merging.sharing.fan_out import CellValue, fan_out
from app.domain.merging.sharing.filled_workbook import (
    read_answers,
    read_shared_workbook,
)
from app.domain.merging.sharing.form_workbook import write_form_workbook
from app.domain.merging.sharing.json_schema import answers_schema
from app.domain.merging.sharing.merge import merge_forms
from app.domain.merging.sharing.opened_workbook import FilledWorkbook
from app.domain.merging.sharing.revised import Revision, revisions
from app.domain.merging.sharing.ruling import CannotMerge, pairs_of
from app.domain.merging.sharing.said import Earlier, Standing
from app.domain.merging.sharing.saves import Overtaken, changed_since, known_answers, merge_answers, overtaken
from app.domain.merging.sharing.shape import SharedField, SharedForm
from app.domain.merging.sharing.shared_workbook import Heading, write_shared_workbook
from app.domain.merging.sharing.taught import synonyms_of, teaches
from app.domain.merging.workbook.patch import fill_workbook

__all__ = [
    "NOTHING",
    "AnswerFault",
    "Brought",
    "CannotCorrect",
    "CannotMerge",
    "Carried",
    "CarriedRows",
    "CarriedValue",
    "CellValue",
    "Corrected",
    "Correction",
    "Decision",
    "Decisions",
    "Earlier",
    "FilledWorkbook",
    "Heading",
    "Memory",
    "Moved",
    "Overtaken",
    "Revision",
    "SharedField",
    "SharedForm",
    "Standing",
    "Unplaced",
    "WorkbookError",
    "WorkbookReading",
    "answers_schema",
    "as_workbook",
    "at_occurrence",
    "bring_over",
    "changed_since",
    "check_answers",
    "collected_answers",
    "collected_marks",
    "collected_tables",
    "correct",
    "fan_out",
    "fill_workbook",
    "known_answers",
    "merge_answers",
    "merge_forms",
    "open_shared_workbook_guarded",
    "overtaken",
    "pairs_of",
    "read_answers",
    "read_ledger_guarded",
    "read_shared_workbook",
    "read_workbook",
    "read_workbook_guarded",
    "recall",
    "revisions",
    "subject_of_title",
    "synonyms_of",
    "teaches",
    "write_form_workbook",
    "write_shared_workbook",
]
