"""Somebody takes their data along or wants to leave: their homes."""

from collections.abc import Iterator

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select, update

from hutong.accounts.events import AccountClosed
from hutong.accounts.leaving import EXPORTS, UNSETTLED, Archive, Unsettled
from hutong.accounts.scopes import SETTLING
from hutong.kernel import events, ids
from hutong.kernel.db import session
from hutong.stays.actions import strip
from hutong.stays.models import Feed, Home, HomeState, Season


def install(app: Flask) -> None:
    """Contribute to archives and to what keeps somebody here."""
    EXPORTS.add(app, export)
    UNSETTLED.add(app, unsettled)
    SETTLING.add(app, "stays.edit_home", "stays_api.remove_home")
    events.listen(app, AccountClosed, forget)


def export(person_id: int, archive: Archive) -> None:
    """The homes that a person lets, their seasons and the calendars they read."""
    mine = select(Home.id).where(Home.host_id == person_id)
    archive.rows("stays/homes.json", select(Home).where(Home.host_id == person_id).order_by(Home.id))
    archive.rows("stays/seasons.json", select(Season).where(Season.home_id.in_(mine)).order_by(Season.id))
    archive.rows("stays/calendars.json", select(Feed).where(Feed.home_id.in_(mine)).order_by(Feed.id))


def unsettled(person_id: int) -> Iterator[Unsettled]:
    """Homes that are still on offer."""
    offered = select(Home).where(Home.host_id == person_id, Home.state == "published").order_by(Home.id).limit(20)
    for home in session().scalars(offered):
        yield Unsettled(
            _("A home is still on offer: %(title)s. Take it off first.", title=home.title),
            f"/host/homes/{ids.show(home.id)}",
        )


def forget(news: AccountClosed) -> None:
    """Their homes are gone with their pictures; address, door code and calendars are nobody's any more."""
    strip(session().scalars(select(Home.id).where(Home.host_id == news.person_id)).all())
    gone = {"state": HomeState.REMOVED, "address": "-", "door_code": "", "lat": None, "lng": None, "cover_id": None}
    session().execute(update(Home).where(Home.host_id == news.person_id).values(**gone, version=Home.version + 1))
