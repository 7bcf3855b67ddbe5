"""Reads a notice: which matters it is about, whom or what it looks at, what it wants done and when."""

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from app.domain.matching.conduct import read_acts, read_recurring, read_season
from app.domain.matching.english import EnglishNames
from app.domain.matching.foremost import NAMES, Sought, choose_foremost
from app.domain.matching.labels import LabelIndex
from app.domain.matching.meaning import load_vectors, pack
from app.domain.matching.reading import Notice, Reading, Weighted
from app.domain.matching.topics import near_matters, read_topics, topics_near
from app.domain.matching.vocabulary import Vocabulary
from app.domain.matching.wording import MOST_BODY, Wording, find_document_nos, normalise, read_wording

TITLE, BODY, DEPARTMENT = 1.0, 0.25, 0.2
"""How much a label counts where it stands. The title names the work; the body lists what it touches."""

BODY_AT_MOST = 0.4
"""What all labels of the body weigh together, against those of a title that names the work."""

HINTED = 0.15
"""What a hint counts against a name."""

SUGGESTED = 0.5
"""What a matter counts that only its object suggests."""

SHORT_LABELS = {2: 0.7, 3: 0.85}
"""Short labels say less and are more often part of another word."""

AS_PROMINENT = 0.7
"""How prominent an object has to be beside its matter: both are weighed by their labels' length already."""

MOST_MATTERS, MOST_OBJECTS = 5, 4
GIST_CHARACTERS = 120
SWALLOWED = 0.3
"""What a wider matter keeps when a narrower one is named beside it: 安全生产 beside 消防."""
MANNER = 0.2
"""What a manner of working keeps beside a matter: 作风 or 数据质量 beside 低保."""

ROUTINE_FIELDS = re.compile(
    r"^(?:序号|编号|姓名|性别|年龄|民族|备注|日期|时间|单位|单位名称|名称|地址|住址|联系电话|电话|手机号码?|联系人|联系方式|填报人|填表人|"
    r"审核人|负责人|填报单位|填报日期|填报时间|填表日期|签字|签名|盖章|合计|总计|小计|乡镇|乡镇街道|镇街|村|村社区|行政村|组|身份证号码?|"
    r"出生年月|出生日期|户主|户主姓名|家庭住址|数量|类别|类型|其他|说明|照片)$"
)

COUNTED = re.compile(r"(?<=[^户人].)(?<![户人个件])(?:总数|数量|数)$")
"""常住人口数 is 常住人口; 低保户数 and 低保人数 are left, since what is counted is their meaning."""


def read_notice(notice: Notice, vocabulary: Vocabulary) -> Reading:
    """What `notice` asks for, in the concepts of `vocabulary`; never without a matter. Deterministic."""
    wording = read_wording(notice.title, notice.text)
    objects = _objects_of(notice, wording, vocabulary)
    core, gist = _topic(wording.core, vocabulary), wording.gist[:GIST_CHARACTERS]
    near = near_matters(wording.core, gist, vocabulary)
    matters, certainty = choose_foremost(_sought(notice, wording, objects, near, vocabulary), vocabulary)
    foremost = _whole(matters, MOST_MATTERS)
    wider = {above for one in foremost for above in vocabulary.ancestors(one.concept)}
    text, meaning = wording.title + " " + wording.body, load_vectors().mean(core or wording.gist)
    return Reading(
        matters=foremost,
        certainty=round(certainty, 3),
        wider=tuple(sorted(wider)),
        objects=_seen(_with_implied(objects, foremost, vocabulary)),
        acts=read_acts(wording.title),
        acts_told=read_acts(text),
        season=read_season(normalise(notice.title)),
        document_no=next(iter(find_document_nos(notice.document_no)), normalise(notice.document_no)),
        cited=_cited(notice, wording),
        title=wording.core,
        core=core,
        gist=gist,
        meaning=pack(meaning.astype(np.float32)),
        topics=topics_near(near, vocabulary),
        core_topics=() if core == wording.core else read_topics(core, gist, vocabulary),
        fields=_informative(notice.fields),
        kind=notice.kind,
        recurring=notice.recurring or (notice.kind == "report" and read_recurring(normalise(notice.title))),
    )


