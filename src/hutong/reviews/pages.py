"""Reviewing, favourites, reporting, and what was decided about something of one's own."""

from flask import render_template, request
from markupsafe import Markup

from hutong.accounts.pages.people import Part
from hutong.booking.models import COMPLETED, Booking
from hutong.kernel import ids
from hutong.kernel.errors import NotFound
from hutong.kernel.forms import local_path
from hutong.kernel.i18n import language
from hutong.kernel.input import read_page_query
from hutong.kernel.pages import asset
from hutong.kernel.paging import PageQuery
from hutong.kernel.web import Pages, me
from hutong.reviews import queries, subjects
from hutong.reviews.schemas import REASONS
from hutong.reviews.showing import booking_reviews_out

pages = Pages("reviews")
ON_PROFILE = 6


@pages.page("/bookings/<id:booking_id>/review")
def review(booking_id: int) -> str:
    """Review the other side of a booking, and read what they wrote."""
    found = queries.standing(booking_id, me().id)
    booking = found.booking
    return render_template(
        "reviews/review.html",
        booking=booking,
        title=booking.title_zh if language() == "zh" else booking.title_en,
        standing=found,
        reviews=booking_reviews_out(found, me().id),
    )


@pages.page("/favourites")
def favourites() -> str:
    """What one wants to find again."""
    query = read_page_query(PageQuery)
    found = queries.favourites(me().id, query)
    return render_template("reviews/favourites.html", page=found, first=query.cursor is None)


@pages.page("/report/<subject>")
def report(subject: str) -> str:
    """Report something."""
    wanted = subjects.read(subject)
    card = subjects.card(wanted)
    if card is None or not card.live:
        raise NotFound
    back = local_path(request.args.get("next")) or card.href or "/"
    return render_template(
        "reviews/report.html", subject=wanted, card=card, kind=subjects.kind(wanted), reasons=REASONS, back=back
    )


@pages.page("/reports/<id:case_id>")
def decision(case_id: int) -> str:
    """What was decided about something of one's own, and the appeal."""
    case = queries.own_case(case_id, me().id)
    return render_template("reviews/decision.html", case=case, card=subjects.card(case.subject))


def part_of(booking: Booking, reader_id: int) -> Markup:
    """The part of a completed booking's page: the way to write a review, or what both sides wrote."""
    if booking.state != COMPLETED:
        return Markup()
    found = queries.standing(booking.id, reader_id)
    if found.state in ("none", "early") or (found.state == "late" and found.theirs is None):
        return Markup()
    reviews = booking_reviews_out(found, reader_id)
    drawn = render_template("reviews/part.html", booking=booking, standing=found, reviews=reviews)
    return Markup(drawn)  # noqa: S704 - a template has drawn it


def said_of(person_id: int, reader_id: int | None) -> Part | None:
    """What hosts say about a guest, on the page about them: for people who are signed in."""
    if reader_id is None:
        return None
    board = queries.board(subjects.name("person", person_id), ON_PROFILE, request.args.get("reviews"), reader_id)
    if not board.page.items:
        return None
    here = f"/people/{ids.show(person_id)}"
    older = f"{here}?reviews={board.page.next}#said" if board.page.next else None
    drawn = render_template("reviews/person.html", board=board, older=older, here=here)
    head = f'<link rel="stylesheet" href="{asset("reviews/reviews.css")}">'
    return Part(Markup(drawn), Markup(head))  # noqa: S704 - a template has drawn it


@pages.app_template_global("show_subject")
def show_subject(subject: str) -> str:
    """A subject as it stands in addresses and forms."""
    return subjects.show(subject)
