"""Combos and cards, in and out of the API."""

from pydantic import Field

from hutong.cinema.models.tickets import Card, CardLevel, Combo
from hutong.kernel.schemas import At, In, Line, MoneyIn, Out, ShownId, Whole

MOST_PRICE = 1_000_000


class ComboNew(In):
    """A new combo; without `stock` there is always some."""

    title_zh: Line = Field(min_length=1, max_length=100)
    title_en: Line = Field("", max_length=100)
    price: MoneyIn = Field(le=MOST_PRICE)
    picture_id: ShownId | None = None
    stock: Whole | None = Field(None, ge=0, le=100_000)
    listed: bool = True


class ComboEdit(In):
    """Some of a combo."""

    title_zh: Line = Field(default_factory=str, min_length=1, max_length=100)
    title_en: Line = Field("", max_length=100)
    price: MoneyIn = Field(0, le=MOST_PRICE)
    picture_id: ShownId | None = None
    stock: Whole | None = Field(None, ge=0, le=100_000)
    listed: bool = True


class ComboOut(Out):
    """A combo; `stock` null: there is always some."""

    id: ShownId
    version: int
    title: str
    price: int
    currency: str
    stock: int | None
    listed: bool
    picture_id: ShownId | None

    @classmethod
    def of(cls, combo: Combo, currency: str) -> "ComboOut":
        """From the row."""
        return cls(
            id=combo.id,
            version=combo.version,
            title=combo.title,
            price=combo.price,
            currency=currency,
            stock=combo.left,
            listed=combo.listed,
            picture_id=combo.picture_id,
        )


class LevelNew(In):
    """A new level of a cinema's card."""

    title_zh: Line = Field(min_length=1, max_length=100)
    title_en: Line = Field("", max_length=100)
    price: MoneyIn = Field(ge=1, le=MOST_PRICE)
    months: Whole = Field(12, ge=1, le=60)
    percent: Whole = Field(ge=1, le=90)


class LevelStateIn(In):
    """Whether a level is still sold; cards that were bought go on."""

    offered: bool


class LevelOut(Out):
    """A level of a cinema's card: so many months for so much, and so many per cent off every seat."""

    id: ShownId
    title: str
    price: int
    currency: str
    months: int
    percent: int
    offered: bool

    @classmethod
    def of(cls, level: CardLevel, currency: str) -> "LevelOut":
        """From the row."""
        return cls(
            id=level.id,
            title=level.title,
            price=level.price,
            currency=currency,
            months=level.months,
            percent=level.percent,
            offered=level.state == "offered",
        )


class CardIn(In):
    """The level that is bought."""

    level: ShownId


class CardOut(Out):
    """A card of a cinema."""

    cinema: ShownId
    number: str
    percent: int
    starts_at: At
    until: At

    @classmethod
    def of(cls, card: Card) -> "CardOut":
        """From the row."""
        return cls(
            cinema=card.cinema_id,
            number=f"{card.number:09d}",
            percent=card.percent,
            starts_at=card.starts_at,
            until=card.until,
        )
