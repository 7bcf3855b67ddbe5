"""Takes a label as it stands in a form apart: numbering, unit, asides and the bare words of what is asked."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from app.domain.merging.alignment.lexicon import lexicon
from app.domain.merging.alignment.units import find_unit

_NUMBERING = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,3}[、.)]+|\(?\d{1,2}[、)]|\d{1,2}\.(?!\d)"
    r"|[a-z]\d{1,3}[-_ ]?(?=[^\da-z])|(?:其中|附件\d*|指标|甲|乙)[:,、]|[-_*·•●□○◆>]+)\s*",
    re.IGNORECASE,
)
#: 务工区域:省外, 年龄结构:60岁以上: what kind of cut follows says nothing beside the cut.
_HEADING = re.compile(r"(?:区域|地域|时间|类型|方式|结构|构成):(?!$)")
_BRACKET = re.compile(r"[(\[〔【<《]([^()\[\]〔〕【】<>《》]*)[)\]〕】>》]?")
#: 性别1男2女, 是否在校(1是2否): codes of the answers.
_CODES = re.compile(r"[(:,]?(?:\d[.、:]?(?!\d)[^\W\d]{1,5}[,、;/]?){2,}\)?$")
_SECOND_NAME = 4
_YES_NO = re.compile(r"是否|有无|有没有|能否|可否|是不是|与否|是/否")
_PLACES = set("屯镇街道县市区乡村社居组寨庄堡办事处省旗盟州")
_UNIT_NOTE = re.compile(r"^(?:计量)?单位[:为]?(.+)$")
_NOTE = re.compile(r"^(?:不?含|不?包括|除|指|按|以|注)")
_HINT = re.compile(
    r"^(?:不?含(?:[\d半一二三四五六七八九十两].*)?$|元?人民币|请|必|可|单选|多选|选|限|最多|不超过.{1,2}项|打|(?:盖|公|签)章|签[字名]$|是填|见|如|例如|填|\d+\.?是|√)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label: `words` (half width, without blanks), `unit` it carries, `note` (a definition in
    brackets), `yes_no` (asks whether)."""

    words: str
    unit: str = ""
    note: str = ""
    yes_no: bool = False


@lru_cache(maxsize=65536)
def read_label(label: str) -> Label:
    """The parts of `label` as written in a form; pure text work, nothing is looked up but units."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", label)).replace("~", "-").replace("—", "-")
    text = _HEADING.sub("", _strip_numbering(text))
    coded = _CODES.search(text)
    yes_no = bool(coded and coded.start() and set("是否") <= set(coded.group(0)))
    text = text[: coded.start()] if coded and coded.start() else text
    unit, notes, words = "", [], text
    for match in _BRACKET.finditer(text):
        kind, value = _aside(match.group(1))
        if match.start() > 1 and value[-2:] == text[match.start() - 2 : match.start()]:
            kind = "words" if value[0] in "村居" else "alias"  # 工资性收入(劳务收入); 村委会(居委会) is both
        elif kind == "words" and _renames(value, text[: match.start()]):
            kind = "alias"
        unit = unit or (value if kind == "unit" else "")
        notes += [value] if kind == "note" else []
        words = words.replace(match.group(0), value if kind == "words" else "", 1)
    words, trailing = _trailing_unit(words)
    return Label(
        words=_YES_NO.sub("", words).strip(":,;、.-_/。 "),
        unit=unit or trailing,
        note=";".join(notes),
        yes_no=yes_no or bool(_YES_NO.search(words)),
    )


def _strip_numbering(text: str) -> str:
    while (match := _NUMBERING.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    return text.removeprefix("其中") if len(text) > 2 else text


def _aside(content: str) -> tuple[str, str]:
    """A bracket holds a unit (公斤), a note (不含挂扶干部, 马、牛等), a hint (单选), or words (屯)."""
    said = _UNIT_NOTE.match(content.strip(":"))
    inner = said.group(1).strip(":") if said else content
    if find_unit(inner) is not None and not set(inner) <= _PLACES:
        return "unit", inner
    if _HINT.match(content):
        return "hint", content
    if said or _NOTE.match(content) or content.count("、") > 1 or content.endswith("等"):
        return "note", content
    return "words", content


def _renames(inner: str, before: str) -> bool:
    """旱地(坡地): a second name of the kind that stands before, where it is no thing of its own."""
    short = 1 < len(inner) <= _SECOND_NAME and len(before) > 1
    return short and inner[-1] == before[-1] and inner.lower() not in lexicon().words


def _trailing_unit(words: str) -> tuple[str, str]:
    """`年收入:单位:元`, `产量/吨`, `面积,亩` carry their unit behind a mark."""
    head, mark, tail = (
        re.sub(r"[:,]?单位[:为]", "|", words).replace("/", "|").replace(",", "|").rpartition("|")
    )
    if mark and head and find_unit(tail) is not None:
        return head.rstrip(":"), tail
    return words, ""
