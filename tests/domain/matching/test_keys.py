"""Requests for the same work are found under a common key, in every process, by few keys."""

import subprocess
import sys
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.matching import Notice, Reading, candidate_keys, key_search, load_vocabulary, read_notice
from app.domain.matching.keys import key_of
from app.domain.matching.reading import Weighted

VOCABULARY = load_vocabulary()


def keys(title: str, text: str = "", **rest) -> dict[int, int]:
    reading = read_notice(Notice(title, text=text, **rest), VOCABULARY)
    return {one.key: one.weight for one in candidate_keys(reading)}


def finds(one: Reading, other: Reading) -> bool:
    search = key_search(one)
    return sum(key.weight for key in candidate_keys(other) if key.key in search.keys) >= search.least


def read(title: str, **rest) -> Reading:
    return read_notice(Notice(title, **rest), VOCABULARY)


def test_the_same_work_in_other_words_shares_a_key():
    assert keys("关于整治飞线充电的通知").keys() & keys("电动自行车停放充电检查").keys()


def test_a_matter_is_found_from_the_one_that_contains_it_and_the_other_way_round():
    whole, part = read("关于开展农资打假的通知"), read("农药经营门店抽查")
    assert finds(whole, part)
    assert finds(part, whole)


def test_two_parts_of_one_whole_are_not_compared():
    assert not finds(read("关于开展农药质量抽查的通知"), read("关于开展种子质量抽查的通知"))


def test_two_forms_that_share_their_fields_are_compared_whatever_their_titles_say():
    fields = ("孤儿人数", "困境儿童人数", "留守儿童人数", "儿童主任姓名", "关爱服务站数量")
    one = read("关于报送农村公路养护情况的通知", kind="report", fields=fields)
    other = read("关于上报秸秆禁烧台账的通知", kind="report", fields=fields[::-1])
    assert finds(one, other)


TITLES = st.sampled_from(
    [
        "关于开展农资打假的通知", "农药经营门店抽查", "关于整治飞线充电的通知", "电动自行车停放充电检查",
        "关于开展安全生产大检查的通知", "关于嗡嗡嗡呜呜事项的函", "关于报送呜呜事项台账的通知",
        "关于开展校园消防安全检查的通知", "学校食堂检查",
    ]
)  # fmt: skip


@given(one=TITLES, other=TITLES)
def test_one_finds_the_other_exactly_where_the_other_finds_the_one(one, other):
    assert finds(read(one), read(other)) == finds(read(other), read(one))


def test_a_forwarded_notice_is_found_by_the_number_it_cites():
    mine = keys("关于报送台账的通知", document_no="民发〔2016〕42号")
    theirs = keys("关于落实上级文件的函", "据民发〔2016〕42号办理")
    assert max(mine[key] for key in mine.keys() & theirs.keys()) >= 10


def test_other_work_in_the_same_template_shares_none():
    assert not keys("关于开展殡葬改革工作的通知").keys() & keys("关于开展高标准农田建设工作的通知").keys()


def test_keys_are_few_and_fit_a_signed_64_bit_column():
    text = (
        "检查消防、燃气、食品、校车、危房、防汛、禁毒、养老、医保、信访、低保、种子、农药、化肥、电梯。" * 30
    )
    found = keys("关于开展安全生产消防安全校园安全燃气安全食品安全综合大检查的通知", text)
    assert len(found) <= 30
    assert all(-(2**63) <= key < 2**63 for key in found)


def test_keys_are_the_same_in_another_process():
    code = (
        "from app.domain.matching import *;"
        "r=read_notice(Notice('关于开展禁种铲毒踏查的通知'),load_vocabulary());"
        "print([one.key for one in candidate_keys(r)])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str(list(keys("关于开展禁种铲毒踏查的通知")))


def test_what_a_title_names_in_passing_brings_nobody():
    # 隐患排查整治 says a little of work safety, beneath which a fifth of all requests stand
    reading = read_notice(Notice("关于组织开展大学生返乡实践活动的通知"), VOCABULARY)
    passing = Weighted("work-safety", 0.11)
    keys_of = key_search(replace(reading, matters=(Weighted(reading.matter, 0.89), passing))).keys
    assert not {key_of(kind, "work-safety") for kind in ("matter", "under")} & set(keys_of)
    assert key_of("under", reading.matter) in keys_of
