"""A host's own homes: the list, the form for a new one, the desk of one."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from flask import render_template, request
from flask_babel import gettext as _

from hutong.accounts.principal import Principal
from hutong.kernel import clock, i18n, ids
from hutong.kernel.forms import refused_form
from hutong.kernel.state import settings
from hutong.kernel.web import me
from hutong.media import queries as media
from hutong.media.queries import PictureCard
from hutong.regions import queries as regions
from hutong.regions.models import PROVINCE
from hutong.reviews import queries as reviews
from hutong.reviews import subjects
from hutong.stays import queries
from hutong.stays.models import SUBJECT, HomeState, Season, pack_days
from hutong.stays.pages.base import form_words, pages, read_date
from hutong.stays.pages.calendar import Picked, host_calendar
from hutong.stays.pages.feeds import ConflictRow, FeedRow
from hutong.stays.queries import Card, Detail, feeds
from hutong.stays.queries.rules import days_text

PER_PAGE = 20


@dataclass(frozen=True)
class Step:
    """What a home needs before it can be published, or what would make it better."""

    text: str
    section: str
    done: bool
    needed: bool = True


@dataclass(frozen=True)
class SeasonRow:
    """A season as its form shows it."""

    season: Season
    first: date
    until: date
    over: bool

    @classmethod
    def of(cls, season: Season) -> "SeasonRow":
        """From the row."""
        first, until = clock.day_of(season.first), clock.day_of(season.until)
        return cls(season, first, until, until <= queries.today())


@pages.page("/host/homes")
def my_homes() -> str:
    """The homes of whoever is signed in."""
    found = queries.of_host(me().id, PER_PAGE, request.args.get("cursor"), all_states=True)
    return render_template(
        "stays/mine.html",
        homes=found.cards,
        next=f"/host/homes?cursor={found.next}" if found.next else None,
        verified=_verified(),
        state_words=state_words(),
        next_step=next_step,
    )


@pages.page("/host/homes/new")
def new_home() -> str:
    """The form for a home; whoever is not verified is led there first."""
    if not _verified():
        return render_template("stays/unverified.html")
    city, districts = _place(request.args.get("city", ""))
    return render_template("stays/new.html", **form_words(), city=city, districts=districts, provinces=_provinces())


@pages.page("/host/homes/<id:home_id>")
def edit_home(home_id: int) -> str:
    """All that can be said about one's home, section by section."""
    queries.own_home(home_id, me().id)
    found = queries.detail(home_id, me().id)
    home = found.home
    city, districts = _place(request.args.get("city", "") or home.city_code)
    path = f"/host/homes/{ids.show(home_id)}"
    steps = _steps(found)
    picked = Picked(read_date(request.args.get("from", "")), read_date(request.args.get("to", "")))
    form = refused_form()
    return render_template(
        "stays/editor.html",
        **form_words(),
        home=home,
        area=str(found.area),
        shots=found.pictures,
        facilities=[one.code for one in found.facilities],
        location=found.location,
        city=city,
        districts=districts,
        provinces=_provinces(),
        calendar=host_calendar(home, path, picked, request.args.get("month", "")),
        picked=picked,
        seasons=[SeasonRow.of(season) for season in queries.seasons(home_id)],
        feeds=[FeedRow.of(feed) for feed in feeds.feeds(home_id)],
        conflicts=[ConflictRow(*pair) for pair in feeds.conflicts(home_id)],
        calendar_address=feeds.address(home),
        weekday_names=weekday_names(),
        weekend_label=_("Nights of the weekend (%(days)s)", days=days_text(pack_days(settings().weekend_days))),
        steps=steps,
        ready=all(step.done for step in steps if step.needed),
        verified=_verified(),
        state_words=state_words(),
        path=path,
        action=f"/api/v1/homes/{ids.show(home_id)}",
        fresh=_fresh_picture(found),
        case=reviews.hidden_case(subjects.name(SUBJECT, home_id)) if home.hidden else None,
        stale=form if form is not None and form.code == "stale" else None,
        currency=home.currency,
    )


def weekday_names() -> list[tuple[int, str]]:
    """The days of the week, Monday is 0."""
    names = i18n.LOCALES[i18n.language()].days["stand-alone"]["abbreviated"]
    return [(day, names[day]) for day in range(7)]


def state_words() -> dict[str, tuple[str, str]]:
    """The states of a home: in words, and the kind of their tag."""
    return {
        HomeState.DRAFT: (_("Draft"), "waiting"),
        HomeState.PUBLISHED: (_("Published"), "free"),
        HomeState.UNLISTED: (_("Not listed"), "over"),
        HomeState.WITHHELD: (_("Not offered: its host is suspended"), "bad"),
        HomeState.HIDDEN: (_("Hidden by a moderator"), "bad"),
    }


def next_step(card: Card) -> str:
    """What a host might do next about a home."""
    if card.state == HomeState.HIDDEN:
        return _("Nobody finds it now. Open it to read why.")
    if card.cover is None:
        return _("Add pictures: without one it cannot be published.")
    if card.state == HomeState.DRAFT:
        return _("Ready to be published.")
    if card.state == HomeState.UNLISTED:
        return _("Nobody finds it now. Publish it again when you like.")
    return ""


def _steps(found: Detail) -> list[Step]:
    home = found.home
    return [
        Step(_("At least one picture"), "pictures", bool(found.pictures)),
        Step(_("Your real name is verified"), "identity", _verified()),
        Step(
            _("Five pictures or more: homes with them are booked more often"),
            "pictures",
            len(found.pictures) >= 5,
            False,
        ),
        Step(_("A description of a few sentences"), "basics", len(home.description) >= 30, False),
        Step(_("What there is"), "facilities", len(found.facilities) >= 3, False),
    ]


def _verified() -> bool:
    return cast(Principal, me()).verified


def _place(code: str) -> tuple[str, list[tuple[str, str]]]:
    """A city and its districts; a city without any stands for itself."""
    if not code:
        return "", []
    below = regions.children(code) or [one for one in (regions.region(code),) if one is not None]
    return code, [(region.code, region.shown) for region in below]


def _provinces() -> list[tuple[str, list[tuple[str, str]]]]:
    """All cities under their provinces."""
    cities: dict[str | None, list[tuple[str, str]]] = {}
    for city in regions.cities():
        cities.setdefault(city.parent_code, []).append((city.code, city.shown))
    provinces = regions.of_level(PROVINCE)
    return [
        (province.shown, sorted(cities.get(province.code, [(province.code, province.shown)]))) for province in provinces
    ]


def _fresh_picture(found: Detail) -> PictureCard | None:
    """A picture that was just uploaded without JavaScript, to be added by one more button."""
    try:
        wanted = ids.read(request.args.get("picture", ""))
    except ValueError:
        return None
    if any(one.id == wanted for one in found.pictures):
        return None
    picture: Any = media.owned([wanted], found.home.host_id).get(wanted)
    return PictureCard.of(picture) if picture else None
