"""Writing and answering reviews, finding them helpful, favourites, reports and what becomes of them."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.kernel import clock, desk, limits
from hutong.kernel.desk import SeveralOut
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge, TooMany, Unavailable
from hutong.kernel.limits import Limit
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import Api, me
from hutong.media import actions as media
from hutong.media.actions import Prepared
from hutong.reviews import actions, queries, subjects
from hutong.reviews.models import Review
from hutong.reviews.schemas import (
    AnswerIn,
    AppealIn,
    BookingReviewsOut,
    CaseOut,
    CaseQuery,
    DecisionIn,
    DecisionsIn,
    DecisionsOut,
    FavouriteOut,
    HelpfulOut,
    OwnCaseOut,
    ReportIn,
    ReportOut,
    ReviewIn,
    ReviewOut,
    TakedownIn,
    TakedownsIn,
)
from hutong.reviews.showing import booking_reviews_out, case_out, favourite_out

api = Api("reviews")
REPORTS = Limit("reports", 10, clock.HOUR)
VOTES = Limit("helpful", 120, clock.HOUR)
FAVOURITES = Limit("favourites", 300, clock.HOUR)
UPLOADS = Limit("uploads", 300, clock.HOUR)  # shared with POST /pictures


def prepare(booking_id: int, body: ReviewIn) -> list[Prepared]:
    """Refuse who may not write, then make the pictures anew and store them."""
    actions.may_write(booking_id, me().id)
    if body.photos:
        limits.spend(UPLOADS, me().id, times=len(body.photos))
    try:
        return [media.prepare(photo.stream) for photo in body.photos]
    except Invalid as problem:
        problem.errors = [error._replace(field="photos") for error in problem.errors]
        raise


@api.get("/bookings/<id:booking_id>/reviews", raises=(NotFound,))
def show_booking_reviews(booking_id: int) -> BookingReviewsOut:
    """What guest and host say about each other, as far as you may read it, and whether you may write."""
    return booking_reviews_out(queries.standing(booking_id, me().id), me().id)


@api.post(
    "/bookings/<id:booking_id>/review",
    before=prepare,
    raises=(NotFound, Conflict, Invalid, TooLarge, TooMany, Unavailable),
    done=_l("Thank you. Your review was kept."),
)
def write_review(booking_id: int, body: ReviewIn, ready: list[Prepared]) -> ReviewOut:
    """Review the other side, within 14 days after check-out; hidden until both wrote or the time is over."""
    return _shown(actions.write(booking_id, me().id, body, ready))


@api.get("/people/<id:person_id>/reviews", raises=(NotFound,))
def list_reviews_of_person(person_id: int, query: PageQuery) -> Page[ReviewOut]:
    """What hosts say about a guest, for people who are signed in."""
    return queries.page_of(subjects.name("person", person_id), query.limit, query.cursor, me().id)


@api.put("/reviews/<id:review_id>/answer", raises=(NotFound, Forbidden, Conflict), done=_l("Your answer was kept."))
def answer_review(review_id: int, body: AnswerIn) -> ReviewOut:
    """Answer a review of yourself, once."""
    return _shown(actions.answer(review_id, me().id, body.text))


def count_vote(review_id: int) -> None:  # noqa: ARG001 - every vote counts alike
    """Count the vote."""
    limits.spend(VOTES, me().id)


@api.put("/reviews/<id:review_id>/helpful", before=count_vote, raises=(NotFound, Conflict, TooMany))
def find_helpful(review_id: int) -> HelpfulOut:
    """Say that a review helped you; it counts once."""
    return HelpfulOut.model_validate(_shown(actions.vote(review_id, me().id)))


@api.delete("/reviews/<id:review_id>/helpful", status=200, before=count_vote, raises=(NotFound, TooMany))
def find_helpful_no_more(review_id: int) -> HelpfulOut:
    """Take that back."""
    return HelpfulOut.model_validate(_shown(actions.withdraw_vote(review_id, me().id)))


@api.get("/favourites")
def list_favourites(query: PageQuery) -> Page[FavouriteOut]:
    """What you want to find again, the latest first."""
    found = queries.favourites(me().id, query)
    return Page(items=[favourite_out(row) for row in found.items], next=found.next)


def count_favourite(subject: str) -> None:  # noqa: ARG001 - likewise
    """Count the change."""
    limits.spend(FAVOURITES, me().id)


@api.put(
    "/favourites/<subject>",
    status=204,
    before=count_favourite,
    raises=(NotFound, TooMany),
    done=_l("It is one of your favourites now."),
)
def keep_favourite(subject: str) -> None:
    """Keep something as a favourite, for instance `home:0123456789ABC`; it may be one already."""
    actions.keep(me().id, subjects.read(subject))


@api.delete(
    "/favourites/<subject>",
    before=count_favourite,
    raises=(NotFound, TooMany),
    done=_l("It is no longer one of your favourites."),
)
def forget_favourite(subject: str) -> None:
    """Let something be no favourite any more."""
    actions.forget(me().id, subjects.read(subject))


def count_report(body: ReportIn) -> None:  # noqa: ARG001 - every report counts alike
    """Count the report."""
    limits.spend(REPORTS, me().id)


@api.post(
    "/reports",
    before=count_report,
    raises=(NotFound, Conflict, TooMany),
    done=_l("Thank you. We will look at it."),
)
def report(body: ReportIn) -> ReportOut:
    """Report something that should be looked at, once."""
    made = actions.report(me().id, body)
    return ReportOut.model_validate({**body.model_dump(exclude={"subject"}), "subject": body.subject, "at": made.at})


@api.get("/reports", needs=Permission.MODERATE)
def list_reports(query: CaseQuery) -> Page[CaseOut]:
    """What was reported, one case for each subject, the newest first."""
    found = queries.cases(query, me().id)
    return Page(items=[case_out(row) for row in found.items], next=found.next)


@api.get("/reports/<id:case_id>", raises=(NotFound,))
def show_own_report(case_id: int) -> OwnCaseOut:
    """What was decided about something of yours."""
    return OwnCaseOut.model_validate(queries.own_case(case_id, me().id))


@api.put(
    "/reports/<id:case_id>/decision",
    needs=Permission.MODERATE,
    raises=(NotFound, Conflict),
    done=_l("The decision was kept and its owner told."),
)
def decide_report(case_id: int, body: DecisionIn) -> CaseOut:
    """Hide, dismiss or restore what was reported; an appeal is for another moderator."""
    actions.decide(case_id, me().id, body.action, body.reason)
    return case_out(queries.case_row(case_id, me().id))


@api.post(
    "/reports/decisions",
    status=200,
    needs=Permission.MODERATE,
    raises=(Conflict,),
    done=_l("The decisions were kept; what could not be decided like this is still here."),
)
def decide_reports(body: DecisionsIn) -> DecisionsOut:
    """The same decision for several cases; each says what became of it."""
    return DecisionsOut(items=actions.decide_some(body.ids, me().id, body.action, body.reason))


@api.put(
    "/takedowns/<subject>",
    needs=Permission.MODERATE,
    raises=(NotFound, Conflict),
    done=_l("It is hidden, and its owner was told."),
)
def take_down(subject: str, body: TakedownIn) -> CaseOut:
    """Hide something that nobody reported, for instance `home:0123456789ABC`; its owner is told and may appeal."""
    case = actions.take_down(subjects.read(subject), me().id, body.reason)
    return case_out(queries.case_row(case.id, me().id))


@api.post(
    "/takedowns/<subject>/restoration",
    status=200,
    needs=Permission.MODERATE,
    raises=(NotFound, Conflict),
    done=_l("It can be seen again, and its owner was told."),
)
def put_back(subject: str, body: TakedownIn) -> CaseOut:
    """Show again what was hidden; the reason is read by its owner."""
    case = actions.put_back(subjects.read(subject), me().id, body.reason)
    return case_out(queries.case_row(case.id, me().id))


@api.post(
    "/takedowns",
    status=200,
    needs=Permission.MODERATE,
    done=_l("They are hidden, and their owners were told."),
)
def take_down_several(body: TakedownsIn) -> SeveralOut:
    """Hide several things for one reason; each says what became of it."""
    named = {subjects.number(subject): subject for subject in body.ids}
    return desk.each(named, lambda one: actions.take_down(named[one], me().id, body.reason))


@api.post(
    "/reports/<id:case_id>/appeal",
    raises=(NotFound, Conflict),
    done=_l("Another moderator will look at it."),
)
def appeal_report(case_id: int, body: AppealIn) -> OwnCaseOut:
    """Ask for another look at something of yours that was hidden, once."""
    return OwnCaseOut.model_validate(actions.appeal(case_id, me().id, body.text))


def _shown(review: Review) -> ReviewOut:
    return queries.shown([review], me().id)[0]
