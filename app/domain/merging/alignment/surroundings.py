"""Reads the section and title around a field: what they supply to its label, and what the form is about."""

import re
from functools import lru_cache
from itertools import pairwise

from app.domain.merging.alignment.dictionary import concept_groups, themes
from app.domain.merging.alignment.labels import read_label
from app.domain.merging.alignment.lexicon import cut

#: Words of titles and sections that tell nothing of what the form is about.
_FORM_WORDS = re.compile(
    r"[^\w]|[\d_]|城乡|农村|城市|城镇|乡镇|街道|社区|行政村|全[镇县市区]|贫困[户村县]?"
    r"|统计|调查|情况|信息|汇总|明细|基本|基础|登记|台账|名册|名单|一览|月报|季报|年报|周报|日报|零报告|报表"
    r"|核实|核查|核对|进度|进展|调度|工作|指标|项目|人员|数据|管理|开展|组织|结果|主要|年度?|月份?|季度?|[表册单]"
)
#: A form about a village.
_VILLAGE = re.compile(r"行政村|自然村|村(?:基[本础]|情|级|庄|委会|民小组)|驻村|农户")
#: A form that asks for what is needed, whatever its labels say.
_NEEDED = re.compile(r"需求(?:情况)?(?:统计|汇总)")


@lru_cache(maxsize=8192)
def read_surroundings(
    around: tuple[str, str],
) -> tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[str]]:
    """The concepts of section and title with what they imply, whether they speak of town or country or of
    what is needed, and
    the words that tell one form's subject from another's, as pairs of characters."""
    words = [word for text in around for word in cut(read_label(text).words)]
    named = {word.name for word in words if word.role == "concept"} - concept_groups()["neutral"]
    concepts = frozenset(named.union(*(themes().get(name, ()) for name in named)))
    setting = {(word.name, word.value) for word in words if word.name == "settlement"}
    setting |= own_setting(tuple(named))
    if _VILLAGE.search("".join(around)):
        setting.add(("settlement", "农村"))
    if _NEEDED.search(around[-1]):
        setting.add(("stage", "需"))
    text = _FORM_WORDS.sub(" ", " ".join(read_label(text).words for text in around))
    topic = frozenset(pair for run in text.split() for pair in map("".join, pairwise(run)))
    return concepts, frozenset(setting), topic


def own_setting(concepts: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Country or town, where the label itself names what only the one has (村民小组, 耕地; 建成区)."""
    rural = concept_groups()["rural"].intersection(concepts)
    if rural:
        return frozenset({("settlement", "农村")})
    return frozenset({("settlement", "城镇")} if concept_groups()["urban"].intersection(concepts) else ())
