"""Chance that is decided by words alone, so that every build invents the same county."""

import hashlib

FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡林何高罗郑"
GIVEN = [
    "建国",
    "秀英",
    "明华",
    "桂芳",
    "德才",
    "玉兰",
    "志强",
    "素珍",
    "永福",
    "春梅",
    "光荣",
    "成贵",
    "晓燕",
    "国平",
]


def chance(*words: str) -> float:
    """A number in 0–1 that the words alone decide."""
    return int(hashlib.sha256("|".join(words).encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def person(*words: str) -> str:
    """An invented name that the words alone decide."""
    family = FAMILY[int(chance("family", *words) * 0.999 * len(FAMILY))]
    return family + GIVEN[int(chance("given", *words) * 0.999 * len(GIVEN))]
