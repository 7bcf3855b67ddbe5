"""What a rule says about a request: the remark, its source, and what would mend it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]
"""error: the rule's text is broken; warning: it is probably broken; hint: there is a lighter way.

No severity refuses a request: departments answer for their own notices, we only say what we see.
"""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `pointer` is the JSON pointer of the request's member it is about, empty for the whole."""

    rule: str
    severity: Severity
    text: str
    text_en: str
    source: str
    source_en: str
    remedy: str
    remedy_en: str
    pointer: str = ""
