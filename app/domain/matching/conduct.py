"""What a notice wants done and when: acts and season, read from a few plain words each."""

import re

_ACTS = {
    "check": r"检查|督查|抽查|督导|巡查|排查|执法|整治|暗访|夜查|踏查|复查|自查|治理|打击|清查|打假",
    "count": r"统计|摸底|调查|普查|登记|台账|采集|填报|月报|日报|报送|摸排|建档|核实|动态更新|监测|底数|报表",
    "verify": r"核查|核实|核对|复核|比对|认证|实测|数据质量",
    "select": r"推荐|评选|评定|申报|示范(?:县|村|户|点|创建)|表彰|遴选|选拔|命名",
    "teach": r"培训|演练|讲座|宣讲|宣传(?:月|周|日)|竞赛|观摩",
    "pay": r"发放|兑付|兑现|拨付|清算|缴费|征缴",
    "build": r"建设项目|竣工|验收|招标|开工|采购",
}
_SEASONS = {
    r"今冬明春|冬春": (11, 12, 1, 2, 3),
    r"春节|元宵|新春|节前": (1, 2),
    r"元旦": (12, 1),
    r"清明": (3, 4),
    r"五一|劳动节": (4, 5),
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
    """Kinds of act that the text asks for, out of check, count, verify, select, teach, pay, build; sorted."""
    return tuple(sorted(act for act, pattern in _ACT_PATTERNS.items() if pattern.search(text)))


def read_recurring(title: str) -> bool:
    """Whether a title asks for the same again every period: 月报, 零报告, 每月报送."""
    return _RECURRING.search(title) is not None


def read_season(text: str) -> tuple[int, ...]:
    """Months (1–12) of the seasons and feasts that the text names; empty where it names none."""
    months = {month for pattern, named in _SEASON_PATTERNS if pattern.search(text) for month in named}
    return tuple(sorted(months))
