"""Blanks inside a sentence (`全村共__户，其中脱贫户__户`): what each asks for, and one of them filled."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.domain.merging.reading.labels import as_unit, join_words, without_numbering

# a line, or a gap where a figure is left out: 共　　层; a spread name (姓　　名) has no such word before it
_BLANK = r"[_＿]{2,}|＿|(?<=[共有计约为达中上下：:，,；;、到])(?:[ \t]{2,}|\u3000+)(?=%s)"
_DATE = r"(?:(?<!\d)20(?=[_＿ \t\u3000]))?[_＿ \t\u3000]*年[_＿ \t\u3000]+月(?:[_＿ \t\u3000]+日)?"
_UNIT_AHEAD = r"(?:[\u4e00-\u9fff]{1,3}|[%％‰㎡])(?:[，,。；;、）)\s]|$)"
_GAPS = re.compile(f"(?P<date>{_DATE})|(?P<blank>{_BLANK % _UNIT_AHEAD})")
_ONLY_DATE = re.compile(
    rf"{_DATE}|[_＿ \t\u3000]*年[_＿ \t\u3000]*月[_＿ \t\u3000]*日|[_＿ \t\u3000]*年[_＿ \t\u3000]*月"
)
_UNIT_LETTERS = re.compile(r"[\u4e00-\u9fff/㎡%％‰]+")
_CLAUSE = re.compile(r"[，,。；;：:（(、]")
_AFTER_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}")
_LEADING = re.compile(
    r"^(?:其中|另|并|已|现|截至.*?[，,])?(?:全(?:镇|乡|村|县|街道|区)|本(?:镇|乡|村|月|年|季度|单位))?(?:现|下)?(?:辖|设|有)(?=.)"
)
_STAMP = re.compile(r"(?:公章|盖章|签章|签字|签名|(?:签字|签名)?盖章)")
_PRINTED = re.compile(r"[:：]\s*(?:[_＿]+|[\s_＿]*年[\s_＿]*月[\s_＿日]*)$")
_SIGNED = re.compile(r"章$|签字$|签名$|负责人$|经办人$")
_SIGNER = re.compile(r"[\u4e00-\u9fff]{0,10}(?:人|员|长|主任|书记|领导|章|签字|签名)")
_DATED_TITLE = re.compile(
    rf"[^_＿:：，。]+[（(]\s*{_DATE}\s*[）)]|{_DATE}[^_＿:：，。]*(?:表|册|账|单|卡|统计|汇总|情况)"
)
_WEAK = {
    "共",
    "有",
    "计",
    "共有",
    "共计",
    "合计",
    "总计",
    "约",
    "为",
    "辖",
    "下辖",
    "现有",
    "设有",
    "建有",
    "其中",
    "另有",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One blank of a sentence: what it asks for (empty where only its unit says it), in which unit; `date`
    where it is a day to write."""

    name: str
    unit: str
    date: bool = False


def is_stamped(text: str) -> bool:
    """True for `负责人：（盖章）　　年　月　日`: room for words, signed and dated below."""
    words = [word for word in re.split(r"[（）()：:\s]+", join_words(_GAPS.sub("", text))) if word]
    return any(_SIGNED.search(word) for word in words) and all(_SIGNER.fullmatch(word) for word in words)


def is_printed_blank(text: str) -> bool:
    """True for `姓名：____` and `时间：　年　月`, whose blank is printed behind the label in its own cell."""
    return bool(_PRINTED.search(text))


def is_dated_title(text: str) -> bool:
    """True for `台账（20__年__月）` and `20__年__月统计表`: a title whose date the form leaves open."""
    return bool(_DATED_TITLE.fullmatch(text.strip()))


def is_date_blank(text: str) -> bool:
    """True for `　　年　月　日`, which holds nothing yet."""
    return bool(_ONLY_DATE.fullmatch(text)) and not re.search(r"\d", text)


@lru_cache(maxsize=4096)
def find_gaps(text: str) -> tuple[Gap, ...]:
    """The blanks of a sentence from left to right; none where the text has only a label before one line."""
    found: list[Gap] = []
    end = 0
    for match in _GAPS.finditer(text):
        before, after = text[end : match.start()], text[match.end() :]
        if match["date"]:
            found.append(Gap(_day_name(_name(before), after), "", True))
            end = match.end()
            continue
        unit = _unit(after)
        end = match.end() + len(unit)
        name = _name(before) or _noun(text[end:])
        if not name and found and unit:
            name = f"{found[-1].name}{unit}数"  # 脱贫户__户、__人
        found.append(Gap(name, unit))
    return tuple(found)


def fill_gap(text: str, number: int, value: str) -> str:
    """The sentence with its blank (counted from 1) filled; the other blanks stay. Above a stamp and its date
    stand the words themselves."""
    if is_stamped(text):
        return f"{value}\n{text.strip()}"
    for at, match in enumerate(_GAPS.finditer(text), 1):
        if at == number:
            written = written_day(match[0], value) if match["date"] else value
            return text[: match.start()] + written + text[match.end() :]
    return text


def written_day(blank: str, value: str) -> str:
    """2026-11-30 as the blank wants it written: 2026年11月30日, or 2026年11月 for `　年　月`."""
    parts = value.split("-")
    if len(parts) not in (2, 3) or not all(part.isdigit() for part in parts):
        return value
    words = f"{parts[0]}年{int(parts[1])}月"
    return f"{words}{int(parts[2])}日" if len(parts) == 3 and "日" in blank else words


def _day_name(name: str, after: str) -> str:
    """建成时间 as it is; 拟于__年__月__日前完成 asks for the 完成日期."""
    name = name.rstrip("于在自至到从")
    rest = _noun(after).lstrip("前后起止")
    return name if len(name) > 1 else f"{rest}日期"


def _name(before: str) -> str:
    words = join_words(_CLAUSE.split(before.rstrip(" \t\u3000：:"))[-1]).strip(" ()（）")
    whole = words.rpartition("共")[2] if "共" in words else words
    name = _LEADING.sub("", re.sub("^(?:其中|有|计)", "", without_numbering(whole)))
    return "" if name in _WEAK or len(name) > 30 or _STAMP.fullmatch(name) else name


def _unit(after: str) -> str:
    for size in (4, 3, 2, 1):
        word = after[:size]
        if len(word) == size and _UNIT_LETTERS.fullmatch(word) and (as_unit(word) or (word in ("个", "项"))):
            return word
    return ""


def _noun(after: str) -> str:
    match = _AFTER_NUMBER.match(after)
    return match[0] if match and not match[0].startswith("其中") else ""
