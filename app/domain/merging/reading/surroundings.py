"""What stands around a table: its title, unit line, period, notes and the definitions in 填表说明."""

import re
from dataclasses import dataclass, field, replace

from app.domain.merging.reading.dates import find_period, within_year
from app.domain.merging.reading.labels import as_unit, join_words

_ATTACHMENT = re.compile(
    r"^(?:附\s*(?:件|表)\s*[0-9一二三四五六七八九十]*(?:[-—]\d+)?\s*[:：.、]?\s*"
    r"|表\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[-—]\d+)?(?:\s*[:：.、]\s*|\s+)(?=.{3}))+"
)
_UNIT_LINE = re.compile(r"(?<![报表制送查合])(?:计量)?单位\s*[:：]\s*([^\s　；;）)]+)")
_UNIT_ASIDE = re.compile(r"\s*[（(](?:计量)?单位\s*[:：][^（()）]{1,12}[）)]$")
_NOTE = re.compile(
    r"^[（(【]?(?:(?:注|备注|说明|口径|填报要求|指标说明)[】]?\s*(?:[:：]|\d\s*[:：.、])|(?:填表说明|填报说明|指标解释|填写说明|填表须知))"
)
_SIGN_OFF = re.compile(
    r"(?:填报单位|填报人|填表人|审核人|负责人|联系电话|联系人|填报日期|填报时间|填表日期|填表时间|制表日期|报出日期|制表人|制表|单位负责人|统计负责人|经办人|盖章|表\s*号|制定机关|批准机关|文\s*号|有效期)[^:：]{0,6}[:：（(]"
)
_SIGNATURE = re.compile(
    r"(?:填报人|填表人|审核人|制表人?|经办人|(?:单位|统计|分管)?负责人|报出日期|填[报表](?:日期|时间))[^:：]{0,6}[:：]"
    r"|[^:：，。]{1,10}(?:签名|签字|签章)[（(]?(?:盖章|公章)?[）)]?\s*[:：]"
)
_SHORT_DATE = re.compile(r"[^：:]{0,4}(?:19|20)\d{2}\s*年[^：:]{0,14}")
_ONLY_DATE = re.compile(
    r"[（(]?(?:截至|截止|至)?(?:19|20)\d{2}\s*年[\d\s年月日号度末底第一二三四季上下半—\-至]*[）)]?"
)
_DATE_LINE = re.compile(
    r"^[^，。]{0,12}(?:截至|截止|时点|时间|日期|报告期|所属期|统计期)[^，。：:]{0,4}[:：]"
)
_TITLE_END = re.compile(
    r"(?:表|册|账|帐|单|卡|簿|书|录|问卷|统计|登记|汇总|情况|摸底|方案)(?:[（(][^（()）]*[）)])?(?:[一二三四五六七八九十\d]+)?$"
)
_AS_OF = re.compile(r"(?:截至|截止|数据时点|统计时点|时点|统计时间|数据日期|报告期|所属期|统计期)")
_DEFINITION = re.compile(
    r"^[（(]?\d{0,2}[）)、.．]?\s*[“\"「]?([^：:。；，“”\"「」是]{2,24}?)[”\"」]?\s*(?:[（(][^）)]*[）)])?\s*(?:[:：]|是指|指的是|指)\s*(.{2,})$"
)
_CLAUSE = re.compile(r"[。；;\n]|(?<=[^\d])(?=\d{1,2}[.、．]\s*[^\d])|(?=[（(]\d{1,2}[）)])")


@dataclass
class Surroundings:
    """The words outside the table proper, sorted by what they are for."""

    title: str = ""
    unit: str = ""
    period: str = ""
    notes: list[str] = field(default_factory=list)
    section: str = ""

    @property
    def definitions(self) -> dict[str, str]:
        """Name → definition, from sentences such as `常住人口：指在本地居住半年以上的人口`."""
        found: dict[str, str] = {}
        for note in self.notes:
            for clause in _CLAUSE.split(_strip_note_mark(note)):
                match = _DEFINITION.match(clause.strip())
                if match:
                    found.setdefault(match[1].strip(), match[2].strip())
        return found


