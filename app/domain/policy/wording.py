"""Reading a notice's sentences: what it asks for, as against what it forbids or merely names."""

import re
from collections.abc import Iterator

_SENTENCE = re.compile(r"[。；;！!？?\n]+")
_CLAUSE = re.compile(r"[，,]+")
_FORBIDS = re.compile(
    r"不得|不再|不要求|不需|不必|不以|不对|不作|不把|不将|不与|不用|不纳入|无需|无须|严禁|禁止|切勿|"
    r"取消|杜绝|避免|防止|整治|清理|纠治|纠正|减少|严控|代替"
)
# these reach to the clause's end, so that 不得打卡、留痕、排名 forbids all three; 不 alone forbids the verb
# or the word right behind it (不打分, 不签订责任状), unless it says how well a thing is done (不按时打卡)
_BARE_NOT = re.compile(r"不(?![按及能合达足到力完断仅同少])[^，、]{0,2}$")
_BARE_NOT_REACH = 3
_QUOTED = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")


def sentences(text: str) -> list[str]:
    """The sentences of `text`, titles of documents in 《》 left out: naming a rule is not breaking it."""
    return [part for part in _SENTENCE.split(_QUOTED.sub("", text)) if part.strip()]


def asks(text: str, pattern: str) -> tuple[str, ...]:
    """The phrases matching `pattern` that the text asks for; what it forbids (不打分) is not asked."""
    return tuple(dict.fromkeys(_asked(text, pattern)))


def _asked(text: str, pattern: str) -> Iterator[str]:
    wanted = re.compile(pattern, re.IGNORECASE)
    for sentence in sentences(text):
        for clause in _CLAUSE.split(sentence):
            forbids = _FORBIDS.search(clause)
            reach = forbids.start() if forbids else len(clause)
            for match in wanted.finditer(clause):
                # a window, not the whole clause, so that a text of one endless clause costs linear time
                window = clause[max(0, match.start() - _BARE_NOT_REACH) : match.start()]
                if match.start() < reach and not _BARE_NOT.search(window):
                    yield match.group()
