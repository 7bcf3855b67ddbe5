"""Says which pairs may be merged without anybody looking, however high their score."""

from app.domain.matching.conduct import acts_crossed
from app.domain.matching.reading import Reading

READ_NOT_GUESSED = 0.5
"""At or below this certainty another matter than the foremost is as likely."""

AGREEING = 0.5
"""How much of the shorter form the longer must ask too: children counted by two definitions are two facts."""


def may_merge_unseen(a: Reading, b: Reading) -> bool:
    """True where the two ask foremost for one and the same matter, named and surely read, not for two acts
    upon it; two returns must also ask for the same figures. A part beside its whole, or a return without its
    form, waits for a person.
    """
    sure = a.matter == b.matter and all(_named(one) for one in (a, b))
    if acts_crossed(a.acts, b.acts, (a.acts_told, b.acts_told)):
        return False
    return sure and (a.kind != "report" or b.kind != "report" or _forms_agree(a, b))


def _named(reading: Reading) -> bool:
    return bool(reading.matters[0].words) and reading.certainty > READ_NOT_GUESSED


def _forms_agree(a: Reading, b: Reading) -> bool:
    shared, least = len(set(a.fields) & set(b.fields)), min(len(a.fields), len(b.fields))
    return least > 0 and shared >= AGREEING * least
