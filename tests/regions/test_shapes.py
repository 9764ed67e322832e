"""B-05: regions are read from the usual JSON shapes, and a broken file is refused whole."""

import json
from pathlib import Path

import pytest

from hutong.regions import shapes
from hutong.regions.entries import BadRegions
from hutong.regions.letters import letter_of
from hutong.regions.shapes import RegionRow, read_tree

CHINA = Path(shapes.__file__).parent / "data" / "china.json"

BEIJING = [
    RegionRow("110000", "北京市", None, None, 1, "B"),
    RegionRow("110100", "北京市", None, "110000", 2, "B"),
    RegionRow("110101", "东城区", None, "110100", 3, "D"),
]

SHAPES = {
    "nested": [
        {
            "code": "110000",
            "name": "北京市",
            "children": [{"code": "110100", "name": "北京市", "children": [{"code": "110101", "name": "东城区"}]}],
        }
    ],
    "nested in a wrapper": {
        "data": [
            {
                "areaCode": 110000,
                "areaName": "北京市",
                "cityList": [
                    {"areaCode": 110100, "areaName": "北京市", "areaList": [{"areaCode": 110101, "areaName": "东城区"}]}
                ],
            }
        ]
    },
    "short keys": [{"id": 11, "n": "北京市", "c": [{"id": 1101, "n": "北京市", "c": [{"id": 110101, "n": "东城区"}]}]}],
    "a map service with the country on top": {
        "status": "1",
        "districts": [
            {
                "adcode": "100000",
                "name": "中华人民共和国",
                "districts": [
                    {
                        "adcode": "110000",
                        "name": "北京市",
                        "districts": [
                            {
                                "adcode": "110100",
                                "name": "北京市",
                                "districts": [{"adcode": "110101", "name": "东城区", "districts": []}],
                            }
                        ],
                    }
                ],
            }
        ],
    },
    "pickers": [
        {
            "value": "110000",
            "label": "北京市",
            "childs": [{"value": "110100", "label": "北京市", "childs": [{"value": "110101", "text": "东城区"}]}],
        }
    ],
    "flat with parents": [
        {"code": "110101", "name": " 东城区 ", "parent_code": "110100"},
        {"code": "110100", "name": "北京市", "parent_code": "110000"},
        {"code": "110000", "name": "北京市", "parent_code": "0"},
    ],
    "flat with ids beside the codes": {
        "RECORDS": [
            {"id": 12, "code": "110000", "name": "北京市", "pid": 0},
            {"id": 13, "code": "110100", "name": "北京市", "pid": 12},
            {"id": 14, "code": "110101", "name": "东城区", "pid": 13},
        ]
    },
    "flat by code": [
        {"code": "110000", "name": "北京市"},
        {"code": "110100", "name": "北京市"},
        {"code": "110101", "name": "东城区"},
    ],
    "twelve digits": [
        {"code": "110000000000", "name": "北京市"},
        {"code": "110100000000", "name": "北京市"},
        {"code": "110101000000", "name": "东城区"},
    ],
    "one map": {"110000": "北京市", "110100": "北京市", "110101": "东城区"},
    "a map per level": {
        "province_list": {"110000": "北京市"},
        "city_list": {"110100": "北京市"},
        "county_list": {"110101": "东城区"},
    },
    "a map per parent": {
        "86": {"110000": "北京市"},
        "110000": {"110100": "北京市"},
        "110100": {"110101": "东城区"},
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_usual_shape_gives_the_same_rows(shape: str) -> None:
    """B-05: nested, flat and mapped files are understood alike."""
    assert read_tree(json.dumps(SHAPES[shape])) == BEIJING


def test_bytes_with_a_mark_are_read() -> None:
    """B-05: a UTF-8 file may begin with a byte order mark."""
    assert read_tree(b"\xef\xbb\xbf" + json.dumps(SHAPES["nested"]).encode()) == BEIJING


def test_a_district_without_a_city_hangs_on_the_province() -> None:
    """B-05: a flat list may lack the row between province and district."""
    rows = read_tree('{"110000": "北京市", "110101": "东城区"}')
    assert [(row.code, row.parent, row.level) for row in rows] == [("110000", None, 1), ("110101", "110000", 2)]


def test_plain_numbers_stay_as_they_are() -> None:
    """B-05: ids that are no GB/T 2260 codes keep their digits."""
    rows = read_tree('[{"id": 1, "name": "浙江", "pid": 0}, {"id": 22, "name": "杭州", "pid": 1}]')
    assert [(row.code, row.parent) for row in rows] == [("1", None), ("22", "1")]


def test_towns_keep_nine_digits() -> None:
    """B-05: towns that stand for districts, as in Dongguan, keep codes of their own."""
    rows = read_tree('{"440000": "广东省", "441900": "东莞市", "441900003": "东城街道", "441900004": "南城街道"}')
    assert [(row.code, row.parent, row.level) for row in rows[2:]] == [
        ("441900003", "441900", 3),
        ("441900004", "441900", 3),
    ]


def test_english_name_and_letter_are_taken_where_given() -> None:
    """B-05: the letter of the picker may be told by the file."""
    rows = read_tree('[{"code": "540000", "name": "西藏", "name_en": "Tibet", "letter": "t"}]')
    assert rows == [RegionRow("540000", "西藏", "Tibet", None, 1, "T")]


def test_parents_stand_before_their_children() -> None:
    """B-05: rows can be written in the order they are given."""
    seen: set[str | None] = {None}
    for row in read_tree(CHINA.read_bytes()):
        assert row.parent in seen
        seen.add(row.code)


def test_the_whole_of_china_is_there() -> None:
    """B-05: the shipped file holds every province, city and district once."""
    rows = read_tree(CHINA.read_bytes())
    assert [sum(row.level == level for row in rows) for level in (1, 2, 3)] == [31, 369, 2854]


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("110101", RegionRow("110101", "东城区", "Dongcheng District", "110100", 3, "D")),
        ("330106", RegionRow("330106", "西湖区", "Xihu District", "330100", 3, "X")),
        ("341023", RegionRow("341023", "黟县", "Yi County", "341000", 3, "Y")),
        ("330382", RegionRow("330382", "乐清市", "Yueqing", "330300", 3, "Y")),
        ("500100", RegionRow("500100", "重庆市", "Chongqing", "500000", 2, "C")),
        ("610100", RegionRow("610100", "西安市", "Xi'an", "610000", 2, "X")),
        ("469056", RegionRow("469056", "万宁市", "Wanning", "469006", 3, "W")),
    ],
)
def test_known_places_are_right(code: str, row: RegionRow) -> None:
    """B-05: names, parents and letters of known places are as people know them."""
    assert {row.code: row for row in read_tree(CHINA.read_bytes())}[code] == row


