"""One line of an XLSForm's sheets: its columns, and the texts in both languages."""

from dataclasses import dataclass, field

ZH, EN = "中文 (zh)", "English (en)"
SURVEY = (
    "type", "name", f"label::{ZH}", f"label::{EN}", f"hint::{ZH}", f"hint::{EN}", "constraint",
    f"constraint_message::{ZH}", f"constraint_message::{EN}", "calculation", "default", "appearance",
    "repeat_count", "relevant", "required",
)  # fmt: skip
CHOICES = ("list_name", "name", f"label::{ZH}", f"label::{EN}")
SETTINGS = ("form_title", "form_id", "version", "default_language", "instance_name")
MARK = "m_"
"""Begins the names of the calculates that say what a form answers."""
Line = dict[str, str]


@dataclass(frozen=True)
class Sheets:
    """The lines of the survey, and the lists of choices by their names; `columns` are what choices carry
    beside their labels."""

    survey: list[Line] = field(default_factory=list)
    choices: dict[str, list[Line]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)


def labels(zh: str, en: str) -> Line:
    """What a question is called."""
    return {f"label::{ZH}": zh, f"label::{EN}": en}


def choice_name(text: str) -> str:
    """The name of a choice: its own text, without the blanks that names may not have."""
    return "_".join(text.split())


def confirmation(name: str) -> Line:
    """What was brought along from another time counts when somebody says that it still holds."""
    told = labels(
        "以上带出的旧数已核对，仍然正确", "What was brought along above was checked and still holds"
    )
    return {"type": "acknowledge", "name": f"a_{name}", **told, "required": "yes"}
