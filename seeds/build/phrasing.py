"""Sets a notice's own sentences between the sentences that every notice has."""

from seeds.build.chance import chance
from seeds.build.county import source_lines


def phrase(department: str, title: str, is_report: bool, text: str) -> str:
    """The description as it is sent; an unannounced or foreign-language text stays as it is written."""
    if not title.endswith("通知"):
        return text
    ends = "report" if is_report else "inspection"
    return _choice("open", department, title) + text + _choice(ends, department, title)


def _choice(place: str, *words: str) -> str:
    lines = [line.partition("|") for line in source_lines("phrases.txt")]
    wordings = [text.strip() for where, _, text in lines if where.strip() == place]
    return wordings[int(chance(place, *words) * 0.999 * len(wordings))]
