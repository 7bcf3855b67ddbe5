"""Sets a notice's own sentences between the sentences that every notice has."""

from seeds.build.chance import chance
from seeds.build.county import source_lines

LEAST_SENTENCES = 2


def phrase(department: str, title: str, is_report: bool, text: str) -> str:
    """The description as it is sent; an unannounced or foreign-language text stays as it is written."""
    if not title.endswith(("通知", "函")):
        return text
    begun = _choice("open", True, department, title) + text
    short = begun.count("。") < LEAST_SENTENCES
    return begun + _choice("report" if is_report else "inspection", not short, department, title)


def _choice(place: str, may_be_empty: bool, *words: str) -> str:
    lines = [line.partition("|") for line in source_lines("phrases.txt")]
    wordings = [text.strip() for where, _, text in lines if where.strip() == place]
    wordings = [text for text in wordings if text or may_be_empty]
    return wordings[int(chance(place, *words) * 0.999 * len(wordings))]
