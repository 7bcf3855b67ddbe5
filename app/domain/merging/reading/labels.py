"""What one label of an office form says: the bare name, unit, code, options, and whether it is a part."""

import re
import unicodedata
from dataclasses import dataclass

from app.domain.merging.alignment.units import find_unit

_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_GAP = re.compile(rf"(?<=[{_CJK}])[ \u3000\t]+(?=[{_CJK}])")
_SPACE = re.compile(r"[ \u3000\t\xa0]+")
_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]\s*|[（(]\d{1,2}[）)]\s*|\d{1,2}(?:\.\d{1,2})*[、.．]\s*(?!\d)|[①-⑳]\s*)"
)
# digits alone are a code only before a gap: 01 耕地面积, but not 60岁以上人口
_CODE = re.compile(
    r"^(?:([A-Za-z]{1,2}\d{1,4}(?:-\d+)?[a-z]?)[ .、．\u3000]*|(\d{2,4}(?:-\d+)?)[ .、．\u3000]+)"
    r"(?=[\u3400-\u9fff“（(])"
)
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]{1,3}[、.．]",
        r"[（(][一二三四五六七八九十]{1,3}[）)]",
        r"\d{1,2}[、.．](?!\d)",
        r"[（(]\d{1,2}[）)]",
        r"[①-⑳]",
    )
)
_PART = re.compile(r"^[#＃]?\s*(?:其中|其 中)\s*[:：,，]?\s*|^[#＃]\s*")
_BRACKET = re.compile(r"[（(\[［【〔]([^（()）\[\]［］【】〔〕]*)[）)\]］】〕]")
_UNIT_WORD = re.compile(r"^(?:计量)?单位\s*[:：]?\s*")
_SLASH = re.compile(r"^(.*[^\d/／])\s*[/／]\s*([^/／]{1,8}(?:/[^/]{1,4})?)$")
_BOXES = re.compile(r"[□☐☑■○◯]")
_YEARS = re.compile(r"^(19|20)\d\d")
# counting words of forms that need no conversion
_MORE_UNITS = {
    "层",
    "面",
    "尾",
    "级",
    "篇",
    "个百分点",
    "孔",
    "峰",
    "海里",
    "轮",
    "门",
    "车次",
    "台次",
    "班次",
    "亩次",
    "批次",
    "°",
}
# 养殖场（户）名称 names two kinds of farm, no unit
_ALSO_NOUNS = {"户", "人", "家", "组", "处", "块", "所", "座", "点", "个", "只", "车", "站", "校"}
_CHOICES = re.compile(
    r"[（(]([^（()）]{1,6}(?:[/／|][^（()）/／|]{1,6})+|是[、或]?否|有[、或]?无|男[、或]女)[）)]$"
    r"|(?<=类型|类别|种类|身份|性质|方式|等级|级别)[（(]([^（()）、]{1,6}(?:、[^（()）、]{1,6})+)[）)]$"
)
_NUMBERED = re.compile(r"[（(]?((?:\d[.、．:：]?\s*[\u4e00-\u9fff]{1,8}[,，、;；\s]*){2,})[）)]?$")
_PLACE_WORDS = {
    "个", "村", "组", "屯", "乡", "镇", "县", "市", "区", "社", "居", "省", "项", "街道", "社区", "居委会",
    "村委会", "旗",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart. `part` is True under 其中; `indent` counts the blanks before the words;
    `level` is the depth of its numbering: 一、 1, （一） 2, 1. 3, （1） 4, ① 5, none 0."""

    name: str
    unit: str = ""
    code: str = ""
    options: tuple[str, ...] = ()
    part: bool = False
    indent: int = 0
    level: int = 0


def read_label(text: str) -> Label:
    """`B31-1 其中：人均容积在5立方米以下（人）` → name, unit 人, code B31-1, part. Never fails."""
    indent = len(text) - len(text.lstrip(" \u3000\t\xa0"))
    words = join_words(text)
    name, options = _take_options(words)
    name, code, part = _take_marks(name)
    name, unit = take_unit(name)
    if not options:
        name, options = take_choices(name)
    return Label(name.strip(" ：:*＊"), unit, code, options, part, indent, numbering_level(words))


def numbering_level(words: str) -> int:
    """How deep the numbering in front of a label is; 0 without one."""
    return next((depth for depth, pattern in enumerate(_LEVELS, 1) if pattern.match(words)), 0)


def without_numbering(words: str) -> str:
    """The words without 一、 or 3. in front of them."""
    return _shorter(words, _NUMBERING)


def join_words(text: str) -> str:
    """One line without the blanks that only spread or wrap Chinese words (姓　　名 → 姓名)."""
    return _SPACE.sub(" ", _GAP.sub("", _GAP.sub("", re.sub(r"\s*\n\s*", "", text)))).strip()


def take_unit(name: str) -> tuple[str, str]:
    """The name without the unit in its brackets, behind a slash or behind 单位：, and that unit."""
    for match in reversed(list(_BRACKET.finditer(name))):
        unit = as_unit(match[1])
        if unit and not (match.end() < len(name) and unit in _ALSO_NOUNS):
            return (name[: match.start()] + name[match.end() :]).strip(), unit
    head, mark, tail = name.partition("单位：")
    if mark and head.strip() and as_unit(tail):
        return head.strip(" ，,（("), as_unit(tail)
    slash = _SLASH.match(name)
    if slash and as_unit(slash[2]):
        return slash[1].strip(), as_unit(slash[2])
    return name, ""


def take_choices(name: str) -> tuple[str, tuple[str, ...]]:
    """The name without the choices behind it, and these: `是否参保（是/否）`, `性别1男2女`."""
    match = _CHOICES.search(name)
    if match and name[: match.start()].strip():
        said = match[1] or match[2]
        words = tuple(word.strip() for word in re.split("[/／|、或]", said) if word.strip())
        words = tuple(words[0]) if len(words) == 1 else words
        if not set(words) & _PLACE_WORDS and not as_unit(said):
            return name[: match.start()].strip(), words
    match = _NUMBERED.search(name)
    numbers = re.findall(r"\d", match[1]) if match else []
    if match and name[: match.start()].strip() and numbers == [str(at) for at, _ in enumerate(numbers, 1)]:
        words = tuple(re.findall(r"[\u4e00-\u9fff]+", match[1]))
        return re.sub(r"[（(](?:单选|多选)[）)]$", "", name[: match.start()]).strip(), words
    return name, ()


def as_unit(text: str) -> str:
    """The unit that a text names, `单位：万元` and `万元` alike; empty where it names none."""
    words = _UNIT_WORD.sub("", join_words(text)).strip(" ：:。.")
    said = words != join_words(text)
    either = words.split("、")
    if len(either) > 1:  # 头、只: which one, the row says
        return words if all(as_unit(word) for word in either) else ""
    bare = _BRACKET.sub("", words).strip()  # 村（社区） is a place like 村
    if not bare or (bare in _PLACE_WORDS - {"个", "项"} and not said):
        return ""
    return words if find_unit(words) is not None or words in _MORE_UNITS else ""


def unit_cell(text: str) -> str:
    """The unit that a cell of a header holds alone, in brackets or not: `（千瓦）`, `万元`."""
    words = join_words(text)
    bracket = _BRACKET.fullmatch(words)
    return as_unit(bracket[1] if bracket else words)


def read_options(text: str) -> tuple[str, ...]:
    """The choices written with boxes: `□是　□否` → (是, 否), `是□ 否□` likewise; empty without boxes."""
    first = _BOXES.search(text)
    if not first:
        return ()
    text = text[text[: first.start()].replace(":", "：").rfind("：") + 1 :]  # 3.是否参保：□是 □否
    words = [join_words(part).strip(" ；;，,、/()（）") for part in _BOXES.split(text.replace("\n", " "))]
    return tuple(word for word in words if word)


def plain(text: str) -> str:
    """Half-width, without any blank: for comparing words, never for showing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _take_options(words: str) -> tuple[str, tuple[str, ...]]:
    first = _BOXES.search(words)
    if first is None or not words[: first.start()].strip():
        return words, ()
    head = words[: first.start()].strip()
    if re.search(r"[:：？?\s]$|是否", words[: first.start()]) or len(_BOXES.findall(words)) > 1:
        return head.strip(" ：:"), read_options(words[first.start() :])
    return words, ()


def _take_marks(name: str) -> tuple[str, str, bool]:
    """Numbering, codes and 其中 off the front, in whatever order the form wrote them."""
    code, part = "", False
    for _ in range(3):
        before = name
        name = without_numbering(name)
        match = _CODE.match(name)
        if match and not _YEARS.match(name) and match.end() < len(name):
            code, name = match[1] or match[2], name[match.end() :]
        shorter = _shorter(name, _PART)
        part, name = part or shorter != name, shorter
        if name == before:
            break
    return name, code, part


def _shorter(name: str, pattern: re.Pattern[str]) -> str:
    rest = pattern.sub("", name, count=1)
    return rest if rest.strip() else name
