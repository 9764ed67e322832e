"""What seats and combos of a show cost somebody, with coupon and points, before they are held."""

from collections.abc import Sequence
from dataclasses import dataclass

from hutong.booking.models import NOBODY
from hutong.booking.orders import OrderLine
from hutong.booking.prices import Off, Wish, off
from hutong.cinema import pricing
from hutong.cinema.models import KIND
from hutong.cinema.models.tickets import Card
from hutong.cinema.queries import extras, seats
from hutong.cinema.queries.shows import Showing
from hutong.cinema.schemas.seats import ComboWish, PriceLineOut, SeatQuoteOut, SeatQuoteQuery
from hutong.cinema.seating import Place
from hutong.kernel import i18n


@dataclass(frozen=True)
class Choice:
    """Seats of a show and what goes with them: the lines of a booking, and which combo each of the combos' is."""

    places: list[Place]
    lines: list[OrderLine]
    combo_ids: list[int]

    @property
    def total(self) -> int:
        """Before coupon and points."""
        return sum(line.price for line in self.lines)


def choice(shown: Showing, wanted: SeatQuoteQuery, card: Card | None) -> Choice:
    """What was chosen, at the prices of whoever holds this card; raises Invalid."""
    places = pricing.chosen(seats.unsold(shown.screening), wanted.seats)
    snacks, combo_ids = snack_lines(wanted.combos, shown.cinema.id)
    return Choice(places, [*pricing.seat_lines(places, card), *snacks], combo_ids)


def snack_lines(wishes: Sequence[ComboWish], cinema_id: int) -> tuple[list[OrderLine], list[int]]:
    """The lines of the combos that are wished for, and which combo each is; raises Invalid."""
    wanted = {wish.id: wish.count for wish in wishes if wish.count}
    return pricing.combo_lines(wanted, extras.combos(cinema_id) if wanted else ())


def quoted(shown: Showing, wanted: SeatQuoteQuery, person_id: int | None, card: Card | None) -> SeatQuoteOut:
    """What it costs now; raises Invalid, or what is wrong with coupon or points (promotions.problems)."""
    chosen, show = choice(shown, wanted, card), shown.screening
    whose = (person_id or NOBODY, KIND, show.organisation_id, chosen.total, show.currency)
    return quote_of(chosen, off(Wish(wanted.coupon, wanted.points), *whose), show.currency)


def quote_of(chosen: Choice, less: Off, currency: str) -> SeatQuoteOut:
    """A choice less what coupon and points take off."""
    zh = i18n.language() == "zh"
    return SeatQuoteOut(
        lines=[PriceLineOut(title=one.title_zh if zh else one.title_en, price=one.price) for one in chosen.lines],
        before=chosen.total,
        coupon=less.offer.code if less.offer else "",
        coupon_title=less.offer.title if less.offer else "",
        coupon_off=less.coupon_off,
        points=less.points,
        points_off=less.points_off,
        total=chosen.total - less.all,
        currency=currency,
    )
