"""An upgrade of a site with data in it, and the way back: on whichever engine the tests run."""

import os
import sys
from datetime import timedelta
from textwrap import dedent

import pytest
from sqlalchemy import inspect, select, text
from tests.accounts.world import person, signed_in
from tests.engines import own_database
from tests.lab.fixtures import WORKER
from tests.stays.world import home

from hutong.app import create_app
from hutong.kernel import checks, clock, ids, schema
from hutong.kernel.db import Base

LATER = '''
    """What a next version may do: a column, a table filled from another, a column that changes its kind, an index."""

    import sqlalchemy as sa
    from alembic import op

    revision = "later0002"
    down_revision = "0001"
    branch_labels = None
    depends_on = None


    def upgrade():
        op.add_column("homes", sa.Column("wind", sa.String(8), nullable=False, server_default="north"))
        op.create_index("homes_wind", "homes", ["wind"])
        home_id = sa.Column("home_id", sa.BigInteger, primary_key=True)
        op.create_table("plates", home_id, sa.Column("text", sa.String(200)))
        op.execute("INSERT INTO plates (home_id, text) SELECT id, title FROM homes")
        with op.batch_alter_table("people") as people:
            people.alter_column("nickname", existing_type=sa.String(40), existing_nullable=False, type_=sa.String(80))


    def downgrade():
        with op.batch_alter_table("people") as people:
            people.alter_column("nickname", existing_type=sa.String(80), existing_nullable=False, type_=sa.String(40))
        op.drop_table("plates")
        op.drop_index("homes_wind", "homes")
        op.drop_column("homes", "wind")
'''


@pytest.fixture
def site(settings, tmp_path, house):
    """A site at the first revision, with a host, a home and a booking; and what a later version brings with it."""
    url = own_database(os.environ.get("HUTONG_TEST_DATABASE_URL", ""), f"{WORKER}_upgrading")
    app = create_app(settings.model_copy(update={"data": tmp_path, "database_url": url, "redis_url": ""}))
    schema.upgrade(app.extensions["hutong"].database)
    flat = home(app, person(app, verified=True), title="鼓楼旁的院子", instant=True)
    day = clock.today("Asia/Shanghai") + timedelta(days=9)
    stay = {"check_in": str(day), "check_out": str(day + timedelta(days=2)), "guests": 1}
    guest = signed_in(app, person(app, "13800001002"))
    assert guest.post(f"/homes/{ids.show(flat)}/bookings", stay).status_code == 201
    yield app
    app.extensions["hutong"].database.dispose()


@pytest.fixture
def later(tmp_path, monkeypatch):
    """The next version's migration."""
    folder = tmp_path / "later_town" / "migrations"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    (folder / "later0002.py").write_text(dedent(LATER))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("HUTONG_SLICES", "later_town")
    yield
    sys.modules.pop("later_town", None)


def contents(database):
    """Every row of every table, and the kinds of its columns."""
    with database.reader.connect() as connection:
        look = inspect(connection)
        return {
            table.name: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in look.get_columns(table.name)],
                sorted(map(repr, connection.execute(select(*table.columns)).all())),
            )
            for table in Base.metadata.sorted_tables
            if look.has_table(table.name)
        }


def test_an_upgrade_with_data_and_back_loses_nothing(site, later):
    """O-08, O-05: up, everything is there and the new fields are filled; down, every row is as it was; up again."""
    database = site.extensions["hutong"].database
    before = contents(database)
    for _ in range(2):
        assert not schema.current(database)
        schema.upgrade(database)
        assert schema.current(database)
        with database.reader.connect() as connection:
            assert connection.execute(text("SELECT wind FROM homes")).all() == [("north",)]
            assert connection.execute(text("SELECT text FROM plates")).all() == [("鼓楼旁的院子",)]
            assert connection.scalar(text("SELECT count(*) FROM people")) == len(before["people"][1])
        schema.downgrade(database, "0001")
        assert contents(database) == before
    with site.app_context(), database.reading():
        assert checks.faults() == []
    found = site.test_client().get("/api/v1/homes?q=鼓楼").get_json()
    assert [card["title"] for card in found["items"]] == ["鼓楼旁的院子"]


def test_a_migration_that_fails_changes_nothing_on_an_engine_that_can(site, later, tmp_path):
    """O-08: where the engine takes back changes of tables, a failed upgrade leaves the site as it was."""
    database = site.extensions["hutong"].database
    if database.dialect not in ("sqlite", "postgresql"):
        pytest.skip("MariaDB commits each change of a table by itself: go back with the backup")
    file = tmp_path / "later_town" / "migrations" / "later0002.py"
    file.write_text(
        file.read_text().replace("INSERT INTO plates (home_id, text)", "INSERT INTO nowhere (home_id, text)")
    )
    before = contents(database)
    with pytest.raises(Exception, match="nowhere"):
        schema.upgrade(database)
    assert contents(database) == before
    with database.reader.connect() as connection:
        assert not inspect(connection).has_table("plates")
