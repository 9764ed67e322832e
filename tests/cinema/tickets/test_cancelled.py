"""A show that is cancelled while it runs: all of it goes back, however late."""

import pytest
from flask import Flask

from hutong.booking.jobs import complete
from hutong.cinema.models import Screening
from hutong.kernel import clock, ids
from tests.booking.world import faults
from tests.cinema.tickets.buying import bought
from tests.client import Client
from tests.payments.world import run_jobs


@pytest.mark.parametrize("after", [10 * clock.MINUTE, 119 * clock.MINUTE])
def test_a_show_that_runs_is_cancelled(app: Flask, buyer: Client, manager: Client, show: Screening, after: int) -> None:
    """C11: the projector fails: also those who sit there get all of it back and read why, however late the job runs."""
    (ticket,) = bought(app, buyer, show, "C4")
    path = f"/screenings/{ids.show(show.id)}/state"
    body = {"state": "cancelled", "reason": "放映机坏了"}
    with clock.frozen(show.starts_at + after):
        assert manager.put(path, {"state": "stopped"}).status_code == 409
        assert (
            'id="show-cancel"'
            in manager.page(
                f"/cinemas/{ids.show(show.cinema_id)}/desk/plan", day=show.day.isoformat(), show=ids.show(show.id)
            ).text
        )
        assert manager.put(path, body).status_code == 200
    with clock.frozen(show.ends_at + 10 * clock.MINUTE):
        with app.app_context():
            complete.function()
        assert buyer.get(f"/bookings/{ticket['booking']}").get_json()["state"] == "paid"
        run_jobs(app)
        found = buyer.get(f"/bookings/{ticket['booking']}").get_json()
        assert (found["state"], found["refund"]) == ("cancelled", found["total"])
        told = [one["body"] for one in buyer.get("/notices").get_json()["items"] if "放映机坏了" in one["body"]]
        assert [text.endswith("¥60 goes back to you.") for text in told] == [True]
        assert faults(app) == []


def test_a_show_that_is_over_is_not_cancelled(manager: Client, show: Screening) -> None:
    """C11: what was shown to the end stays."""
    with clock.frozen(show.ends_at):
        refused = manager.put(f"/screenings/{ids.show(show.id)}/state", {"state": "cancelled", "reason": "x"})
        assert (refused.status_code, refused.get_json()["code"]) == (409, "conflict")
