"""From the ticket to the film's score."""

from flask import Flask

from hutong.booking.jobs import complete
from hutong.cinema.models import Screening
from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.cinema.tickets.buying import bought
from tests.client import Client
from tests.payments.world import run_jobs

SCORES = {"overall": 4, "scores": {"story": 5, "acting": 4, "picture": 3}, "text": "A quiet rain."}


def test_who_had_a_ticket_reviews_the_film(app: Flask, client: Client, buyer: Client, show: Screening) -> None:
    """C-11: after the show, once; it stands with the film and makes its score; others find it helpful."""
    (ticket,) = bought(app, buyer, show, "C4")
    path, film = f"/bookings/{ticket['booking']}/review", f"/films/{ids.show(show.film_id)}"
    assert buyer.post(path, SCORES).status_code == 409
    with clock.frozen(show.ends_at + clock.HOUR):
        with app.app_context():
            complete.function()
        run_jobs(app)
        stranger = signed_in(app, person(app, "13800003601"))
        assert stranger.post(path, SCORES).status_code == 404
        assert buyer.post(path, {**SCORES, "overall": 6}).status_code == 422
        assert buyer.post(path, SCORES).status_code == 201
        assert buyer.post(path, SCORES).status_code == 409
        run_jobs(app)
        told = client.get(film).get_json()
        assert (told["rating"], told["rating_count"]) == (4.0, 1)
        (review,) = client.get(f"{film}/reviews").get_json()["items"]
        assert (review["text"], review["overall"]) == ("A quiet rain.", 4)
        page = client.page(film).text
        assert "A quiet rain." in page
        assert "All of them bought a ticket" in page
        assert stranger.put(f"/reviews/{review['id']}/helpful").get_json()["helpful"] == 1
    assert faults(app) == []


def test_a_ticket_that_was_given_back_reviews_nothing(app: Flask, buyer: Client, show: Screening) -> None:
    """C-11: whoever was not there has nothing to say."""
    (ticket,) = bought(app, buyer, show, "C4")
    assert buyer.post(f"/bookings/{ticket['booking']}/cancellation").status_code == 201
    with clock.frozen(show.ends_at + clock.HOUR):
        assert buyer.post(f"/bookings/{ticket['booking']}/review", SCORES).status_code == 409
