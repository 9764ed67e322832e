"""Search tokens: the same hits on every engine."""

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, Text, insert, select

from hutong.kernel import text
from hutong.kernel.db import Big, Database, session, table_args

TEXTS = {
    1: "后海四合院，带小院子",
    2: "The Hall of an Old Inn, to be or not to be",
    3: "北海公园旁 Loft 2号",
    4: "胡同里的 café，近鼓楼",
    5: "ｆｕｌｌ ＷＩＤＴＨ 院",
}


@pytest.fixture
def words(lab_house: Flask, inside: Database) -> Iterator[Table]:
    """A searchable table."""
    columns = Column("rowid", Big, primary_key=True, autoincrement=False), Column("words", Text)
    table = Table("lab_words", MetaData(), *columns, **table_args(info={"words": True})[-1])
    with inside.writer.begin() as connection:
        table.create(connection)
        text.index_words(connection, table.name)
    rows = [{"rowid": number, "words": text.column(content)} for number, content in TEXTS.items()]
    inside.run(lambda: session().execute(insert(table), rows))
    yield table
    with inside.writer.begin() as connection:
        table.drop(connection)


HITS = [
    ("四合院", [1]), ("后海", [1]), ("海", [1, 3]), ("院", [1, 5]), ("北海公园", [3]), ("公海", []), ("海四", [1]),
    ("the", [2]), ("of", [2]), ("to be", [2]), ("hall INN", [2]), ("hall loft", []), ("an", [2]), ("a", []),
    ("2号", [3]), ("2", [3]), ("café", [4]), ("CAFÉ 鼓楼", [4]), ("full width", [5]), ("Ｆｕｌｌ", [5]),
    ("", []), ("、。-*\"'()~@<>+", []), ("\" OR 1=1 --", []), ("w", []), ("hal", []), ("% _", []), ("四" * 60, []),
]  # fmt: skip


def test_the_same_hits_on_every_engine(words: Table, inside: Database) -> None:
    """S-04: two-character words, single characters, stop words, signs that mean something to an engine."""
    found = {}
    with inside.reading():
        for query, _ in HITS:
            asked = select(words.c.rowid).where(text.matches(words.c.words, query)).order_by(words.c.rowid)
            found[query] = list(session().scalars(asked))
    assert found == dict(HITS)


@given(st.text(max_size=60))
def test_a_text_is_found_by_itself(content: str) -> None:
    """S-04: whatever it consists of."""
    assert set(text.asked(content)) <= set(text.tokens(content))
    assert len(text.asked(content)) <= text.MOST_ASKED


@given(st.text(max_size=60))
def test_tokens_are_plain(content: str) -> None:
    """S-04: nothing that an engine's own tokenizer might take apart or leave out."""
    for token in text.tokens(content):
        assert token.isascii()
        assert token.isalnum()
        assert 3 <= len(token) <= 41


def test_folding() -> None:
    """S-04."""
    assert text.fold("  ＡBC\n É  ") == "abc é"
    assert text.column("院", None, "", "Loft") == "u9662 wloft"
