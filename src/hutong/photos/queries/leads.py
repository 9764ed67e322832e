"""Where photos lead to: reading what was typed, and the card of an aim as it is now."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound, invalid
from hutong.kernel.state import settings
from hutong.photos.models import Photo, Tail, TailSale
from hutong.reviews import subjects

OWN = ("photo", "comment", "review", "person")  # subjects that a photo does not lead to
PAGE = re.compile(rf"^/([a-z]+)s/({ids.PATTERN})$")
PORTS = (None, 80, 443)


@dataclass(frozen=True)
class Aim:
    """A subject inside, or an address outside."""

    subject: str = ""
    url: str = ""
    host: str = ""


@dataclass(frozen=True)
class TailCard:
    """Where a photo leads to, as it is now; `state` is live, sold_out or gone."""

    title: str
    href: str
    note: str = ""
    price: str = ""
    left: int | None = None
    left_text: str = ""
    state: str = "live"
    outside: bool = False


@dataclass(frozen=True)
class Figures:
    """What came of a tail."""

    views: int
    taps: int
    paid: int


def read(typed: str) -> Aim:
    """What was typed, as an aim; raises Invalid for what is neither here nor allowed."""
    subject = _subject(typed)
    if subject is not None:
        card = subjects.card(subject)
        if card is None or not card.live:
            raise invalid("tail", _l("What this leads to is not there, or not published."))
        return Aim(subject=subject)
    host = outside_host(typed)
    if host is None:
        raise invalid(
            "tail", _l("A photo can lead to a home or a film here, or to a site that the operator allows: not to this.")
        )
    return Aim(url=typed, host=host)


def outside_host(typed: str) -> str | None:
    """The host of an address that photos may lead to, None where they may not."""
    try:
        parts = urlsplit(typed)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and parts.username is None and parts.password is None
    if not plain or not host or port not in PORTS or re.search(r"[\s\\<>\"]", typed):
        return None
    allowed = [name.strip().lower().lstrip(".") for name in settings().tail_hosts.split(",") if name.strip()]
    return host if any(host == name or host.endswith(f".{name}") for name in allowed) else None


def card(photo: Photo) -> TailCard | None:
    """The card under a photo; two statements for an aim inside, one for an aim outside."""
    tail = session().get(Tail, photo.id)
    if tail is None:
        return None
    href = f"/photos/{ids.show(photo.id)}/go"
    if tail.url:
        host = outside_host(tail.url)  # asked again: the operator may have thought better of it
        title = tail.label or (urlsplit(tail.url).hostname or "")
        state = "live" if host else "gone"
        return TailCard(title, href if host else "", urlsplit(tail.url).hostname or "", state=state, outside=True)
    found = subjects.card(tail.subject)
    if found is None or not found.live:
        return TailCard(_("No longer offered"), "", state="gone")
    offer = subjects.offer(tail.subject) or subjects.Offer()
    state = "sold_out" if offer.free == 0 else "live"
    return TailCard(found.title, href, found.note, offer.price, offer.free, _left(offer), state)


def _left(offer: subjects.Offer) -> str:
    if not offer.free:
        return ""
    if offer.unit == "seats":
        return ngettext("%(num)s seat left in the next shows", "%(num)s seats left in the next shows", offer.free)
    return ngettext("%(num)s night free in the next 30 days", "%(num)s nights free in the next 30 days", offer.free)


def target(photo_id: int) -> str:
    """The address to which a photo's tail leads now; raises NotFound."""
    tail = session().get(Tail, photo_id)
    if tail is None:
        raise NotFound
    if tail.url:
        if outside_host(tail.url) is None:
            raise NotFound
        return tail.url
    found = subjects.card(tail.subject)
    if found is None or not found.live or not found.href:
        raise NotFound
    return found.href


def typed(photo_id: int) -> str:
    """The aim of a photo as its owner types it; empty where there is none."""
    tail = session().get(Tail, photo_id)
    if tail is None:
        return ""
    return tail.url or subjects.show(tail.subject)


def figures(photo: Photo) -> Figures:
    """What came of a photo's tail."""
    tail = session().get(Tail, photo.id)
    paid = session().scalar(select(func.count()).where(TailSale.photo_id == photo.id)) or 0
    return Figures(photo.views, tail.taps if tail else 0, paid)


def _subject(typed: str) -> str | None:
    """The subject that a name ("home:…") or an address of this site stands for."""
    here = settings().url
    path = typed[len(here) :] if typed.startswith(f"{here}/") else typed
    page = PAGE.match(path.partition("?")[0].partition("#")[0])
    name = f"{page[1]}:{page[2]}" if page else path
    try:
        found = subjects.read(name)
    except NotFound:
        return None
    return None if found.partition(":")[0] in OWN else found
