"""Pages of the second factor."""

from flask import Response, g, redirect, render_template

from hutong.accounts import halfway, sealing, secondfactor
from hutong.accounts.pages.account import next_page
from hutong.accounts.pages.base import pages
from hutong.accounts.passkeys import home
from hutong.accounts.queries import doors
from hutong.accounts.schemas.secondfactor import EnrolmentOut
from hutong.kernel import clock
from hutong.kernel.web import me


@pages.page("/login/code", public=True)
def log_in_code() -> str | Response:
    """The second step of logging in."""
    g.private = True
    half = halfway.waiting()
    if half is None:
        return redirect("/login", code=303)  # type: ignore[return-value]
    return render_template(
        "accounts/code.html",
        code=doors.guarded(half.person_id),
        home=home() if doors.has_passkey(half.person_id) else None,
        next=next_page(),
    )


@pages.page("/me/second-factor")
def second_factor() -> str:
    """Two-step login: on, off, or being set up."""
    enrolment = _pending(me().id)
    return render_template(
        "accounts/factor.html",
        on=doors.guarded(me().id),
        left=doors.codes_left(me().id),
        enrolment=enrolment,
        picture=secondfactor.picture_of(enrolment.uri) if enrolment else "",
        next=next_page(),
        tab="security",
    )


def _pending(person_id: int) -> EnrolmentOut | None:
    """What a set-up that has begun shows."""
    found = doors.second_factor(person_id)
    if found is None or found.confirmed_at is not None or clock.now() > found.made_at + secondfactor.ENROLLING:
        return None
    secret = sealing.unseal(person_id, found.secret)
    return EnrolmentOut(secret=secret, uri=secondfactor.address_of(secret, me().name))
