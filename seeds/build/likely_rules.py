"""Gives a figure that has no rule of its own one that fits its label: 已整改 is a part of what was found."""

import re

from seeds.build.chance import chance

MOST = re.compile(r"^(已|合格|正常|落实|完成|按期|满意|实|批准|持|安装|适宜|竣工|开工|拟保留|签订)")
SOME = re.compile(
    r"^(其中|未|拟|停发|退回|退出|新增|减少|问题|存在|闲置|查实|死亡|立案|损毁|连片|越级|暂停|重大|年内|漏)"
)


def likely_rule(label: str, first: str, siblings: dict[str, str]) -> tuple[str, ...]:
    """The rule for a label below the fact `first` of the same form and unit; empty where nothing is plain.

    `siblings` are the facts of the form so far by label: 未复耕面积 is what 已复耕面积 leaves.
    """
    plain = label.removeprefix("其中：")
    if plain.startswith("未") and "已" + plain[1:] in siblings:
        return ("rest", first, siblings["已" + plain[1:]])
    if MOST.match(plain) and label == plain:
        return ("part", first, f"{0.8 + 0.15 * chance(first, label):.2f}")
    if SOME.match(label):
        return ("part", first, f"{0.04 + 0.2 * chance(first, label):.2f}")
    return ()
