"""The door: each ticket is let in once, and every other is refused in words of its own."""

from collections.abc import Sequence

from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from hutong.cinema import signing
from hutong.cinema.models import Cinema, ScreeningState
from hutong.cinema.models.tickets import CheckIn
from hutong.cinema.queries import tickets
from hutong.cinema.queries.tickets import Ticket
from hutong.cinema.schemas.tickets import DoubleOut, RefusedOut, ScanIn, ScansIn, ScansOut
from hutong.cinema.signing import Altered
from hutong.cinema.words import hall
from hutong.kernel import audit, clock, i18n
from hutong.kernel.db import Retry, session
from hutong.kernel.errors import Conflict, NotFound, Problem
from hutong.kernel.web import me

EARLY = 12 * clock.HOUR  # before its show a ticket of another day is no longer one of another day


class AlteredTicket(Problem):
    """What was scanned is no ticket of ours, or was altered."""

    status = 422
    code = "altered"
    detail = _l("This is not a ticket of ours, or it was altered.")


class UnknownCode(NotFound):
    """No booking has this pick-up code here."""

    code = "unknown_code"
    detail = _l("There is no booking with this pick-up code here.")


class OtherCinema(Conflict):
    """It is for another cinema."""

    code = "other_cinema"


class OtherHall(Conflict):
    """It is for another hall."""

    code = "other_hall"


class OtherDay(Conflict):
    """It is for another day."""

    code = "other_day"


class GivenBack(Conflict):
    """It was given back, or its show was cancelled."""

    code = "given_back"
    detail = _l("This ticket was given back.")


class AlreadyIn(Conflict):
    """It was let in before; `at` says when."""

    code = "already_in"


def check_in(cinema: Cinema, text: str, hall_id: int | None, device: str = "") -> list[Ticket]:
    """Let in a ticket, or all those of a pick-up code; raises why not."""
    found = _find(cinema, text)
    for ticket in found:
        _same_place(cinema, ticket, hall_id)
        _same_day(ticket)
    living = [ticket for ticket in found if ticket.alive]
    if not living:
        raise _gone(found[0])
    fresh = [ticket for ticket in living if ticket.entered_at is None]
    if not fresh:
        raise _already(living[0])
    now = clock.now()
    for ticket in fresh:
        _enter(ticket, now, device)
    return fresh


def merge(cinema: Cinema, body: ScansIn) -> ScansOut:
    """Take over what an offline scanner let in; those that were in already are named, as is what was no ticket."""
    merged = ScansOut(entered=0, doubles=[], refused=[])
    inside: dict[int, int] = {}
    for scan in sorted(body.scans, key=lambda one: one.at):
        try:
            found = _find(cinema, scan.ticket)
            _same_place(cinema, found[0], None)
            living = [ticket for ticket in found if ticket.alive]
            if not living:
                raise _gone(found[0])
        except Problem as refused:
            merged.refused.append(RefusedOut(ticket=scan.ticket[:24], code=refused.code, detail=str(refused.detail)))
            continue
        _take_over(merged, living, scan, inside, body.device)
    if merged.doubles or merged.refused:
        counts = {"doubles": len(merged.doubles), "refused": len(merged.refused), "entered": merged.entered}
        audit.record("check_ins.merged", f"cinema:{cinema.id}", after=counts)
    return merged


def _take_over(merged: ScansOut, living: Sequence[Ticket], scan: ScanIn, inside: dict[int, int], device: str) -> None:
    at = min(scan.at, clock.now())
    for ticket in living:
        before = inside.get(ticket.id, ticket.entered_at)
        if before is None:
            _enter(ticket, at, device, merged=True)
            inside[ticket.id] = at
            merged.entered += 1
        elif before != at:  # the very same scan told twice is no second person
            zone = ticket.shown.cinema.timezone
            first, again = (f"{clock.local(one, zone):%H:%M}" for one in (before, at))
            text = _("%(seat)s: in at %(first)s, and again at %(again)s", seat=ticket.seat, first=first, again=again)
            merged.doubles.append(
                DoubleOut(seat=ticket.seat, film=ticket.shown.film.title, first_at=before, again_at=at, detail=text)
            )


def _find(cinema: Cinema, text: str) -> list[Ticket]:
    digits = text.replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= 12:
        found = tickets.by_pickup(cinema.id, digits)
        if not found:
            raise UnknownCode
        return found
    try:
        facts = signing.read(text)
    except Altered:
        raise AlteredTicket from None
    ticket = tickets.ticket(facts.ticket_id)
    if ticket is None:
        raise AlteredTicket
    if ticket.line.slot != facts.slot and ticket.alive:
        raise GivenBack(_("This seat was exchanged: ask for the new ticket."))
    return [ticket]


def _same_place(cinema: Cinema, ticket: Ticket, hall_id: int | None) -> None:
    shown = ticket.shown
    if shown.cinema.id != cinema.id:
        raise OtherCinema(_("This ticket is for another cinema: %(cinema)s.", cinema=shown.cinema.name))
    if hall_id is not None and shown.hall.id != hall_id:
        time = f"{clock.local(shown.screening.starts_at, shown.cinema.timezone):%H:%M}"
        raise OtherHall(
            _("Another hall: this ticket is for %(hall)s, %(time)s.", hall=hall(shown.hall.name), time=time)
        )


def _same_day(ticket: Ticket) -> None:
    shown, now = ticket.shown, clock.now()
    zone = shown.cinema.timezone
    today, day = clock.today(zone), shown.screening.day
    if now >= shown.screening.ends_at:
        text = _("Yesterday's ticket: %(when)s.") if (today - day).days == 1 else _("This show is over: %(when)s.")
        raise OtherDay(text % {"when": _moment(shown.screening.starts_at, zone)})
    if day != today and shown.screening.starts_at - now > EARLY:
        raise OtherDay(_("For another day: %(when)s.", when=_moment(shown.screening.starts_at, zone)))


def _gone(ticket: Ticket) -> GivenBack:
    if ticket.shown.screening.state == ScreeningState.CANCELLED:
        return GivenBack(_("This show was cancelled."))
    return GivenBack()


def _already(ticket: Ticket) -> AlreadyIn:
    at = ticket.entered_at or 0
    time = f"{clock.local(at, ticket.shown.cinema.timezone):%H:%M}"
    return AlreadyIn(_("Already let in at %(time)s.", time=time), at=clock.iso(at), seat=ticket.seat)


def _enter(ticket: Ticket, at: int, device: str, merged: bool = False) -> None:
    """The row that can exist once; where somebody was faster the transaction looks again."""
    row = CheckIn(
        ticket_id=ticket.id,
        screening_id=ticket.shown.screening.id,
        cinema_id=ticket.shown.cinema.id,
        at=at,
        merged_at=clock.now() if merged else None,
        by_id=me().id,
        device=device,
    )
    session().add(row)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None
    audit.record("ticket.let_in", f"ticket:{ticket.id}", after={"seat": ticket.seat, "at": clock.iso(at)})


def _moment(at: int, zone: str) -> str:
    pattern = "M月d日 HH:mm" if i18n.language() == "zh" else "d MMM, HH:mm"
    return str(format_datetime(clock.local(at, zone), pattern, rebase=False))
