"""Editions of a notice are known as such, and what only looks like one is not."""

import pytest

from app.domain.matching import Edition, Notice, asks_again, is_copy, line_of, load_vocabulary, read_notice


def edition(title: str, **more) -> Edition:
    notice = Notice(title, **({"kind": "report"} | more))
    return Edition(title, read_notice(notice, load_vocabulary()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于报送11月双减进展的函", "关于报送12月双减进展的函"),
        ("关于报送11月双减进展的函", "关于报送2026年12月份双减进展的函"),
        ("关于报送十一月份双减进展的函", "关于报送十二月份双减进展的函"),
        (
            "关于报送第三季度森林防火基本情况统计表的通知",
            "关于报送第四季度森林防火基本情况统计表的通知",
        ),
        ("关于报送2026年上半年食品安全情况的通知", "关于报送2026年下半年食品安全情况的通知"),
    ],
)
def test_the_same_asked_again_next_period_is_of_one_line(one: str, other: str) -> None:
    assert line_of(edition(one).reading) == line_of(edition(other).reading) != 0
    assert asks_again(edition(one), edition(other))
    assert asks_again(edition(other), edition(one))


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("关于报送11月双减进展的函", "关于报送11月校园安全进展的函", {}),
        ("关于开展60岁以上老人摸底的通知", "关于开展80岁以上老人摸底的通知", {}),
        ("关于报送留守儿童人数的通知", "关于报送留守儿童走访次数的通知", {}),
        ("关于开展冬季森林防火检查的通知", "关于开展春季森林防火检查的通知", {}),
        ("关于报送人口情况的通知", "关于报送人口情况的通知", {"fields": ("常住人口", "户籍人口")}),
        ("关于报送人口情况的通知", "关于报送人口情况的通知", {"kind": "inspection"}),
    ],
)
def test_another_matter_number_season_form_or_kind_is_another_line(one, other, more) -> None:
    assert not asks_again(edition(one), edition(other, **more))
    assert not asks_again(edition(other, **more), edition(one))


def test_a_copy_stands_on_the_same_document_and_asks_the_same() -> None:
    original = edition("县应急局关于开展冬春火灾防控检查的通知", document_no="东安办〔2026〕29号")
    title = "县教育局关于转发《县应急局关于开展冬春火灾防控检查的通知》的通知"
    cites = {"document_no": "东教〔2026〕7号", "legal_basis": ("东安办〔2026〕29号",)}
    assert is_copy(edition(title, **cites), original)
    assert not is_copy(edition(title), original)
    assert not is_copy(edition("关于开展燃气安全检查的通知", **cites), original)
    assert not is_copy(edition(title, **cites, kind="inspection"), original)
