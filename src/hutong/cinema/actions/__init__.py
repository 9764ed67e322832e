"""What changes films, cinemas, shows and tickets."""

from hutong.cinema.actions.cinemas import (
    decide_cinema,
    edit_cinema,
    follow_organisation,
    found_cinema,
    remove_cinema,
)
from hutong.cinema.actions.films import (
    cast_of,
    change_film,
    create_film,
    edit_film,
    hide_film,
    keep_rating,
    remove_film,
    restore_film,
    wish,
)
from hutong.cinema.actions.halls import (
    SeatsSold,
    create_hall,
    edit_hall,
    remove_hall,
)
from hutong.cinema.actions.rights import (
    RightNotPayable,
    ask_right,
    decide_right,
    pay_right,
    settle_right,
    withdraw_right,
)
from hutong.cinema.actions.screenings import (
    Booked,
    copy_plan,
    noted,
    remove_screening,
    reschedule,
    schedule,
    set_state,
)

__all__ = [
    "Booked",
    "RightNotPayable",
    "SeatsSold",
    "ask_right",
    "cast_of",
    "change_film",
    "copy_plan",
    "create_film",
    "create_hall",
    "decide_cinema",
    "decide_right",
    "edit_cinema",
    "edit_film",
    "edit_hall",
    "follow_organisation",
    "found_cinema",
    "hide_film",
    "keep_rating",
    "noted",
    "pay_right",
    "remove_cinema",
    "remove_film",
    "remove_hall",
    "remove_screening",
    "reschedule",
    "restore_film",
    "schedule",
    "set_state",
    "settle_right",
    "wish",
    "withdraw_right",
]
