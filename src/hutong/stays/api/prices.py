"""What nights cost: seasons and single dates, for the host."""

from flask_babel import lazy_gettext as _l

from hutong.kernel import clock
from hutong.kernel.errors import Invalid, NotFound, Stale
from hutong.kernel.web import etag, me
from hutong.stays import actions, queries
from hutong.stays.api.base import api
from hutong.stays.models import Home
from hutong.stays.schemas import DatePriceOut, NightsIn, PricesOut, SeasonIn, SeasonOut

EDIT = (Invalid, NotFound, Stale)
SAVED = _l("The prices were saved.")


@api.get("/homes/<id:home_id>/prices", raises=(NotFound,))
def show_prices(home_id: int) -> PricesOut:
    """The seasons of your home and its single dates with prices of their own."""
    return _prices(queries.own_home(home_id, me().id))


@api.post("/homes/<id:home_id>/seasons", if_match=True, raises=EDIT, done=SAVED)
def add_season(home_id: int, body: SeasonIn) -> PricesOut:
    """Nights that cost something else; seasons of a home never overlap."""
    return _prices(actions.add_season(home_id, me().id, body))


@api.put("/homes/<id:home_id>/seasons/<id:season_id>", if_match=True, raises=EDIT, done=SAVED)
def change_season(home_id: int, season_id: int, body: SeasonIn) -> PricesOut:
    """Change a season."""
    return _prices(actions.change_season(home_id, season_id, me().id, body))


@api.delete("/homes/<id:home_id>/seasons/<id:season_id>", if_match=True, status=200, raises=EDIT, done=SAVED)
def remove_season(home_id: int, season_id: int) -> PricesOut:
    """Remove a season: its nights cost again what others cost."""
    return _prices(actions.remove_season(home_id, season_id, me().id))


@api.put("/homes/<id:home_id>/nights", if_match=True, raises=EDIT, done=_l("The calendar was saved."))
def set_nights(home_id: int, body: NightsIn) -> PricesOut:
    """Price, block or open the nights of a range of dates; booked nights stay booked."""
    booked = actions.set_nights(home_id, me().id, body)
    out = _prices(queries.own_home(home_id, me().id))
    out.booked = booked
    return out


def _prices(home: Home) -> PricesOut:
    etag(home.version)
    dates = queries.own_prices(home.id) if home.varied else []
    return PricesOut(
        version=home.version,
        currency=home.currency,
        seasons=[
            SeasonOut(
                id=season.id,
                name=season.name,
                first=clock.day_of(season.first),
                until=clock.day_of(season.until),
                price=season.price,
                weekend_price=season.weekend_price,
                min_nights=season.min_nights,
                max_nights=season.max_nights,
            )
            for season in queries.seasons(home.id)
        ],
        dates=[DatePriceOut(date=day, price=price) for day, price in dates],
    )
