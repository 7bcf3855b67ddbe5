"""Sets a notice's official phrases aside, so that what is left says which work it asks for."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DOCUMENT_NO = re.compile(r"([\u4e00-\u9fff]{2,12}?)[〔\[(](\d{4})[〕\])]\s*第?\s*(\d{1,5})\s*号")
"""发文字号: code of the organ, year in brackets, serial number (GB/T 9704-2012, 7.2.5)."""

_NOT_OF_THE_ORGAN = re.compile(
    r"^.*(?:根据|按照|依据|依照|转发|印发|落实|贯彻|参照|执行|依|按|据|和|及|与|文件)"
)
_QUOTED = re.compile(r"《([^《》]{4,80})》")
_FORWARDING = re.compile(r"转发|印发|批转|翻印|抄送")
_ISSUER = re.compile(
    r"^.{0,40}?(?:局|委|部|厅|办|办公室|政府|委员会|小组|指挥部|大队|中心|站|联|署|院)关于(?=.{4})"
)
_DISTRICT = r"(?<![社小景林城校地辖矿园灾库灌护采街养洪])区"
"""A 区 that is a division of the state, and no quarter, scenic area, reserve or the like."""

_DOER = re.compile(
    r"^[^关《对]{0,24}?(?:局|委|部|(?<!餐)厅|办|镇|乡|(?<!整)县|(?<![集夜早门])市(?![场长])|"
    + _DISTRICT
    + r"|街道|政府|大队|中心|(?<![场厕])所|"
    r"法院|检察院|国务院|工作站|站(?=[:，])|队|联|协会|委员会|联合会|供销社|小学|中学|总队|我县|我市|我镇)[^关《对]{0,4}?"
    r"(?::|对(?=[^象照接口应].{5})|开展|组织|召开|部署|推进|扎实|深入|全面|联合|持续|赴|督导|督查|启动|进行|建立|多措并举|积极|加强|全力|举行|关于(?=.{4}))"
)
_PLACE = re.compile(
    r"^(?!城市|文明|卫生|美丽|村镇|集镇)(?:[^关《的]{1,7}?(?:省(?![道级])|自治区|州?(?<![明慧生林型废绵性园]城)(?<![集夜早门])市(?![场民政容级区长)])|(?<!整)县(?![城域级()])|"
    + _DISTRICT
    + r"(?![域级划)])|"
    r"镇(?![村区级域])|(?<![城返下])乡(?![村镇级代])|街道|旗|州)){1,4}(?=[^的]{4})"
)
_AGENCY = re.compile(
    r"(?:(?:农业|农村|林业|草原|自然资源|生态环境|环境保护|环保|住房|城乡|建设|城建|交通|运输|水利|水务|卫生|健康|计划生育|计生|医疗保障|医保|"
    r"人力资源|社会保障|人社|民政|教育|教体|体育|科技|文化|旅游|文旅|广电|广播电视|公安|交警|交管|司法|行政|应急|管理|安全生产监督|安监|"
    r"市场|监管|监督|工商|质监|质量技术|食药监|食品药品|统计|财政|税务|审计|商务|投资促进|发展|改革|发改|经济|信息化|工信|信访|畜牧|兽医|"
    r"水产|渔业|乡村振兴|扶贫开发|扶贫|退役军人事务|退役军人|消防救援|消防|国土资源|国土|规划|城市|综合|执法|城管|气象|地震|粮食|物资|储备|"
    r"烟草专卖|烟草|邮政|供销|残疾人|海洋|民族|宗教|数据|政务服务|审批服务|动物检疫|植保|农机)(?:和|与|、)?){1,6}"
    r"(?:总局|分局|局机关|局|厅|部门|委员会|委|总站|大队|支队|总队|机构|(?<!司法)所|部(?=办公|、|；|印发|部署|推进|通知|$))"
)
_BOILERPLATE = re.compile(
    r"为(?:深入|认真|全面|切实|进一步|扎实)?(?:贯彻|落实|学习|做好|加强|推进|推动|提高|规范|防范)[^,。;]{0,40}[,。;]|"
    r"(?:现将|现就)?有关(?:事项|要求|问题|情况)(?:和要求)?(?:通知|函告|通报)?如下[:。]?|"
    r"[^,。;]{0,10}(?:八项规定精神|轻车简从|层层陪同|食宿自理|弄虚作假|零数据也须|须经[^,。;]{0,12}审签)[^,。;]{0,14}|"
    r"(?:联系人|联系电话|报送邮箱|表格可在)[^,。;]{0,30}|"
    r"请(?:结合实际)?(?:认真)?(?:贯彻|遵照|组织)(?:落实|执行|实施)|特此通知|"
    r"各(?:乡镇|镇|街道|县|市|区|村|社区|单位|有关部门|部门)[^,。;]{0,30}[:]|"
    r"(?:高度重视|提高认识|加强领导|加强组织领导|压实责任|落实责任|强化责任|统一思想|营造氛围|加强宣传|严肃问责)[,。;、]?"
)
_ROUTINE = re.compile(
    r"关于|通知|通报|方案|意见|办法|公告|通告|函|开展|组织|做好|切实|进一步|全面|深入|加强|认真|扎实|持续|集中|专项|行动|"
    r"工作|活动|会议|座谈会|动员会|现场会|推进会|部署会|培训会|调研|有关|事项|情况|印发|转发|召开|部署|推进|推动|落实|实施|大?检查|大?督查|督导|抽查|巡查|大?排查|大?整治|大走访|大调处|治理|摸底|调查|摸排|"
    r"核查|暗访|执法|自查|整改|回头看|联合|年度|全市|全县|全区|全省|全国|全镇|全乡|我市|我县|我区|我镇|各地|各村|各乡镇|\d+年|\d+月|\d+日|"
    r"第[一二三四]季度|第[一二三四五六七八九十]{1,3}期|突击|上半年|下半年|双随机|一公开|计划|清单|要求|提示|启动|完成|[^\u4e00-\u9fff]"
)
MOST_TITLE, MOST_BODY = 300, 1_000
"""Characters: a notice says what it wants before it says how to report on it."""

_PARTICLES = "的和及与暨等对在将把为度"


@dataclass(frozen=True)
class Wording:
    """What is left of a notice: title and body as read, their cores without routine words, numbers cited.

    `doer` is who does the work where the title begins with it (某镇专职消防队开展…): no word of the work.
    """

    title: str
    doer: str
    body: str
    core: str
    gist: str
    document_nos: tuple[str, ...]


def normalise(text: str) -> str:
    """Simplified characters, half-width letters and digits, no blanks: 電 動 車 ２０２４ → 电动车2024."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_simplified())


