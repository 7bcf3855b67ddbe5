"""What a township sends to fill a template: JSON, or the filled workbook, which says what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from app.domain.merging import (
    FilledWorkbook,
    SharedForm,
    WorkbookError,
    bring_over,
    collected_answers,
    collected_marks,
    merge_answers,
    open_shared_workbook_guarded,
    read_answers,
)
from app.domain.merging.sharing.filled_workbook import unplaced_answers
from app.forms.edition import UnknownEdition, find_edition
from app.forms.fill import Sent
from app.forms.submissions import SubmissionIn
from app.forms.template import Template
from app.forms.upload import Upload, unreadable
from app.kit.problems import BadRequest, Fault, Problem
from app.kit.validation import read_json
from app.kit.words import Words

_LONGEST = 9
"""Digits of a version that a file may name."""


class OtherTemplate(Problem):
    slug = "other-template"
    status = 422
    title = Words("文件填的是另一张表，没有保存", "The file answers another template; nothing was stored")
    remedy = Words(
        "请上传本乡镇、本任务、本期下载的统一填报表，或改正地址中的参数。",
        "Send the workbook that was fetched for this township, bundle and period, or correct the address.",
    )


@dataclass(frozen=True, slots=True)
class Filling:
    """What was sent, and which bundle and period (None: the next due) it is for."""

    bundle: str
    period: str | None
    _sent: FilledWorkbook | SubmissionIn

    @property
    def _marks(self) -> Mapping[str, str]:
        sent = self._sent
        return collected_marks(sent.collected or {}) if isinstance(sent, SubmissionIn) else sent.marks

    @property
    def edition(self) -> str | None:
        """The edition that JSON, the phone's form in it, or the file says it answers."""
        named = self._sent.edition if isinstance(self._sent, SubmissionIn) else None
        return self._marks.get("edition") if named is None else named

    @property
    def is_workbook(self) -> bool:
        """True for a file: it brings the labels of what it asked along, whatever became of its edition."""
        return not isinstance(self._sent, SubmissionIn)

    def sent(self, shared: SharedForm, answered: SharedForm) -> Sent:
        """What was sent for `shared`, in answer to that or an earlier edition of it, with the faults of a
        file by their cells. Raises UnreadableWorkbook."""
        if isinstance(self._sent, SubmissionIn):
            body, brought = self._sent, bring_over(answered, shared, _answers(self._sent, answered))
            read = _version(self._marks) if body.read_version is None else body.read_version
            confirmed = tuple(body.confirm)
            return Sent(brought.answers, read, confirmed, unplaced=brought.unplaced, moved=brought.moved)
        try:
            return _sent_in(self._sent, shared, answered)
        except WorkbookError as error:
            raise unreadable(error) from error


def read_sent(session: Session, template: Template, filling: Filling) -> Sent:
    """What was sent for a template, whichever edition of it was answered. A file of an edition that is not
    known answers what it has in common with the present one. Raises UnknownEdition, UnreadableWorkbook."""
    try:
        answered = find_edition(session, template, filling.edition)
    except UnknownEdition:
        if not filling.is_workbook:
            raise
        answered = template.shared
    return filling.sent(template.shared, answered)


def _sent_in(file: FilledWorkbook, shared: SharedForm, answered: SharedForm) -> Sent:
    """A file's answers: those under ids of today as they are, those of moved fields at their new place."""
    answers, faults = read_answers(file, shared)
    version, unplaced = _version(file.marks), unplaced_answers(file, shared)
    if answered is shared:
        return Sent(answers, version, (), faults, unplaced)
    earlier, odd = read_answers(file, answered)
    brought = bring_over(answered, shared, earlier)
    moved = {one.field: one.to for one in brought.moved}
    left = {one.field for one in brought.unplaced}
    together = {
        "values": {**brought.answers["values"], **answers["values"]},
        "rows": {**answers["rows"], **brought.answers["rows"]},
    }
    wrong = [replace(one, field=moved[one.field]) for one in odd if one.field in moved]
    for one in wrong:  # told once, by its cell in the file
        _, kind, *place = one.pointer.split("/")
        home = together["values"] if kind == "values" else together["rows"][place[0]][int(place[1])]
        home.pop(one.field, None)
    faults = (*faults, *wrong)
    kept = tuple(one for one in unplaced if one.field not in moved or one.field in left)
    return Sent(together, version, (), faults, kept, brought.moved)


def _version(marks: Mapping[str, str]) -> int | None:
    version = marks.get("version", "")
    return int(version) if version.isdecimal() and len(version) < _LONGEST else None


def _answers(body: SubmissionIn, shared: SharedForm) -> dict[str, Any]:
    """What was collected in the field, with the answers beside it on top."""
    if body.collected is None:
        return body.answers
    return merge_answers(shared, collected_answers(shared, body.collected), body.answers)


def read_filling(upload: Upload, township: str, bundle: str | None, period: str | None) -> Filling:
    """What was sent, a workbook being opened in a guarded process.

    What a workbook's hidden sheet names need not be named in the address; where both do, they must agree.
    Raises UnreadableWorkbook, OtherTemplate, and BadRequest or Invalid for JSON.
    """
    if not upload.is_workbook:
        body = read_json(SubmissionIn, upload.data)
        marks = collected_marks(body.collected or {})
        _check_marks(marks, {"township": township, "bundle": body.bundle, "period": body.period})
        # "" names the template of what does not recur, None the one that is due next
        period = marks.get("period") if body.period is None else body.period
        return Filling(body.bundle, period, body)
    try:
        filled = open_shared_workbook_guarded(upload.data)
    except WorkbookError as error:
        raise unreadable(error) from error
    wanted = {"township": township, "bundle": bundle, "period": period}
    _check_marks(filled.marks, wanted)
    named = filled.marks.get("bundle", bundle)
    if named is None:
        words = Words("不知道文件填的是哪个任务", "It is not known which bundle the file answers")
        remedy = Words("在地址中加上 ?bundle=。", "Add ?bundle= to the address.")
        raise BadRequest(words, [Fault(words, remedy, parameter="bundle")])
    return Filling(named, filled.marks.get("period", period), filled)


def _check_marks(marks: Mapping[str, str], wanted: Mapping[str, str | None]) -> None:
    faults = [
        Fault(
            Words(
                f"文件里是 {marks[name]}，地址里是 {value}。",
                f"The file says {marks[name]}, the address {value}.",
            ),
            OtherTemplate.remedy,
            parameter=name,
        )
        for name, value in wanted.items()
        if value is not None and name in marks and marks[name] != value
    ]
    if faults:
        raise OtherTemplate(faults=faults)