def seek_matters(notice: Notice, vocabulary: Vocabulary) -> Sought:
    """Which matters `notice` may be foremost about."""
    wording = read_wording(notice.title, notice.text)
    near = near_matters(wording.core, wording.gist[:GIST_CHARACTERS], vocabulary)
    return _sought(notice, wording, _objects_of(notice, wording, vocabulary), near, vocabulary)


def _sought(
    notice: Notice,
    wording: Wording,
    objects: dict[str, Weighted],
    near: dict[str, float],
    vocabulary: Vocabulary,
) -> Sought:
    found = _read_matters(wording, notice.department, vocabulary)
    found |= _english(notice, vocabulary.english_matters)
    work = _work_alone(wording.core, found, vocabulary)
    if work != wording.core:
        near = near_matters(work, wording.gist[:GIST_CHARACTERS], vocabulary)
    return Sought(_settle(found, objects, vocabulary), near, len(wording.core.replace(" ", "")))


def _read_matters(wording: Wording, department: str, vocabulary: Vocabulary) -> dict[str, Weighted]:
    """What title and body name; who asks is looked at only where neither names anything."""
    labels = vocabulary.matter_labels
    title, body = _named(labels, wording.title, TITLE), _named(labels, wording.body, BODY)
    if max((one.weight for one in title.values()), default=0.0) < NAMES:
        scale = SUGGESTED / HINTED
        title = {one.concept: replace(one, weight=one.weight * scale) for one in title.values()}
        title = _suggested(_named(vocabulary.object_labels, wording.title, TITLE), vocabulary) | title
    found = _join(title, body) or _suggested(_named(vocabulary.object_labels, wording.body, BODY), vocabulary)
    return found or _named(labels, wording.doer + " " + normalise(department), DEPARTMENT)


def _suggested(objects: dict[str, Weighted], vocabulary: Vocabulary) -> dict[str, Weighted]:
    """The matters that the named objects stand for where no matter is named: lifts, so lift safety."""
    found: dict[str, Weighted] = {}
    for thing in objects.values():
        for matter in vocabulary.concepts[thing.concept].related:
            weight = thing.weight * SUGGESTED
            if matter not in found or found[matter].weight < weight:
                found[matter] = Weighted(matter, weight, thing.words)
    return found


def _objects_of(notice: Notice, wording: Wording, vocabulary: Vocabulary) -> dict[str, Weighted]:
    labels = vocabulary.object_labels
    title, body = _named(labels, wording.title, TITLE), _named(labels, wording.body, BODY)
    return _join(title, body) | _english(notice, vocabulary.english_objects)


def _named(labels: LabelIndex, text: str, share: float) -> dict[str, Weighted]:
    """What `text` names, by its best label: a long name counts in full, a hint hardly."""
    found: dict[str, Weighted] = {}
    for hit in labels.find(text):
        weight = share * SHORT_LABELS.get(len(hit.label), 1.0) * (HINTED if hit.hint else 1.0)
        if hit.concept not in found or found[hit.concept].weight < weight:
            found[hit.concept] = Weighted(hit.concept, weight, hit.label)
    return found


def _english(notice: Notice, names: EnglishNames) -> dict[str, Weighted]:
    """What an English title names, or where it names nothing the body."""
    for text, share in ((notice.title, TITLE), (notice.text[:MOST_BODY], BODY)):
        hits = list(names.find(text))
        if hits:
            return {
                one.concept: Weighted(one.concept, share * (SUGGESTED if one.hint else 1), one.label)
                for one in hits
            }
    return {}


def _join(title: dict[str, Weighted], body: dict[str, Weighted]) -> dict[str, Weighted]:
    """Both together; the body yields to a title that names the work, and confirms what it repeats."""
    weighs, may = sum(one.weight for one in body.values()), sum(one.weight for one in title.values())
    scale = min(1.0, BODY_AT_MOST * may / weighs) if may >= SUGGESTED and weighs else 1.0
    found = dict(title)
    for concept, one in body.items():
        before = found.get(concept)
        weight = one.weight * scale + (before.weight if before else 0.0)
        found[concept] = Weighted(concept, weight, before.words if before else one.words)
    return found


