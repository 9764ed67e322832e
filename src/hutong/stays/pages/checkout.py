"""The page before a stay is booked: what it costs, and which dates are free where these are gone."""

from collections.abc import Sequence

from flask import redirect, render_template, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from hutong.booking.saving import saving
from hutong.kernel.forms import refused_form
from hutong.kernel.web import me
from hutong.stays import queries
from hutong.stays.models import KIND, Home
from hutong.stays.pages.base import Choice, home_path, pages, span, stay_arguments
from hutong.stays.pages.calendar import Picked, calendar, nights
from hutong.stays.pages.home import Asked, free_until, home_of, priced
from hutong.stays.queries import Stay

REPRICED = ("price_changed", "coupon_used", "coupon_gone")


@pages.page("/homes/<id:home_id>/checkout")
def checkout(home_id: int) -> str | Response:
    """What one is about to book; a stay that cannot be read leads back to the home."""
    person = me()
    found = queries.detail(home_id, person.id)
    home, asked = found.home, Asked.read(found.home.capacity)
    if found.own or asked.check_in is None or asked.check_out is None or not home.published:
        return redirect(home_path(home_id), 303)
    picked = Picked(asked.check_in, asked.check_out)
    shown = calendar(home, home_path(home_id), picked, nights(home, picked))
    cost = priced(home, asked, shown.free)
    stay = Stay(asked.check_in, asked.check_out)
    form = refused_form()
    less = saving(person.id, KIND, home.host_id, cost.quote.total, home.currency) if cost.quote else None
    return render_template(
        "stays/checkout.html",
        saving=less,
        total=less.total if less else None,
        keep={"check_in": stay.check_in, "check_out": stay.check_out, "guests": asked.guests},
        page_action=f"{home_path(home_id)}/checkout",
        home=home_of(found),
        cover=found.pictures[0] if found.pictures else None,
        policy=found.policy,
        check_in=stay.check_in,
        check_out=stay.check_out,
        night_count=stay.nights,
        guests=asked.guests,
        quote=cost.quote,
        problem=cost.problem,
        taken=cost.taken,
        repriced=cost.quote and ("again" in request.args or (form is not None and form.code in REPRICED)),
        alternatives=_alternatives(home, stay, asked.guests) if cost.taken else [],
        free_until=free_until(found, asked.check_in),
        action=f"/api/v1{home_path(home_id)}/bookings",
        back=home_path(home_id, asked.arguments),
        elsewhere=f"/homes?city={home.city_code}&{asked.arguments}",
    )


def _alternatives(home: Home, stay: Stay, guests: int) -> Sequence[Choice]:
    path = f"{home_path(home.id)}/checkout"
    return [
        Choice(
            f"{path}?{stay_arguments(other.check_in, other.check_out, guests)}",
            span(other),
            ngettext("%(num)s night", "%(num)s nights", other.nights),
        )
        for other in queries.alternatives(home, stay)
    ]
