"""What a notice wants done and when: acts and season, read from a few plain words each."""

import re

_ACTS = {
    "check": r"检查|督查|督察|抽查|督导|巡查|巡检|巡护|踏查|排查|执法|整治|暗访|夜查|复查|自查|治理|"
    r"打击|清查|打假|监督|取缔|清理|查处|严打",
    "count": r"统计|摸底|调查|普查|登记|台账|采集|填报|月报|日报|报送|摸排|建档|动态更新|监测|底数|"
    r"报表|摸清|清点|上报",
    "verify": r"核查|核实|核对|复核|比对|认证|实测|数据质量|评估|审核|验收",
    "select": r"推荐|评选|评定|申报|示范(?:县|村|户|点|创建)|表彰|遴选|选拔|命名|评比|观摩|考核",
    "teach": r"培训|演练|讲座|宣讲|宣传|竞赛|普及|科普|测试|知识|进(?:校园|社区|农村|村入户宣)",
    "give": r"慰问|送温暖|发放|兑付|兑现|拨付|清算|救助|捐赠|结对|送(?:医|法|药|取暖|米)",
    "enrol": r"征缴|缴费|参保|投保|征订|征集|招录|报名|预约|征兵|体检|筛查|接种",
    "build": r"建设项目|竣工|招标|(?<!公)开工(?!作)|采购|安装|新建|新增(?!孤儿|.{0,6}(?:人|户|家庭))|"
    r"改造|配备|划分|挂牌|设立|维修|检修|修复|建成|栽植|种植|清淤|设置|制作|编制",
    "treat": r"除治|消杀|灭(?!火)|清淤|除草|喷洒|投药|补植|抚育|防控",
    "consult": r"调研|座谈|研讨|征求意见|学习考察",
    "meet": r"召开|会议|推进会|部署",
}
OF_ITS_OWN = {
    "give": 1.0,
    "select": 0.5,
    "treat": 0.3,
    "enrol": 0.25,
    "build": 0.25,
    "teach": 0.25,
    "consult": 0.15,
    "verify": 0.1,
    "meet": 0.05,
}
"""How far an act is a work of its own beside an inspection or a count of the same matter: who brings gifts to
poor workers counts nobody; who calls a meeting about an inspection mostly wants the inspection."""
ONE_GO = frozenset({"check", "count"})
"""Acts that do not tell two works apart: whoever inspects mostly counts too."""
NAMES_OF_ACTS = {
    "check": ("检查、整治", "inspection"),
    "count": ("统计、摸底", "a count"),
    "treat": ("防治、清理作业", "treatment"),
    "give": ("慰问、发放", "gifts or payments"),
    "select": ("评选、申报", "selection"),
    "enrol": ("参保、征缴、筛查", "enrolment"),
    "build": ("建设、维修", "building or repair"),
    "teach": ("培训、宣传", "teaching"),
    "consult": ("调研、座谈", "consultation"),
    "verify": ("核查、验收", "verification"),
    "meet": ("会议部署", "a meeting"),
}
_SEASONS = {
    r"今冬明春|冬春": (11, 12, 1, 2, 3),
    r"春节|元宵|新春|节前": (1, 2),
    r"元旦": (12, 1),
    r"清明": (3, 4),
    r"五一|劳动节": (4, 5),
    r"三夏|麦收": (5, 6),
    r"三秋": (9, 10),
    r"春运": (1, 2, 3),
    r"端午": (5, 6),
    r"中秋|国庆|双节": (9, 10),
    r"(?<!今冬明)(?<!冬)春(?:季|防|耕|播|灌|学期|夏|秋|雷)": (2, 3, 4, 5),
    r"夏(?:季|收|粮|播|秋|种)": (5, 6, 7, 8),
    r"汛期|主汛|梅雨": (5, 6, 7, 8, 9),
    r"秋(?:季|防|收|粮|冬|播|种)": (8, 9, 10, 11),
    r"冬(?:季|防|训|令)|今冬": (11, 12, 1, 2),
    r"暑假|暑期": (7, 8),
    r"寒假": (1, 2),
}
_RECURRING = re.compile(
    r"(?:日|周|旬|月|季)(?:报|通报|调度|更新|核对)|零报告|(?:每|按)(?:日|周|旬|月|季)|季度(?:报|核对|更新)"
)
_ACT_PATTERNS = {act: re.compile(pattern) for act, pattern in _ACTS.items()}
_SEASON_PATTERNS = tuple((re.compile(pattern), months) for pattern, months in _SEASONS.items())


def read_acts(text: str) -> tuple[str, ...]:
    """Kinds of act that the text asks for: check, count, verify and those of `OF_ITS_OWN`; sorted."""
    return tuple(sorted(act for act, pattern in _ACT_PATTERNS.items() if pattern.search(text)))


def act_alone(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """The act of `OF_ITS_OWN` that stands out most among those of `one` but not of `other`; "" if none."""
    alone = [act for act in one if act in OF_ITS_OWN and act not in other]
    return max(alone, key=lambda act: OF_ITS_OWN[act], default="")


def acts_crossed(one: tuple[str, ...], other: tuple[str, ...], told: tuple[tuple[str, ...], ...]) -> bool:
    """Whether both titles name acts and neither names, in title or body (`told`, one's and the other's), any
    of the other's: vaccination beside cleaning ditches. Inspecting and counting go together."""
    named = one and other and not set(one) & set(told[1]) and not set(other) & set(told[0])
    return bool(named) and not ONE_GO.issuperset((*one, *other))


def read_recurring(title: str) -> bool:
    """Whether a title asks for the same again every period: 月报, 零报告, 每月报送."""
    return _RECURRING.search(title) is not None


def read_season(text: str) -> tuple[int, ...]:
    """Months (1–12) of the seasons and feasts that the text names; empty where it names none."""
    months = {month for pattern, named in _SEASON_PATTERNS if pattern.search(text) for month in named}
    return tuple(sorted(months))
