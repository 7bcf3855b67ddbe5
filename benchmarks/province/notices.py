"""Believable notices of every matter in the vocabulary: its labels in the templates that bureaus write in."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.matching import Concept, Notice, Reading, load_vocabulary, read_notice

VISITS = (
    "关于开展{}专项检查的通知",
    "关于对{}工作进行督查的通知",
    "关于做好{}检查工作的通知",
    "关于组织开展{}隐患排查整治的通知",
    "关于{}情况抽查的通知",
    "关于印发{}专项整治行动方案的通知",
    "关于进一步加强{}工作的通知",
)
RETURNS = (
    "关于报送{}情况的通知",
    "关于上报{}进展的函",
    "关于开展{}摸底统计的通知",
    "关于填报{}台账的通知",
    "关于核实{}数据的通知",
)
OPENINGS = (
    "为深入贯彻落实上级决策部署，压紧压实属地责任，现将有关事项通知如下。",
    "根据上级统一安排，结合工作实际，现就有关工作通知如下。",
    "按照年度工作计划安排，定于近期开展此项工作。",
    "",
)
CONTENTS = (
    "重点查看{}落实情况，查阅台账并实地抽看。",
    "对{}开展全面排查，建立问题清单并限期整改。",
    "统计{}的数量、进展和存在的问题。",
    "围绕{}核对基础数据，逐项说明情况。",
)
CLOSINGS = (
    "请各乡镇明确1名联络员，提前做好相关准备。",
    "数据须经主要负责人审签，逾期未报的予以提醒。",
    "检查结束后形成问题清单，整改情况书面反馈。",
    "",
)
HEAD = 15.0
"""Flattens the head of Zipf's law: the commonest matter is named by 3 % of notices, as in the seed county."""


@dataclass(frozen=True)
class Text:
    """A notice as many may send it: its matter, what is read in it, how often it is sent."""

    title: str
    body: str
    kind: str
    reading: Reading
    popularity: float
    matter: str


def write_notices(many: int, seed: int) -> list[Text]:
    """`many` notices or somewhat more, the commoner matters in more wordings; every matter has some."""
    chance = random.Random(seed)
    vocabulary = load_vocabulary()
    matters = [one for one in vocabulary.concepts.values() if one.facet == "matter" and not one.manner]
    chance.shuffle(matters)
    shares = [1.0 / (HEAD + rank) for rank in range(len(matters))]
    whole = sum(shares)
    found = []
    for matter, share in zip(matters, shares, strict=True):
        wordings = max(6, round(many * share / whole))
        found += [
            Text(*words, _read(words), share, matter.id) for words in words_of(matter, wordings, chance)
        ]
    return found


def _read(words: tuple[str, str, str]) -> Reading:
    title, body, kind = words
    return read_notice(Notice(title, text=body, kind=kind), load_vocabulary())


def words_of(matter: Concept, wordings: int, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Title, text and kind of so many notices of a matter."""
    things = [load_vocabulary().label(one)[0] for one in matter.objects]
    for _ in range(wordings):
        kind = "report" if chance.random() < 0.45 else "inspection"
        template = chance.choice(RETURNS if kind == "report" else VISITS)
        label = chance.choice(matter.labels)
        named = chance.choice((*matter.labels, *things))
        body = "".join(
            (chance.choice(OPENINGS), chance.choice(CONTENTS).format(named), chance.choice(CLOSINGS))
        )
        yield template.format(label), body, kind