def test_every_city_of_the_shipped_file_has_districts() -> None:
    """B-05: an area is always a city and a district of it."""
    rows = read_tree(CHINA.read_bytes())
    assert {row.code for row in rows if row.level == 2} == {row.parent for row in rows if row.level == 3}


def test_letters_are_found_without_a_dictionary() -> None:
    """B-05: the letter we find for a name is the letter its pinyin begins with, in all of China."""
    assert [row for row in read_tree(CHINA.read_bytes()) if letter_of(row.name) != row.letter] == []


@pytest.mark.parametrize(("name", "letter"), [("重庆", "C"), ("oslo", "O"), ("9", "#"), ("", "#"), ("🏠", "#")])
def test_letters_of_odd_names(name: str, letter: str) -> None:
    """B-05: every name has a letter, were it '#'."""
    assert letter_of(name) == letter


TOO_DEEP = '[{"code": 1, "name": "a", "children": ' * 9 + "[]" + "}]" * 9
BROKEN = {
    b"\xff\xfe[": "byte 0: the file is not UTF-8",
    "[\n{]": "line 2, column 2: Expecting property name enclosed in double quotes",
    "": "line 1, column 1: Expecting value",
    "[]": "$: there is no region in the file",
    "{}": "$: there is no region in the file",
    '{"data": []}': "$: there is no region in the file",
    "3": "$: a list or an object is expected, not a number",
    "null": "$: a list or an object is expected, not null",
    "[7]": "$[0]: an object is expected, not a number",
    '[{"name": "a"}]': "$[0]: the code is missing",
    '[{"code": 11}]': "$[0]: the name is missing",
    '[{"code": 11, "name": "  "}]': "$[0]: the name is missing",
    '[{"code": 11, "name": 5}]': "$[0]: a name is a number, not text",
    '[{"code": 11, "name": "a\\u0000b"}]': "$[0]: the name 'a\\x00b' is too long or holds unprintable signs",
    '[{"code": 11, "name": "\\ud800"}]': "$[0]: the name '\\ud800' is too long or holds unprintable signs",
    '[{"code": true, "name": "a"}]': "$[0]: the code is true or false, not digits",
    '[{"code": 1.5, "name": "a"}]': "$[0]: the code is a number, not digits",
    '[{"code": -11, "name": "a"}]': "$[0]: the code '-11' is not 1 to 12 digits",
    '[{"code": "١١", "name": "a"}]': "$[0]: the code '١١' is not 1 to 12 digits",
    '[{"code": "1; DROP", "name": "a"}]': "$[0]: the code '1; DROP' is not 1 to 12 digits",
    '[{"code": 11, "name": "a", "letter": "ß"}]': "$[0]: the letter is not one of A to Z",
    '[{"code": 11, "name": "a", "children": "b"}]': "$[0].children: a list is expected, not text",
    '[{"code": 11, "name": "a", "children": [[]]}]': "$[0].children[0]: an object is expected, not a list",
    '[{"code": 11, "name": "a"}, {"code": "110000", "name": "b"}]': "$[1]: the code 110000 stands at $[0] already",
    '{"110000": "a", "110000": "b"}': "key '110000' stands twice in one object",
    '{"110000": ["a"]}': "$.110000: a name is a list, not text",
    '[{"code": 11, "name": "a", "pid": 12}]': "$[0]: the parent 120000 of 110000 is unknown",
    '[{"code": 11, "name": "a", "pid": []}]': "$[0]: the code is a list, not digits",
    '[{"code": "330106", "name": "a"}]': "$[0]: the parent of 330106 is unknown",
    '[{"code": "1", "name": "a"}]': "$[0]: the parent of 1 is neither named nor known from the code",
    '[{"id": 1, "name": "a", "pid": 2}, {"id": 2, "name": "b", "pid": 1}]': "$[0]: 1 is its own ancestor (a cycle)",
    '[{"id": 1, "name": "a", "pid": 1}]': "$[0]: 1 is its own ancestor (a cycle)",
    TOO_DEEP: "$[0].children[0].children[0].children[0].children: too deep; there are provinces, cities and districts",
    "[" * 100_000: "$: too deep",
    '{"data":' * 400 + "1" + "}" * 400: "$.data.data.data.data: a name is an object, not text",
    "9" * 5000: "$: a number is too long",
}


@pytest.mark.parametrize(("text", "message"), BROKEN.items(), ids=range(len(BROKEN)))
def test_a_broken_file_is_refused_with_its_place(text: str | bytes, message: str) -> None:
    """B-05: whoever imports a broken file is told where it is broken."""
    with pytest.raises(BadRegions) as error:
        read_tree(text)
    assert str(error.value) == message


def test_four_levels_of_a_flat_list_are_too_deep() -> None:
    """B-05: towns below districts are refused instead of being taken for districts."""
    with pytest.raises(BadRegions) as error:
        read_tree('{"110000": "a", "110100": "b", "110101": "c", "110101001": "d"}')
    assert str(error.value) == "$.110101001: too deep; there are provinces, cities and districts"
