"""County synonyms: two labels that a coordinator called one fact are one in the county's other forms too."""

from collections.abc import Iterable

from app.domain.merging.alignment import align_fields
from app.domain.merging.field import Field
from app.domain.merging.reading.labels import plain
from app.domain.merging.sharing.decisions import Decision, Decisions

_TELLING = 4
"""A label of so many characters says by itself what it asks; 户数 does not, and teaches nothing."""


def taught_name(label: str) -> str:
    """What decisions know a label by, apart from all signatures of fields."""
    return f"~{plain(label)}"


def teaches(one: str, other: str) -> bool:
    """Whether calling two labels one fact tells anything of other forms: both must speak for themselves."""
    words = {plain(one), plain(other)}
    return len(words) > 1 and all(len(word) >= _TELLING for word in words)


def synonyms_of(decided: Iterable[tuple[str, str, Decision]]) -> Decisions:
    """The pairs of labels that decisions taught, the newest last: a later "keep_apart" takes a word back."""
    found: dict[frozenset[str], Decision] = {}
    for one, other, decision in decided:
        if teaches(one, other):
            found[frozenset((taught_name(one), taught_name(other)))] = decision
    return {pair: decision for pair, decision in found.items() if decision == "merge"}


def learnt(one: Field, other: Field) -> bool:
    """Whether only the words of two fields stand between them: no unit, time, grain, qualifier or definition.
    A synonym is a word for the same thing, and opens no other gate."""
    return align_fields(one, other).closed <= {"concept"}
