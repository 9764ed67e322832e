"""Regions in the database, over HTTP and from the command line."""

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from hutong.kernel.db import session
from hutong.kernel.state import state
from hutong.regions import actions, queries
from hutong.regions.cli import regions
from hutong.regions.models import Region
from hutong.regions.queries import RegionName
from tests.client import Client

SMALL = [
    {"code": "110000", "name": "北京市", "name_en": "Beijing", "children": [
        {"code": "110100", "name": "北京市", "name_en": "Beijing", "children": [
            {"code": "110101", "name": "东城区", "name_en": "Dongcheng District"},
            {"code": "110102", "name": "西城区", "name_en": "Xicheng District"},
        ]},
    ]},
    {"code": "330000", "name": "浙江省", "name_en": "Zhejiang", "children": [
        {"code": "330100", "name": "杭州市", "name_en": "Hangzhou", "children": [
            {"code": "330106", "name": "西湖区", "name_en": "Xihu District"},
        ]},
    ]},
    {"code": "440000", "name": "广东省", "name_en": "Guangdong", "children": [
        {"code": "441900", "name": "东莞市", "name_en": "Dongguan", "children": [
            {"code": "441950", "name": "东莞市", "name_en": "Dongguan"},
        ]},
    ]},
    {"code": "450000", "name": "广西壮族自治区", "name_en": "Guangxi"},
]  # fmt: skip


def put(tree: object = SMALL) -> actions.Counts:
    return state().database.run(lambda: actions.import_tree(json.dumps(tree)))


def count() -> int:
    with state().database.reading():
        return session().scalar(select(func.count()).select_from(Region)) or 0


def test_the_whole_tree_again_and_again(within: Flask) -> None:
    """B-05: imported twice, every region is there once; within two seconds."""
    began = time.perf_counter()
    assert state().database.run(lambda: actions.import_tree(actions.bundled())) == (3254, 0, 0)
    taken = time.perf_counter() - began
    assert state().database.run(lambda: actions.import_tree(actions.bundled())) == (0, 0, 3254)
    assert count() == 3254
    state().database.run(actions.ensure)
    assert taken < 5, f"{taken:.1f} s"


def test_a_changed_name_is_changed_and_nothing_else(within: Flask, statements: list[str]) -> None:
    """B-05: unchanged rows stay untouched, rows missing from a file stay, English is not forgotten."""
    assert put() == (11, 0, 0)
    statements.clear()
    assert put() == (0, 0, 11)
    assert [text for text in statements if text.startswith(("INSERT", "UPDATE", "DELETE"))] == []
    renamed = [{"code": "110000", "name": "北京市", "children": [{"code": "110100", "name": "京市"}]}]
    assert put(renamed) == (0, 1, 1)
    with state().database.reading():
        assert queries.region("110100").name == "京市"
        assert queries.region("110100").name_en == "Beijing"
    assert count() == 11


def test_a_broken_file_is_refused_whole(within: Flask, tmp_path: Path) -> None:
    """B-05: an unknown parent at the end leaves nothing of the beginning."""
    file = tmp_path / "broken.json"
    file.write_text(json.dumps([{"code": "1", "name": "a", "pid": 0}, {"code": "2", "name": "b", "pid": "9"}]))
    refused = CliRunner().invoke(regions, ["import", str(file)])
    assert (refused.exit_code, count()) == (1, 0)
    assert refused.output.startswith("Error: $[1]")


def test_the_command(within: Flask, tmp_path: Path) -> None:
    """B-05: one command, from a file or with what comes along."""
    file = tmp_path / "small.json"
    file.write_text(json.dumps(SMALL))
    first = CliRunner().invoke(regions, ["import", str(file)])
    assert (first.exit_code, first.output) == (0, "11 added, 0 changed, 0 unchanged\n")
    second = CliRunner().invoke(regions, ["import"])
    assert (second.exit_code, count()) == (0, 3254)


def test_step_by_step_over_http(within: Flask, client: Client) -> None:
    """B-05: provinces, then what is below; names in the reader's language, with letters."""
    put()
    assert [item["code"] for item in client.get("/regions").get_json()["items"]] == [
        "110000", "330000", "440000", "450000",
    ]  # fmt: skip
    assert client.get("/regions", parent="110100").get_json() == {
        "items": [
            {"code": "110101", "name": "Dongcheng District", "name_zh": "东城区", "name_en": "Dongcheng District",
             "level": 3, "letter": "D"},
            {"code": "110102", "name": "Xicheng District", "name_zh": "西城区", "name_en": "Xicheng District",
             "level": 3, "letter": "X"},
        ]
    }  # fmt: skip
    chinese = Client(within, "zh").get("/regions", parent="110000").get_json()["items"]
    assert [item["name"] for item in chinese] == ["北京市"]
    assert client.get("/regions", parent="110101").get_json() == {"items": []}


@pytest.mark.parametrize("parent", ["999999", "x", "1' OR 1=1"])
def test_an_unknown_parent_is_not_found(client: Client, parent: str) -> None:
    assert client.get("/regions", parent=parent).status_code == 404


def test_hostile_parents_are_refused(client: Client) -> None:
    assert client.get("/regions", parent="1\x00").status_code == 422
    assert client.get("/regions", parent="1" * 500).status_code == 422
    assert client.get("/regions", level="9").status_code == 422


def test_cities_from_a_to_z(within: Flask, client: Client) -> None:
    """B-05: letters for a city picker."""
    put()
    shown = client.get("/regions", level=2).get_json()["items"]
    assert [(item["letter"], item["name"]) for item in shown] == [
        ("B", "Beijing"), ("D", "Dongguan"), ("H", "Hangzhou"),
    ]  # fmt: skip


def test_unchanged_answers_are_not_sent_again(within: Flask, client: Client) -> None:
    put()
    tag = client.get("/regions").headers["ETag"]
    again = client.http.get("/api/v1/regions", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_whole_names_in_one_statement(within: Flask, statements: list[str]) -> None:
    put()
    with state().database.reading():
        statements.clear()
        assert queries.names(["110101", "330106", "441950", "330100", "450000", "110000", "1"]) == {
            "110101": RegionName("北京 · 东城区", "Dongcheng District, Beijing"),
            "330106": RegionName("浙江 · 杭州 · 西湖区", "Xihu District, Hangzhou, Zhejiang"),
            "441950": RegionName("广东 · 东莞", "Dongguan, Guangdong"),
            "330100": RegionName("浙江 · 杭州市", "Hangzhou, Zhejiang"),
            "450000": RegionName("广西", "Guangxi"),
            "110000": RegionName("北京", "Beijing"),
        }
        assert len([text for text in statements if text.startswith("SELECT")]) == 1
        assert queries.names([]) == {}
        assert len([text for text in statements if text.startswith("SELECT")]) == 1


def test_the_districts_below(within: Flask) -> None:
    put()
    with state().database.reading():
        assert queries.below("110000") == ["110101", "110102"]
        assert queries.below("330100") == ["330106"]
        assert queries.below("330106") == ["330106"]
        assert queries.below("450000") == ["450000"]
        assert queries.below("9") == []
