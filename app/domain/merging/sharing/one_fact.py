"""Whether two questions are one, times aside: then what answers one is offered or added up for another."""

from app.domain.merging.field import Field
from app.domain.merging.sharing.gates import MERGING, judge
from app.domain.merging.sharing.moments import at_one_time
from app.domain.merging.sharing.rosters import subject_of
from app.domain.merging.sharing.said import SURE, other_scope, same_words
from app.domain.merging.sharing.staying import is_lasting


def one_fact(said: Field, wanted: Field) -> bool:
    """True where both ask the same, times aside."""
    alignment = judge(*at_one_time(said, wanted))
    if alignment.verdict not in MERGING:
        return False
    if is_lasting(said) and is_lasting(wanted):
        return _same_subject(said, wanted)
    figures = {said.type, wanted.type} <= {"integer", "decimal", "percent"}
    if figures and alignment.score >= SURE and not other_scope(said, wanted):
        return True
    return (alignment.score >= SURE or same_words(said, wanted)) and _same_subject(said, wanted)


def _same_subject(said: Field, wanted: Field) -> bool:
    """A name or a choice by itself does not say whose: the forms must be about the same objects."""
    subject = subject_of(wanted.form_title)
    return bool(subject) and subject == subject_of(said.form_title)