@cache
def _simplified() -> dict[int, int]:
    """Traditional characters foreign to simplified texts, to simplified ones (OpenCC, Apache-2.0)."""
    lines = files("app.domain.matching").joinpath("data", "simplified.txt").read_text("utf-8").split()
    return {ord(one): ord(other) for one, other in zip(*lines, strict=True)}


def find_document_nos(text: str) -> tuple[str, ...]:
    """Document numbers as `organ〔year〕serial号`, in order of appearance, each once."""
    found = (
        f"{_NOT_OF_THE_ORGAN.sub('', organ) or organ}〔{year}〕{int(serial)}号"
        for organ, year, serial in DOCUMENT_NO.findall(normalise(text))
    )
    return tuple(dict.fromkeys(found))


def forwarded_title(title: str) -> str:
    """The work that a title passes on: 关于转发《关于X的通知》的通知 → 关于X的通知; else the title itself."""
    quoted = _QUOTED.findall(title)
    if quoted and _FORWARDING.search(title):
        return str(max(quoted, key=len))
    head, found, tail = title.rpartition("转发")
    if found and len(tail) > len(head):
        return tail
    return title


def split_doer(title: str) -> tuple[str, str]:
    """(who or where, what): 某县林业局组织开展禁种铲毒 → the bureau, the work; "" where none leads."""
    found = _DOER.match(title)
    if found and core_of(set_aside(title[found.end() :])):
        return title[: found.end()], title[found.end() :]
    place = _PLACE.match(title)
    return (place.group(), title[place.end() :]) if place else ("", title)


def set_aside(text: str) -> str:
    """The text without names of agencies and template sentences, a blank in the place of each."""
    return _AGENCY.sub(" ", _BOILERPLATE.sub(" ", text))


def core_of(text: str) -> str:
    """What a text says beyond the routine words of every notice; blanks part what did not stand together."""
    pieces = (piece.strip(_PARTICLES) for piece in _ROUTINE.sub(" ", text).split())
    return " ".join(piece for piece in pieces if len(piece) > 1)


def read_wording(title: str, body: str) -> Wording:
    """Title unwrapped, boilerplate set aside. The body is read up to MOST_BODY characters."""
    plain_title, plain_body = normalise(title[:MOST_TITLE]), normalise(body[:MOST_BODY])
    work = _ISSUER.sub("关于", forwarded_title(plain_title))
    doer, work = split_doer(work)
    seen = set_aside(work)
    if not core_of(seen):
        seen = work
    told = set_aside(plain_body)
    return Wording(
        title=seen,
        doer=doer,
        body=told,
        gist=core_of(DOCUMENT_NO.sub(" ", told)),
        core=core_of(DOCUMENT_NO.sub(" ", seen)),
        document_nos=find_document_nos(title + " " + body),
    )
