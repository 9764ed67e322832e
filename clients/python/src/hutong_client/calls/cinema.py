"""Calls of cinema. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal

from hutong_client.shapes.cinema import (
    CardIn,
    ChangeIn,
    CheckInIn,
    CinemaCard,
    CinemaDecisionIn,
    CinemaIn,
    CinemaOut,
    CinemaPatch,
    ClosingIn,
    ComboEdit,
    ComboNew,
    ComboOut,
    EnteredOut,
    ExtrasCardOut,
    FilmCard,
    FilmIn,
    FilmOut,
    FilmPatch,
    HallCard,
    HallIn,
    HallOut,
    HallPatch,
    LevelNew,
    LevelOut,
    LevelStateIn,
    PlanCopyIn,
    RefundIn,
    ReportsReportOut,
    ReseatIn,
    ReturnIn,
    RightDecisionIn,
    RightIn,
    RightOut,
    SaleIn,
    SaleOut,
    ScansIn,
    ScansOut,
    ScreeningIn,
    ScreeningOut,
    ScreeningPatch,
    ScreeningStateIn,
    ScreeningsOut,
    SeatQuoteOut,
    SeatsIn,
    SeatsOut,
    ShiftIn,
    ShiftOut,
    SnapshotOut,
    SuggestionOut,
    TicketOut,
    WishOut,
)
from hutong_client.shapes.shared import BookingOut, PaymentIn, PaymentOut, ReviewOut
from hutong_client.wire import Listing, Wire, at


class Cinema:
    """Calls of cinema."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def list_cinemas(
        self,
        *,
        limit: int | None = None,
        region: str | None = None,
        near: str | None = None,
        q: str | None = None,
        mine: bool | None = None,
    ) -> Listing[CinemaCard]:
        """Open cinemas by region, around a point or by name; with `mine` those you work for, whatever their state."""
        return self._wire.listing(
            CinemaCard,
            "/cinemas",
            query={"limit": limit, "region": region, "near": near, "q": q, "mine": mine},
        )

    def found_cinema(self, body: CinemaIn) -> CinemaOut:
        """Enter a cinema; it opens when the platform's staff have approved it, or are who enters it."""
        return self._wire.json(CinemaOut, "POST", "/cinemas", body=body)

    def show_cinema(self, cinema_id: str) -> CinemaOut:
        """One cinema; one that is not open only for its staff and the platform's."""
        return self._wire.json(CinemaOut, "GET", at("/cinemas/{}", cinema_id))

    def edit_cinema(self, cinema_id: str, body: CinemaPatch, *, if_match: str | int) -> CinemaOut:
        """Change some of what is said about a cinema: its manager, or the platform's staff."""
        return self._wire.json(CinemaOut, "PATCH", at("/cinemas/{}", cinema_id), body=body, if_match=if_match)

    def remove_cinema(self, cinema_id: str) -> None:
        """Close a cinema without shows to come for good."""
        self._wire.nothing("DELETE", at("/cinemas/{}", cinema_id))

    def decide_cinema(self, cinema_id: str, body: CinemaDecisionIn) -> CinemaOut:
        """Open, reject or suspend a cinema; a suspended one sells nothing."""
        return self._wire.json(CinemaOut, "PUT", at("/cinemas/{}/decision", cinema_id), body=body)

    def open_shift(self, cinema_id: str, body: ShiftIn) -> ShiftOut:
        """Begin a shift at the counter of a cinema."""
        return self._wire.json(ShiftOut, "POST", at("/cinemas/{}/shifts", cinema_id), body=body)

    def list_shifts(self, cinema_id: str, *, limit: int | None = None) -> Listing[ShiftOut]:
        """The shifts of a cinema, the latest first."""
        return self._wire.listing(ShiftOut, at("/cinemas/{}/shifts", cinema_id), query={"limit": limit})

    def show_shift(self, shift_id: str) -> ShiftOut:
        """A shift of yours, or of your cinema: its sums, and the same by the ledger."""
        return self._wire.json(ShiftOut, "GET", at("/shifts/{}", shift_id))

    def close_shift(self, shift_id: str, body: ClosingIn) -> ShiftOut:
        """Close a shift with the cash that was counted."""
        return self._wire.json(ShiftOut, "PUT", at("/shifts/{}/closing", shift_id), body=body)

    def sell_seats(self, screening_id: str, body: SaleIn, *, idempotency_key: str | None = None) -> SaleOut:
        """Sell seats at the counter, for cash, by card or as complimentary tickets."""
        return self._wire.json(
            SaleOut,
            "POST",
            at("/screenings/{}/sales", screening_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def reseat(self, ticket_id: str, body: ReseatIn, *, idempotency_key: str | None = None) -> SaleOut:
        """Give a ticket another seat of its show."""
        return self._wire.json(
            SaleOut,
            "POST",
            at("/tickets/{}/reseat", ticket_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def take_back(self, ticket_id: str, body: ReturnIn) -> SaleOut:
        """Take a ticket back at the counter; money goes back the way it came."""
        return self._wire.json(SaleOut, "POST", at("/tickets/{}/return", ticket_id), body=body)

    def list_combos(self, cinema_id: str) -> Listing[ComboOut]:
        """The combos that a cinema sells with its tickets."""
        return self._wire.listing(ComboOut, at("/cinemas/{}/combos", cinema_id))

    def create_combo(self, cinema_id: str, body: ComboNew) -> ComboOut:
        """Offer a combo."""
        return self._wire.json(ComboOut, "POST", at("/cinemas/{}/combos", cinema_id), body=body)

    def edit_combo(self, combo_id: str, body: ComboEdit, *, if_match: str | int) -> ComboOut:
        """Change some of a combo: price, stock, whether it is sold."""
        return self._wire.json(ComboOut, "PATCH", at("/combos/{}", combo_id), body=body, if_match=if_match)

    def list_levels(self, cinema_id: str) -> Listing[LevelOut]:
        """The levels of a cinema's card."""
        return self._wire.listing(LevelOut, at("/cinemas/{}/card-levels", cinema_id))

    def create_level(self, cinema_id: str, body: LevelNew) -> LevelOut:
        """Offer a level of the card."""
        return self._wire.json(LevelOut, "POST", at("/cinemas/{}/card-levels", cinema_id), body=body)

    def offer_level(self, level_id: str, body: LevelStateIn) -> LevelOut:
        """Sell a level, or no longer."""
        return self._wire.json(LevelOut, "PUT", at("/card-levels/{}/state", level_id), body=body)

    def buy_card(self, cinema_id: str, body: CardIn, *, idempotency_key: str | None = None) -> BookingOut:
        """Buy a cinema's card: it counts as soon as it is paid."""
        return self._wire.json(
            BookingOut,
            "POST",
            at("/cinemas/{}/cards", cinema_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def list_cards(self) -> Listing[ExtrasCardOut]:
        """Your cards of cinemas."""
        return self._wire.listing(ExtrasCardOut, "/me/cards")

    def list_films(
        self,
        *,
        limit: int | None = None,
        show: Literal["now", "soon", "all"] | None = None,
        q: str | None = None,
        genre: str | None = None,
    ) -> Listing[FilmCard]:
        """Films: all, those with shows on sale (`show=now`), or those to come (`show=soon`)."""
        return self._wire.listing(FilmCard, "/films", query={"limit": limit, "show": show, "q": q, "genre": genre})

    def create_film(self, body: FilmIn) -> FilmOut:
        """Add a film to the catalogue."""
        return self._wire.json(FilmOut, "POST", "/films", body=body)

    def show_film(self, film_id: str) -> FilmOut:
        """One film."""
        return self._wire.json(FilmOut, "GET", at("/films/{}", film_id))

    def edit_film(self, film_id: str, body: FilmPatch, *, if_match: str | int) -> FilmOut:
        """Change some of what is said about a film."""
        return self._wire.json(FilmOut, "PATCH", at("/films/{}", film_id), body=body, if_match=if_match)

    def remove_film(self, film_id: str) -> None:
        """Take a film without shows to come out of the catalogue."""
        self._wire.nothing("DELETE", at("/films/{}", film_id))

    def wish_film(self, film_id: str) -> WishOut:
        """Say that you want to see a film."""
        return self._wire.json(WishOut, "PUT", at("/films/{}/wish", film_id))

    def unwish_film(self, film_id: str) -> WishOut:
        """Say that you no longer want to see a film."""
        return self._wire.json(WishOut, "DELETE", at("/films/{}/wish", film_id))

    def list_film_reviews(self, film_id: str, *, limit: int | None = None) -> Listing[ReviewOut]:
        """What people say about a film, the newest first."""
        return self._wire.listing(ReviewOut, at("/films/{}/reviews", film_id), query={"limit": limit})

    def list_halls(self, cinema_id: str) -> Listing[HallCard]:
        """The halls of a cinema."""
        return self._wire.listing(HallCard, at("/cinemas/{}/halls", cinema_id))

    def create_hall(self, cinema_id: str, body: HallIn) -> HallOut:
        """Add a hall with its seat map."""
        return self._wire.json(HallOut, "POST", at("/cinemas/{}/halls", cinema_id), body=body)

    def show_hall(self, hall_id: str) -> HallOut:
        """A hall with its present seat map."""
        return self._wire.json(HallOut, "GET", at("/halls/{}", hall_id))

    def edit_hall(self, hall_id: str, body: HallPatch, *, if_match: str | int) -> HallOut:
        """Change a hall; another plan is a new version of its seat map, sold shows keep theirs."""
        return self._wire.json(HallOut, "PATCH", at("/halls/{}", hall_id), body=body, if_match=if_match)

    def remove_hall(self, hall_id: str) -> None:
        """Remove a hall in which nothing was ever shown."""
        self._wire.nothing("DELETE", at("/halls/{}", hall_id))

    def show_sales(
        self,
        cinema_id: str,
        *,
        from_: str | None = None,
        to: str | None = None,
        by: Literal["film", "day"] | None = None,
    ) -> ReportsReportOut:
        """Tickets, takings and occupancy of a cinema, by film or by day."""
        return self._wire.json(
            ReportsReportOut,
            "GET",
            at("/cinemas/{}/sales", cinema_id),
            query={"from": from_, "to": to, "by": by},
        )

    def list_rights(
        self,
        *,
        limit: int | None = None,
        cinema: str | None = None,
        film: str | None = None,
        state: Literal["requested", "approved", "rejected", "paid", "withdrawn"] | None = None,
    ) -> Listing[RightOut]:
        """The rights of the cinemas you work for; for the platform's staff those of all."""
        return self._wire.listing(
            RightOut,
            "/rights",
            query={"limit": limit, "cinema": cinema, "film": film, "state": state},
        )

    def ask_right(self, body: RightIn) -> RightOut:
        """Ask for the right to show a film, as the manager of a cinema."""
        return self._wire.json(RightOut, "POST", "/rights", body=body)

    def show_right(self, right_id: str) -> RightOut:
        """A right of a cinema you work for."""
        return self._wire.json(RightOut, "GET", at("/rights/{}", right_id))

    def withdraw_right(self, right_id: str) -> None:
        """Take back a right that was asked for and not paid."""
        self._wire.nothing("DELETE", at("/rights/{}", right_id))

    def decide_right(self, right_id: str, body: RightDecisionIn) -> RightOut:
        """Approve a right for a price, or reject it with a reason."""
        return self._wire.json(RightOut, "PUT", at("/rights/{}/decision", right_id), body=body)

    def pay_right(self, right_id: str, body: PaymentIn, *, idempotency_key: str | None = None) -> PaymentOut:
        """Start paying for an approved right; `action` comes a moment later: ask for the payment again."""
        return self._wire.json(
            PaymentOut,
            "POST",
            at("/rights/{}/payments", right_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def list_screenings(
        self,
        *,
        limit: int | None = None,
        film: str | None = None,
        cinema: str | None = None,
        hall: str | None = None,
        date: str | None = None,
    ) -> Listing[ScreeningOut]:
        """The shows of open cinemas, by film, cinema, hall and date; without a date those to come."""
        return self._wire.listing(
            ScreeningOut,
            "/screenings",
            query={"limit": limit, "film": film, "cinema": cinema, "hall": hall, "date": date},
        )

    def schedule_screenings(self, body: ScreeningIn, *, idempotency_key: str | None = None) -> ScreeningsOut:
        """Schedule a show, and with `repeat_until` the same on later days: all of them, or none."""
        return self._wire.json(ScreeningsOut, "POST", "/screenings", body=body, key=idempotency_key, repeatable=True)

    def show_screening(self, screening_id: str) -> ScreeningOut:
        """One show."""
        return self._wire.json(ScreeningOut, "GET", at("/screenings/{}", screening_id))

    def edit_screening(self, screening_id: str, body: ScreeningPatch, *, if_match: str | int) -> ScreeningOut:
        """Change a show; once seats are sold or held, only its prices and the end of its sale."""
        return self._wire.json(ScreeningOut, "PATCH", at("/screenings/{}", screening_id), body=body, if_match=if_match)

    def remove_screening(self, screening_id: str) -> None:
        """Remove a show that nobody ever booked."""
        self._wire.nothing("DELETE", at("/screenings/{}", screening_id))

    def set_screening_state(self, screening_id: str, body: ScreeningStateIn) -> ScreeningOut:
        """Stop the sale of a show, go on with it, or cancel it: then all are paid back and told why."""
        return self._wire.json(ScreeningOut, "PUT", at("/screenings/{}/state", screening_id), body=body)

    def copy_plan(self, cinema_id: str, body: PlanCopyIn, *, idempotency_key: str | None = None) -> ScreeningsOut:
        """Make a day's plan again on later days: all of it, or nothing."""
        return self._wire.json(
            ScreeningsOut,
            "POST",
            at("/cinemas/{}/plan-copies", cinema_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def show_seats(self, screening_id: str) -> SeatsOut:
        """The seats of a show: free, held, sold, mine or broken. Ask again with If-None-Match as often as every 3 s."""
        return self._wire.json(SeatsOut, "GET", at("/screenings/{}/seats", screening_id))

    def suggest_seats(self, screening_id: str, *, count: int | None = None, wish: str | None = None) -> SuggestionOut:
        """The best free seats together: so many, or as a wish such as "2 together, aisle, ≤ ¥60" says."""
        return self._wire.json(
            SuggestionOut,
            "GET",
            at("/screenings/{}/suggestion", screening_id),
            query={"count": count, "wish": wish},
        )

    def quote_seats(
        self,
        screening_id: str,
        *,
        seats: list[str] | None = None,
        combos: list[str] | None = None,
        coupon: str | None = None,
        points: int | None = None,
    ) -> SeatQuoteOut:
        """What seats and combos cost whoever asks, with a card of the cinema's, a coupon and points; nothing is
        held.
        """
        return self._wire.json(
            SeatQuoteOut,
            "GET",
            at("/screenings/{}/quote", screening_id),
            query={"seats": seats, "combos": combos, "coupon": coupon, "points": points},
        )

    def book_seats(self, screening_id: str, body: SeatsIn, *, idempotency_key: str | None = None) -> BookingOut:
        """Hold seats for 15 minutes; `slots` of a refusal names the seats that are gone."""
        return self._wire.json(
            BookingOut,
            "POST",
            at("/screenings/{}/bookings", screening_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def list_tickets(self, *, limit: int | None = None) -> Listing[TicketOut]:
        """Your tickets, the latest bought first."""
        return self._wire.listing(TicketOut, "/tickets", query={"limit": limit})

    def show_ticket(self, ticket_id: str) -> TicketOut:
        """A ticket of yours; giving it back is cancelling its line of the booking."""
        return self._wire.json(TicketOut, "GET", at("/tickets/{}", ticket_id))

    def change_ticket(self, ticket_id: str, body: ChangeIn, *, idempotency_key: str | None = None) -> BookingOut:
        """Change a ticket for a seat of another show of the cinema: the difference is paid, or comes back."""
        return self._wire.json(
            BookingOut,
            "POST",
            at("/tickets/{}/change", ticket_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def refund_ticket(self, ticket_id: str, body: RefundIn) -> TicketOut:
        """Call a ticket off in the platform's name: all of its price goes back, its seat is free."""
        return self._wire.json(TicketOut, "POST", at("/tickets/{}/refund", ticket_id), body=body)

    def check_in(self, body: CheckInIn) -> EnteredOut:
        """Let in a scanned ticket, or all tickets of a pick-up code, once."""
        return self._wire.json(EnteredOut, "POST", "/check-ins", body=body)

    def merge_check_ins(self, body: ScansIn) -> ScansOut:
        """Take over what a scanner let in while it was offline; tickets that were in already are named."""
        return self._wire.json(ScansOut, "POST", "/check-ins/merges", body=body)

    def show_snapshot(self, cinema_id: str, *, day: str | None = None) -> SnapshotOut:
        """All that a scanner needs to work offline for a day: shows, tickets and the public key."""
        return self._wire.json(SnapshotOut, "GET", at("/cinemas/{}/check-ins/snapshot", cinema_id), query={"day": day})
