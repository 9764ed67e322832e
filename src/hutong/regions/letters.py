"""The letter under which a Chinese name stands in an A–Z list, worked out from the order of GB 2312."""

from bisect import bisect_right

# In GB 2312 the common signs are sorted by pinyin: each letter begins at its first sign.
_STARTS = [sign.encode("gb2312") for sign in "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"]
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_COMMON_END = "座".encode("gb2312")
_RARE = {
    sign: letter
    for letter, signs in {
        "B": "亳灞璧鲅泌", "C": "岑瀍禅茌郴", "D": "儋岱砀磴", "F": "芙", "G": "珙藁涡", "H": "桦湟潢濠珲邗鄠",
        "J": "伽旌泾稷筠绛缙莒蛟郏鄄鸠", "K": "岢崆", "L": "岚崂栾泸浏涞渌溧漯澧濂耒蠡醴阆麟",
        "M": "勐岷汨沐渑湄闵", "N": "讷", "O": "瓯", "P": "濮邳郫鄱番澎", "Q": "岐杞淇犍綦蕲衢覃谯邛麒硚",
        "R": "榕芮", "S": "嵊嵩歙沭泗浉濉睢莘鄯单", "T": "宕洮滕潼郯", "W": "婺汶", "X": "岫浔浠淅溆猇盱芗荥隰浚",
        "Y": "偃兖埇峄弋攸沅邕郓郾鄞鄢颍驿黟铅", "Z": "枞柘梓浈涿秭芷诏",
    }.items()
    for sign in signs
}  # fmt: skip
_HETERONYMS = {"重庆": "C", "长子": "Z", "乐清": "Y", "蔚县": "Y", "尉犁": "Y", "荥经": "Y"}


def letter_of(name: str) -> str:
    """Give the pinyin letter A–Z a Chinese name begins with, or '#'."""
    for start, letter in _HETERONYMS.items():
        if name.startswith(start):
            return letter
    first = name[:1]
    if first.isascii():
        return first.upper() if first.isalpha() else "#"
    sign = first.encode("gb2312", "replace")
    if first in _RARE or not _STARTS[0] <= sign <= _COMMON_END:
        return _RARE.get(first, "#")
    return _LETTERS[bisect_right(_STARTS, sign) - 1]
