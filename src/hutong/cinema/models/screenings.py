"""Shows: a film in a hall at a time, and what its seats cost."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.cinema.models.halls import Seat
from hutong.kernel import clock
from hutong.kernel.db import Base, Id, Instant, Ref, table_args

SCREENING = "screening"  # the kind of claims on a hall's time (the holder is the show), and of the show's own resource
STEP = 5 * clock.MINUTE  # a slot of a hall's time
KIND = "cinema"  # of the bookings of seats


class ScreeningState(StrEnum):
    """Whether its seats can be bought."""

    ON_SALE = "on_sale"
    STOPPED = "stopped"  # shown, but nothing more is sold
    CANCELLED = "cancelled"


class Screening(Base):
    """A show. Its seats are the slots of `resource_id`, by their numbers in the hall's version `map_id`.

    `ends_at` is the end of the film, `free_at` of the cleaning after it: until then it has claims on the hall's time.
    `day` is the date on which it begins at the cinema. `prices` is zone → minor units of `currency`.
    """

    __tablename__ = "screenings"
    __table_args__ = table_args(
        Index("screenings_resource", "resource_id", unique=True),
        Index("screenings_cinema", "cinema_id", "day", "starts_at"),
        Index("screenings_film", "film_id", "day", "starts_at"),
        Index("screenings_hall", "hall_id", "starts_at"),
        Index("screenings_day", "day", "starts_at"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default=ScreeningState.ON_SALE)
    cinema_id: Mapped[Ref] = mapped_column(ForeignKey("cinemas.id"))
    organisation_id: Mapped[Ref]  # of the cinema: the seller
    film_id: Mapped[Ref] = mapped_column(ForeignKey("films.id"))
    right_id: Mapped[Ref] = mapped_column(ForeignKey("screening_rights.id"))
    hall_id: Mapped[Ref] = mapped_column(ForeignKey("halls.id"))
    map_id: Mapped[Ref] = mapped_column(ForeignKey("hall_versions.id"))
    resource_id: Mapped[Ref]
    day: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    free_at: Mapped[Instant]
    sales_end_at: Mapped[Instant]
    language: Mapped[str] = mapped_column(String(8))  # codes.LANGUAGES
    format: Mapped[str] = mapped_column(String(8))  # codes.FORMATS
    prices: Mapped[dict[str, int]] = mapped_column(JSON)
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it was cancelled
    made_at: Mapped[Instant]
    made_by: Mapped[Ref | None]

    @property
    def lowest(self) -> int:
        """The price of its cheapest zone."""
        return min(self.prices.values())

    @property
    def selling(self) -> bool:
        """Whether buyers can have seats now, as far as the show itself says (its cinema may be suspended)."""
        return self.state == ScreeningState.ON_SALE and clock.now() < self.sales_end_at

    def price_of(self, seat: Seat) -> int:
        """What a seat costs; raises KeyError for a zone without a price."""
        return self.prices[seat.zone]


def screening_subject(screening_id: int) -> str:
    """The name by which the audit log knows a show."""
    return f"screening:{screening_id}"
