"""Which ledgers list the very same objects and so share one roster; anything less than sure stays apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.merging.field import Form, Table
from app.domain.merging.reading.labels import plain

_GENERIC = re.compile(
    r"台账|登记表|花名册|统计表|明细表|汇总表|信息表|登记簿|清单|名单|名册|一览表|情况表|排查表|摸底表|调查表|"
    r"基础数据采集|基础数据|数据采集|基本信息|基本情况|信息采集|信息|情况|动态管理|管理|登记|统计|排查|摸底|表$|^附件\d*[:：]?"
)
_ASIDE = re.compile(
    r"[（(][^）)]*[）)]|(?:19|20)\d{2}年?(?:度|上半年|下半年)?(?:\d{1,2}月(?:份)?)?(?:第?[一二三四]季度)?"
)
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,8}?(?:省|市|县|区|乡|镇|街道)(?=[\u4e00-\u9fff]{2,})")


@dataclass
class RosterGroup:
    """Ledgers of one kind of object: (form, number of the table in it, table)."""

    grain: str
    subject: str
    ledgers: list[tuple[Form, int, Table]] = field(default_factory=list)


def subject_of(title: str) -> str:
    """What a ledger's title says that it lists: `东安县2026年低保对象花名册` → 低保对象."""
    words = _ASIDE.sub("", plain(title))
    words = _PLACE.sub("", words)
    return _GENERIC.sub("", words)


def group_ledgers(forms: Sequence[Form]) -> list[RosterGroup]:
    """The rosters in order of first appearance.

    Sure means: the same grain, named by a column, and the same subject in the title. Ledgers of one form are
    never joined, since a department that prints two lists wants two.
    """
    groups: list[RosterGroup] = []
    for form in forms:
        for at, table in enumerate(form.tables):
            if table.kind == "ledger":
                _place(groups, form, at, table)
    return groups


def _place(groups: list[RosterGroup], form: Form, at: int, table: Table) -> None:
    grain = next((item.grain for item in table.fields if item.grain), "")
    subject = subject_of(table.title)
    for group in groups:
        sure = bool(grain and subject) and (group.grain, group.subject) == (grain, subject)
        if sure and all(other is not form for other, _, _ in group.ledgers):
            group.ledgers.append((form, at, table))
            return
    groups.append(RosterGroup(grain, subject or plain(table.title), [(form, at, table)]))
