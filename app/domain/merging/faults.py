"""What is wrong with a workbook or an answer, said so that a clerk can mend it."""

from dataclasses import dataclass


class WorkbookError(ValueError):
    """A file that cannot be read or written, with the place and the remedy in both languages.

    `sheet` and `cell` are empty where the whole file is at fault. `reason` is a stable English
    slug (`not_a_workbook`, `too_large`, `macros`, …) that programs may compare.
    """

    def __init__(
        self, reason: str, text: str, text_en: str, *, sheet: str = "", cell: str = "", remedy: str = ""
    ) -> None:
        super().__init__(f"{text} ({text_en})")
        self.reason = reason
        self.text = text
        self.text_en = text_en
        self.sheet = sheet
        self.cell = cell
        self.remedy = remedy

    def to_json(self) -> dict[str, str]:
        """The error as plain values; `from_json` gives it back in another process."""
        names = ("reason", "text", "text_en", "sheet", "cell", "remedy")
        return {name: getattr(self, name) for name in names}

    @classmethod
    def from_json(cls, document: dict[str, str]) -> "WorkbookError":
        """The error that `to_json` wrote down."""
        return cls(
            document["reason"],
            document["text"],
            document["text_en"],
            sheet=document["sheet"],
            cell=document["cell"],
            remedy=document["remedy"],
        )


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """One answer that cannot stand. `pointer` is a JSON pointer into the answers; where the answer
    came from a workbook, `sheet`, `row` and `column` (1-based) say which cell it was. `beside` holds the
    pointers of the other answers that a relation compares it with."""

    field: str
    text: str
    text_en: str
    pointer: str = ""
    sheet: str = ""
    row: int = 0
    column: int = 0
    beside: tuple[str, ...] = ()
