"""How long a period a schedule may be asked for, and how a wrong one is answered."""

from datetime import date

from app.kit.problems import Fault, Invalid
from app.kit.words import Words

LONGEST_DAYS = 400


def check_span(first: date, last: date, *, in_body: bool) -> None:
    """Raises Invalid where `first` is after `last` or the span is longer than 400 days.

    `in_body`: the two came as members of a body, not as parameters.
    """
    if last < first:
        detail = Words("to 早于 from", "to is before from")
        remedy = Words("把两个日期对调或改正。", "Swap or correct the two days.")
    elif (last - first).days >= LONGEST_DAYS:
        detail = Words(f"超过 {LONGEST_DAYS} 天", f"it is longer than {LONGEST_DAYS} days")
        remedy = Words("分成较短的时段。", "Ask for shorter periods.")
    else:
        return
    raise Invalid(
        faults=[
            Fault(detail, remedy, pointer="/to" if in_body else None, parameter=None if in_body else "to")
        ]
    )
