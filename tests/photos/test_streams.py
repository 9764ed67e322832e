"""Streams: order, keyset, heat, picks, search."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.photos import heat
from tests.counting import counted
from tests.photos.world import World, later


def pages(town: World, client: object = None, limit: int = 3, between: object = None, **query: str) -> list[str]:
    """All captions of a stream, page by page; `between` happens between the first page and the second."""
    found, cursor = [], None
    while True:
        asked = {"limit": limit, **query, **({"cursor": cursor} if cursor else {})}
        page = (client or town.stranger).get("/photos", **asked).get_json()
        found += [item["caption"] for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            return found
        if between:
            between()
            between = None


def some(town: World, count: int, **facts: object) -> list[str]:
    """So many photos, a minute apart."""
    made = []
    for at in range(count):
        with later(at * clock.MINUTE):
            made.append(town.photo(caption=f"P{at}", **facts))
    return made


def test_nothing_is_skipped_or_repeated(town: World) -> None:
    """F4: while others post."""
    some(town, 8)

    def post() -> None:
        with later(clock.HOUR):
            for at in range(5):
                town.photo(caption=f"N{at}")

    assert pages(town, between=post) == [f"P{at}" for at in reversed(range(8))]
    assert pages(town)[:5] == [f"N{at}" for at in reversed(range(5))]
    assert town.stranger.get("/photos", cursor="zzz").status_code == 422


def test_the_stream_takes_few_statements(town: World) -> None:
    """P-03: at most four, signed in, however many photos; the same on every page."""
    some(town, 3)
    for path in ("/photos", "/photos?stream=following"):
        town.as_guest.page(path)
        with counted() as few:
            town.as_guest.page(path)
        assert len(few) <= 4, few
    some(town, 6)
    first = town.as_guest.get("/photos", limit=2).get_json()["next"]
    with counted() as api:
        town.as_guest.get("/photos", limit=2, cursor=first)
    assert len(api) == 2, api
    with counted() as page:
        town.as_guest.page("/photos?cursor=" + first)
    assert len(page) <= 4, page


@pytest.mark.parametrize("by", ["newest", "hot", "person"])
def test_each_stream_walks_its_index(town: World, by: str) -> None:
    """P-03: page 1,000 costs what page 1 costs: rows come out of an index in order, which is entered there."""
    if town.app.extensions["hutong"].database.dialect != "sqlite":
        pytest.skip("plans differ by engine")
    from hutong.photos.queries import streams

    stream = streams.Stream(by, town.owner if by == "person" else 0)
    few = streams._ordered(streams._few(stream, None, False), stream, True).limit(31)
    further = few.where(streams._beyond(stream, True)).params(key=10, tie=10)
    back = streams._next(stream, False, False, False).params(key=10, tie=10)

    def plan(statement: Any) -> str:
        sql = statement.compile(session().get_bind(), compile_kwargs={"literal_binds": True})
        return " ".join(str(row[3]) for row in session().connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))

    lead = "heat" if by == "hot" else "shown_at"
    for statement, entered in ((few, ""), (further, f" AND {lead}<?)"), (back, f" AND {lead}>?)")):
        said = town.read(lambda: plan(statement))  # noqa: B023
        assert "USE TEMP B-TREE" not in said, said
        assert f"photos_{by}" in said
        assert entered in said, said


def test_hot_decays_with_age(town: World) -> None:
    """F7: a person's reloads count once an hour, twenty people count twenty; yesterday's twenty rank below today's."""
    with clock.frozen(clock.now() // clock.HOUR * clock.HOUR):
        old = town.photo(caption="Yesterday")
        watched(town, old, 20)
        town.counted()
        with later(clock.DAY):
            new = town.photo(caption="Today")
            one = town.photo(caption="Reloaded")
            watched(town, new, 20)
            for _ in range(100):
                town.as_guest.get(f"/photos/{one}")
            town.as_owner.get(f"/photos/{one}")
            town.counted()
            assert [town.row(shown).views for shown in (old, new, one)] == [20, 20, 1]
            assert pages(town, stream="hot") == ["Today", "Yesterday", "Reloaded"]
            why = town.stranger.get(f"/photos/{new}").get_json()["heat"]
            assert why == {"views": 20, "likes": 0, "talkers": 0, "points": 20, "lead_hours": 35.1}
            assert "20 views + 5 × 0 likes" in town.stranger.page(f"/photos/{new}").text


def watched(town: World, shown: str, people: int) -> None:
    """So many strangers look at a photo."""
    for number in range(people):
        agent = {"User-Agent": f"Browser {number}"}
        assert town.app.test_client().get(f"/api/v1/photos/{shown}", headers=agent).status_code == 200


def test_the_formula() -> None:
    """F7: twice the points are worth eight hours, whenever they came."""
    assert heat.points(views=10, likes=3, talkers=2) == 41
    assert heat.heat(0, 0) == 0
    assert heat.heat(0, 1) == 8 * clock.HOUR
    assert heat.heat(clock.DAY, 3) == clock.DAY + 16 * clock.HOUR
    assert heat.explained(7, 0, 0).lead_hours == 24.0


def test_likes_and_comments_make_it_hot(town: World) -> None:
    """P-03: people count, not how often one speaks; owners do not count."""
    first, second = town.photo(caption="First"), town.photo(caption="Second")
    town.as_guest.put(f"/photos/{first}/like")
    for text in ("one", "two"):
        town.as_guest.post(f"/photos/{first}/comments", {"text": text})
        town.as_owner.post(f"/photos/{second}/comments", {"text": text})
    town.counted()
    row = town.row(first)
    assert (row.likes, row.comments, row.talkers) == (1, 2, 1)
    assert row.heat == heat.heat(row.shown_at, 13)
    assert (town.row(second).comments, town.row(second).talkers) == (2, 0)
    assert pages(town, stream="hot") == ["First", "Second"]


def test_views_are_written_once(town: World) -> None:
    """P-06: a batch that is written again, by a second worker or after a crash, changes nothing."""
    from hutong.photos import counting, jobs

    shown = town.photo()
    town.stranger.get(f"/photos/{shown}")
    with later(3 * clock.MINUTE), town.app.app_context():
        database = town.app.extensions["hutong"].database
        first, second = jobs.write_views.function(), jobs.write_views.function()
        database.run(first)
        assert town.row(shown).views == 1
        with pytest.raises(Exception, match=r"UNIQUE|[Dd]uplicate"):
            database.run(second)
        before = town.read(lambda: session().get(counting.ViewMark, 1).minute)
        database.run(lambda: counting.write_minutes(before - 1, before + 5, []))
        assert town.read(lambda: session().get(counting.ViewMark, 1).minute) == before
    with later(10 * clock.MINUTE):
        town.jobs()
        assert town.row(shown).views == 1


def test_following_shows_those_one_follows(town: World) -> None:
    """P-03: with what only followers see; mute leaves somebody out everywhere."""
    other = town.person(7, name="Other")
    town.photo(caption="Open")
    town.photo(caption="Friends", visibility="followers")
    town.photo(owner=other, caption="Other")
    assert town.stranger.get("/photos", stream="following").status_code == 422
    assert town.stranger.page("/photos", stream="following").status_code == 303
    assert town.stream(town.as_guest, stream="following") == []
    owner = ids.show(town.owner)
    followed = town.as_guest.put(f"/people/{owner}/follow")
    assert followed.get_json() == {"following": True, "muted": False, "followers": 1}
    assert town.as_guest.put(f"/people/{owner}/follow").get_json()["followers"] == 1
    assert town.stream(town.as_guest, stream="following") == ["Friends", "Open"]
    assert town.stream(town.as_guest) == ["Other", "Open"]
    assert town.as_guest.put(f"/people/{owner}/mute").get_json()["muted"] is True
    assert town.stream(town.as_guest) == ["Other"]
    assert town.stream(town.as_guest, stream="following") == []
    town.as_guest.delete(f"/people/{owner}/mute")
    assert town.as_guest.delete(f"/people/{owner}/follow").get_json()["followers"] == 0
    assert town.stream(town.as_guest) == ["Other", "Open"]
    assert town.as_guest.put(f"/people/{ids.show(town.guest)}/follow").status_code == 409
    assert town.as_guest.put(f"/people/{ids.show(ids.new_id())}/follow").status_code == 404


def test_a_person_page_by_page(town: World) -> None:
    """P-05: their photos, followers and those they follow; each sees what they may."""
    some(town, 4)
    town.photo(caption="Secret", visibility="private")
    town.photo(caption="Linked", visibility="link")
    town.as_guest.put(f"/people/{ids.show(town.owner)}/follow")
    base = f"/people/{ids.show(town.owner)}"
    shown = [item["caption"] for item in town.stranger.get(f"{base}/photos").get_json()["items"]]
    assert shown == ["P3", "P2", "P1", "P0"]
    mine = [item["caption"] for item in town.as_owner.get(f"{base}/photos").get_json()["items"]]
    assert sorted(mine) == ["Linked", "P0", "P1", "P2", "P3", "Secret"]
    assert [item["name"] for item in town.stranger.get(f"{base}/followers").get_json()["items"]] == ["Wang"]
    assert town.stranger.get(f"{base}/following").get_json()["items"] == []
    guest = f"/people/{ids.show(town.guest)}"
    assert [item["name"] for item in town.stranger.get(f"{guest}/following").get_json()["items"]] == ["Bai Ge"]
    assert town.stranger.get(f"/people/{ids.show(ids.new_id())}/photos").status_code == 404


def test_search_finds_words_and_tags(town: World) -> None:
    """P-10: in captions, tags, places and descriptions, Chinese too; never what is not listed."""
    town.photo(caption="雪后的胡同", tags=["灯笼"], place="东城区", alt="红门")
    town.photo(caption="A red door", tags=["lantern"])
    town.photo(caption="A red secret", visibility="private")
    for words, found in [
        ("胡同", ["雪后的胡同"]),
        ("灯笼", ["雪后的胡同"]),
        ("东城", ["雪后的胡同"]),
        ("红门", ["雪后的胡同"]),
        ("RED", ["A red door"]),
        ("lantern", ["A red door"]),
        ("red 胡同", []),
        ("***", []),
    ]:
        assert (words, town.stream(q=words)) == (words, found)
    assert town.stream(tag="灯笼") == ["雪后的胡同"]
    assert town.stranger.get("/photos", tag="nothing").status_code == 404
    town.jobs()
    names = [tag["name"] for tag in town.stranger.get("/tags").get_json()["items"]]
    assert sorted(names) == ["lantern", "灯笼"]
    assert [tag["name"] for tag in town.stranger.get("/tags", q="lan").get_json()["items"]] == ["lantern"]


def test_three_picks_until_midnight(town: World) -> None:
    """F7: a fourth asks which to replace; they end at midnight of the site."""
    moderator = town.client(town.person(1, role="moderator"))
    shown = [town.photo(caption=f"P{at}") for at in range(4)]
    zone = clock.zone("Asia/Shanghai")
    noon = datetime.now(zone).replace(hour=12, minute=0, second=0, microsecond=0)
    with clock.frozen(clock.instant(noon)):
        moderator = town.client(town.person(2, role="moderator"))
        assert town.as_guest.post("/picks", {"photo_id": shown[0]}).status_code == 403
        for one in shown[:3]:
            assert moderator.post("/picks", {"photo_id": one}).status_code == 201
        assert moderator.post("/picks", {"photo_id": shown[0]}).get_json()["code"] == "already_picked"
        full = moderator.post("/picks", {"photo_id": shown[3]})
        assert (full.status_code, full.get_json()["code"], full.get_json()["picks"]) == (409, "picks_full", shown[:3])
        swapped = moderator.post("/picks", {"photo_id": shown[3], "instead_of": shown[1]})
        assert [item["caption"] for item in swapped.get_json()["items"]] == ["P0", "P3", "P2"]
        assert moderator.delete(f"/picks/{shown[0]}").status_code == 204
        assert "Picked for today" in town.stranger.page("/photos").text
        midnight = noon.replace(hour=0) + timedelta(days=1)
        assert town.stranger.get("/picks").get_json()["until"] == clock.iso(clock.instant(midnight))
    with clock.frozen(clock.instant(midnight) - 1):
        assert len(town.stranger.get("/picks").get_json()["items"]) == 2
    with clock.frozen(clock.instant(midnight)):
        assert town.stranger.get("/picks").get_json()["items"] == []


def test_neighbours_stand_in_the_stream_one_came_from(town: World) -> None:
    """P-04: before and after, in the newest, a tag or a collection; nothing where the photo is not in it."""
    first, second, third = some(town, 3)
    town.as_owner.patch(f"/photos/{first}", {"tags": ["x"]})
    town.as_owner.patch(f"/photos/{third}", {"tags": ["x"]})
    page = town.stranger.page(f"/photos/{second}").text
    assert f'href="/photos/{third}" data-before' in page
    assert f'href="/photos/{first}" data-after' in page
    page = town.stranger.page(f"/photos/{third}?in=tag:x").text
    assert f'href="/photos/{first}?in=tag:x" data-after' in page
    assert "data-before" not in page
    for broken in ("collection:zzz", "person:1", "tag:none", "search:", "nonsense"):
        assert town.stranger.page(f"/photos/{second}?in={broken}").status_code == 200
