"""Properties that hold for any two fields, not only for labels somebody thought of."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.merging.alignment import align_fields, element_of
from app.domain.merging.alignment.dictionary import rows
from app.domain.merging.field import Field

ENTRIES = list(rows("elements"))
LABELS = sorted({label for row in ENTRIES for label in (row["label"], *row["synonyms"])})
MODIFIERS = [
    "",
    "农村",
    "城镇",
    "女",
    "男",
    "户籍",
    "常住",
    "计划",
    "已",
    "未",
    "新增",
    "当月",
    "累计",
    "60岁以上",
]
UNITS = ["", "人", "万人", "户", "亩", "公顷", "个", "处", "元", "万元", "%", "人次", "吨", "公里"]
MIRROR = {"broader": "narrower", "narrower": "broader"}
MERGED = {"same", "convertible"}

labels = st.builds(str.__add__, st.sampled_from(MODIFIERS), st.sampled_from(LABELS))
any_text = st.text(max_size=12) | labels
fields = st.builds(
    Field,
    label=any_text,
    unit=st.sampled_from(UNITS),
    period=st.sampled_from(["", "2026-11-30", "2026-06-30", "当月", "本年累计"]),
    grain=st.sampled_from(["", "village", "household", "person"]),
    note=st.sampled_from(["", "不含外出人员", "含外出人员"]),
    form_title=st.sampled_from(["", "村基本情况", "义务教育", "两委成员情况"]),
)


@given(fields, fields)
def test_swapping_mirrors_the_answer(a: Field, b: Field):
    there, back = align_fields(a, b), align_fields(b, a)
    assert back.verdict == MIRROR.get(there.verdict, there.verdict)
    assert back.score == there.score
    assert (there.factor is None) == (back.factor is None)
    assert there.factor is None or back.factor is None or there.factor * back.factor == 1


@given(fields)
def test_any_field_is_the_same_as_itself(a: Field):
    found = align_fields(a, a)
    assert (found.verdict, found.factor) == ("same", 1)


@given(fields, fields)
def test_a_merge_never_crosses_a_gate(a: Field, b: Field):
    found = align_fields(a, b)
    if found.verdict not in MERGED:
        return
    left, right = element_of(a), element_of(b)
    assert left.dimension.partition(".")[0] == right.dimension.partition(".")[0]
    assert left.qualifiers == right.qualifiers
    assert left.bands == right.bands
    assert left.period.shift == right.period.shift
    assert not (left.period.date and right.period.date) or left.period.date == right.period.date
    assert not (a.grain and b.grain) or a.grain == b.grain
    assert not (a.note and b.note) or a.note == b.note


@given(fields, fields)
def test_the_score_is_a_probability_and_only_merges_carry_a_factor(a: Field, b: Field):
    found = align_fields(a, b)
    assert 0 <= found.score <= 1
    assert (found.factor is not None) == (found.verdict in MERGED)


@given(fields, fields)
def test_what_is_merged_shares_a_candidate_key_unless_the_form_supplied_it(a: Field, b: Field):
    found = align_fields(a, b)
    left, right = element_of(a), element_of(b)
    if found.verdict in MERGED and left.concepts and right.concepts:
        assert left.block_keys & right.block_keys or left.context or right.context