def _settle(
    found: dict[str, Weighted], objects: dict[str, Weighted], vocabulary: Vocabulary
) -> dict[str, Weighted]:
    """Names the narrowest matters that the words and the objects allow."""
    settled: dict[str, Weighted] = {}
    for one in found.values():
        special = _speciality(one, objects, vocabulary)
        best = settled.get(special)
        if best is None or best.weight < one.weight:
            settled[special] = Weighted(special, one.weight, one.words)
    for concept, one in list(settled.items()):
        below = [
            other
            for other, much in settled.items()
            if concept in vocabulary.ancestors(other) and much.weight >= one.weight
        ]
        if below:
            settled[concept] = Weighted(concept, one.weight * SWALLOWED, one.words)
    return _matters_first(settled, vocabulary)


def _matters_first(found: dict[str, Weighted], vocabulary: Vocabulary) -> dict[str, Weighted]:
    """Manners of working step back behind a matter that is named at least half as prominently."""

    def manner(concept: str) -> bool:
        known = vocabulary.concepts.get(concept)
        return known is not None and known.manner

    strongest = max((one.weight for one in found.values() if not manner(one.concept)), default=0.0)
    return {
        one.concept: replace(one, weight=one.weight * MANNER)
        if manner(one.concept) and strongest >= one.weight / 2
        else one
        for one in found.values()
    }


def _work_alone(core: str, found: dict[str, Weighted], vocabulary: Vocabulary) -> str:
    """The core without the doers, places and things that only hint at work of their own, where the title
    names the work: volunteers who look after monuments are asked nothing as volunteers."""
    if max((one.weight for one in found.values()), default=0.0) < NAMES:
        return core
    alone = core
    for hit in vocabulary.matter_labels.find(core):
        if hit.hint:
            alone = alone.replace(hit.label, " ")
    return alone


def _topic(core: str, vocabulary: Vocabulary) -> str:
    """The core without the objects it names, if that leaves anything: 宾馆卫生 → 卫生, unlike 宾馆消防."""
    topic = core
    for hit in vocabulary.object_labels.find(core):
        topic = topic.replace(hit.label, " ")
    return " ".join(topic.split()) or core


def _speciality(one: Weighted, objects: dict[str, Weighted], vocabulary: Vocabulary) -> str:
    """The narrower matter about an object that is named about as prominently: fire safety in schools."""
    for thing in sorted(objects.values(), key=lambda thing: (-thing.weight, thing.concept)):
        special = vocabulary.specialities.get((one.concept, thing.concept))
        if special and thing.weight >= AS_PROMINENT * min(one.weight, TITLE):
            return special
    return one.concept


def _with_implied(
    objects: dict[str, Weighted], matters: Iterable[Weighted], vocabulary: Vocabulary
) -> dict[str, Weighted]:
    """Adds what a matter is always about: school safety looks at schools though no word says so."""
    whole = dict(objects)
    for one in matters:
        known = vocabulary.concepts.get(one.concept)
        for thing in known.objects if known else ():
            before = whole.get(thing)
            if before is None or before.weight < one.weight:
                whole[thing] = Weighted(thing, one.weight, before.words if before else "")
    return whole


def _whole(found: dict[str, Weighted], most: int) -> tuple[Weighted, ...]:
    """The weightiest `most`, their weights summing to 1, in an order that does not depend on the text's."""
    kept = sorted(found.values(), key=lambda one: (-one.weight, one.concept))[:most]
    total = sum(one.weight for one in kept)
    return tuple(Weighted(one.concept, round(one.weight / total, 4), one.words) for one in kept)


def _seen(objects: dict[str, Weighted]) -> tuple[Weighted, ...]:
    """The weightiest objects; together they weigh 1 only where the title or a matter vouches for them."""
    strongest = max((one.weight for one in objects.values()), default=0.0)
    share = min(1.0, strongest / NAMES)
    whole = _whole(objects, MOST_OBJECTS)
    return tuple(Weighted(one.concept, round(one.weight * share, 4), one.words) for one in whole)


def _cited(notice: Notice, wording: Wording) -> tuple[str, ...]:
    basis = (
        number for text in notice.legal_basis for number in (find_document_nos(text) or (normalise(text),))
    )
    return tuple(dict.fromkeys((*wording.document_nos, *basis)))


def _informative(labels: Iterable[str]) -> tuple[str, ...]:
    plain = (COUNTED.sub("", re.sub(r"\([^()]*\)|[:,、。*_/-]", "", normalise(label))) for label in labels)
    return tuple(sorted({label for label in plain if label and not ROUTINE_FIELDS.match(label)}))
