"""Tables of films, cinemas, halls and shows, and the catalogues their columns name."""

from hutong.cinema.models.cinemas import (
    Cinema,
    CinemaState,
    GapRule,
    Right,
    RightState,
    cinema_subject,
    right_subject,
)
from hutong.cinema.models.codes import FACILITIES, FORMATS, GENRES, LANGUAGES, Named, known
from hutong.cinema.models.films import FILM, FILMS, Film, FilmState, FilmStill, FilmWish, FilmWords, film_subject
from hutong.cinema.models.halls import (
    HALL,
    LOST,
    Hall,
    HallVersion,
    Seat,
    SeatKind,
    SeatMap,
    hall_subject,
    seat_map,
)
from hutong.cinema.models.screenings import KIND, SCREENING, STEP, Screening, ScreeningState, screening_subject

__all__ = [
    "FACILITIES",
    "FILM",
    "FILMS",
    "FORMATS",
    "GENRES",
    "HALL",
    "KIND",
    "LANGUAGES",
    "LOST",
    "SCREENING",
    "STEP",
    "Cinema",
    "CinemaState",
    "Film",
    "FilmState",
    "FilmStill",
    "FilmWish",
    "FilmWords",
    "GapRule",
    "Hall",
    "HallVersion",
    "Named",
    "Right",
    "RightState",
    "Screening",
    "ScreeningState",
    "Seat",
    "SeatKind",
    "SeatMap",
    "cinema_subject",
    "film_subject",
    "hall_subject",
    "known",
    "right_subject",
    "screening_subject",
    "seat_map",
]
