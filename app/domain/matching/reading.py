"""A notice as it comes in, and what was understood of it, compact enough to be stored beside a request."""

from dataclasses import dataclass
from typing import Any

_LISTS = ("wider", "acts", "acts_told", "season", "cited", "fields")


@dataclass(frozen=True)
class Notice:
    """What a department sent: the words that say what it wants, and the labels of its form's fields.

    `kind` is "inspection", "report" or, where nobody knows, ""; `recurring` says that the same is due again
    every period.
    """

    title: str
    department: str = ""
    text: str = ""
    document_no: str = ""
    legal_basis: tuple[str, ...] = ()
    kind: str = ""
    fields: tuple[str, ...] = ()
    recurring: bool = False


@dataclass(frozen=True)
class Weighted:
    """A concept with its share of a notice, 0–1; `words` is where the text says so, "" where inferred."""

    concept: str
    weight: float
    words: str = ""


@dataclass(frozen=True)
class Reading:
    """What a notice asks for.

    `matters` are never empty and their weights sum to 1; `certainty` (0–1) is the probability that the
    foremost is rightly so. `wider` are the matters above them. The weights of
    `objects` sum to 1 where the title names one, to less where only the body does. `title` is the title
    without routine words, `core` the same without the objects, `gist` the body without routine words,
    `meaning` the base64 of the core's vector of signed bytes, `topics` the matters whose wordings are near to
    title and gist, `core_topics` those near to core and gist where that differs,
    `acts` what the title wants done, `acts_told` what title or body do,
    `fields` the normalised informative labels of the form. `kind` and `recurring` are the
    notice's, or for a return that its title calls monthly, weekly or nil read from there.
    """

    matters: tuple[Weighted, ...]
    certainty: float
    wider: tuple[str, ...] = ()
    objects: tuple[Weighted, ...] = ()
    acts: tuple[str, ...] = ()
    acts_told: tuple[str, ...] = ()
    season: tuple[int, ...] = ()
    document_no: str = ""
    cited: tuple[str, ...] = ()
    title: str = ""
    core: str = ""
    gist: str = ""
    meaning: str = ""
    topics: tuple[tuple[str, float], ...] = ()
    core_topics: tuple[tuple[str, float], ...] = ()
    fields: tuple[str, ...] = ()
    kind: str = ""
    recurring: bool = False

    @property
    def matter(self) -> str:
        """The id of the foremost matter."""
        return self.matters[0].concept

    @property
    def documents(self) -> tuple[str, ...]:
        """The numbers the notice stands on: its own first, then those it cites."""
        return tuple(dict.fromkeys(number for number in (self.document_no, *self.cited) if number))

    def to_json(self) -> dict[str, Any]:
        """JSON-ready values; empty parts are left out."""
        row: dict[str, Any] = {
            "matters": [[one.concept, one.weight, one.words] for one in self.matters],
            "certainty": self.certainty,
            "objects": [[one.concept, one.weight, one.words] for one in self.objects],
            "document_no": self.document_no,
            "title": self.title if self.title != self.core else "",
            "core": self.core,
            "gist": self.gist,
            "meaning": self.meaning,
            "topics": [list(one) for one in self.topics],
            "core_topics": [list(one) for one in self.core_topics],
            "kind": self.kind,
        }
        row |= {"recurring": True} if self.recurring else {}
        row |= {name: list(getattr(self, name)) for name in _LISTS}
        return {name: value for name, value in row.items() if value not in ("", [])}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Reading":
        """The reading that `to_json` wrote."""
        return cls(
            matters=tuple(Weighted(*one) for one in row["matters"]),
            certainty=row["certainty"],
            objects=tuple(Weighted(*one) for one in row.get("objects", ())),
            document_no=row.get("document_no", ""),
            title=row.get("title") or row.get("core", ""),
            core=row.get("core", ""),
            gist=row.get("gist", ""),
            meaning=row.get("meaning", ""),
            kind=row.get("kind", ""),
            recurring=row.get("recurring", False),
            topics=tuple((matter, weight) for matter, weight in row.get("topics", ())),
            core_topics=tuple((matter, weight) for matter, weight in row.get("core_topics", ())),
            **{name: tuple(row.get(name, ())) for name in _LISTS},
        )