def is_note(text: str) -> bool:
    """True for 注：…, 填表说明…, and the like."""
    return bool(_NOTE.match(text.strip()))


def is_sign_off(text: str) -> bool:
    """True for the lines that name who fills the form in, when, and under which approval."""
    return bool(_SIGN_OFF.search(text)) or is_signature(text)


def is_signature(text: str) -> bool:
    """True for 填表人：, 审核人： and the like, which the office that fills the form signs."""
    return bool(_SIGNATURE.match(join_words(text)))


def is_unit_line(text: str) -> bool:
    """True for `单位：万元`, but not for 填报单位：…"""
    match = _UNIT_LINE.search(text)
    return bool(match and _units_of(match[1]))


def _units_of(text: str) -> str:
    """万元 of `万元（0.00）`; several units stay beside each other (亩、户), empty where one is none."""
    units = [as_unit(word) for word in re.split("[、，,/]", re.sub("[（(].*", "", text))]
    return as_unit(text) or ("、".join(units) if all(units) else "")


def bare_title(text: str) -> str:
    """The title without 附件1：, 表2： and （单位：万元）."""
    return _UNIT_ASIDE.sub("", join_words(_ATTACHMENT.sub("", text.strip()))).strip()


def read_before(texts: list[str]) -> Surroundings:
    """Sort the lines above a table; the title is the longest line that is nothing else."""
    around = Surroundings()
    candidates: list[str] = []
    for text in texts:
        line = join_words(text)
        _take_line(around, line)
        if (is_unit_line(line) and not _UNIT_ASIDE.search(line)) or is_sign_off(line):
            continue
        if _DATE_LINE.match(line) or _ONLY_DATE.fullmatch(line):
            continue
        if is_note(line) or (len(line) > 60 and "。" in line):
            around.notes.append(text.strip())
        elif bare_title(text):
            candidates.append(bare_title(text))
    around.title = max(candidates, key=_titleness, default="")
    around.period = around.period or find_period(" ".join(candidates))
    if len(around.period) == len("2026"):
        parts = (within_year(line, around.period) for line in candidates if line != around.title)
        around.period = next((part for part in parts if part), around.period)
    return around


def _titleness(line: str) -> tuple[bool, bool, bool, int]:
    """Titles end in 表, 册, 账 …, not in brackets, not behind 一、, and are the longest line that does."""
    opens = line.startswith(("（", "("))
    return bool(_TITLE_END.search(line)), not opens, not re.match("[一二三四五六七八九十]、", line), len(line)


def go_on(above: Surroundings, around: Surroundings) -> Surroundings:
    """A table without a title of its own, or called 续表, goes on with the period, the unit and the title of
    the one above it."""
    if around.title and not around.title.startswith("续"):
        return around
    return replace(
        around,
        title=around.title or above.title,
        unit=around.unit or above.unit,
        period=around.period or above.period,
    )


def read_after(around: Surroundings, texts: list[str]) -> None:
    """Add the lines below a table; lines for signatures are kept as notes too, nothing is lost."""
    for text in texts:
        line = join_words(text)
        around.notes.append(text.strip())
        if not is_sign_off(line):
            _take_line(around, line)


def _take_line(around: Surroundings, line: str) -> None:
    if is_unit_line(line) and not around.unit:
        match = _UNIT_LINE.search(line)
        around.unit = _units_of(match[1]) if match else ""
    if _AS_OF.search(line) and find_period(line):
        around.period = find_period(line[line.index(_AS_OF.search(line)[0]) :])  # type: ignore[index]
    elif not around.period and _SHORT_DATE.fullmatch(_UNIT_LINE.sub("", line).strip("（()） ")):
        around.period = find_period(line)


def _strip_note_mark(note: str) -> str:
    return re.sub(
        r"^[（(【]?(?:注|备注|说明|填表说明|填报说明|填报要求|指标解释|指标说明|填写说明)[】]?\s*[:：]?\s*",
        "",
        note.strip(),
    )
