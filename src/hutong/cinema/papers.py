"""Tickets on paper: QR pictures, PDFs, and the small print of the counter."""

import io
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from hutong.cinema.queries.shows import Showing
from hutong.cinema.queries.tickets import Ticket
from hutong.cinema.words import hall
from hutong.kernel import clock
from hutong.kernel.pages import show_day, show_money

RECEIPT = (80, 150)  # millimetres of the counter's paper


def qr_svg(text: str) -> str:
    """A QR picture to stand in a page."""
    import segno  # noqa: PLC0415 - only who looks at a ticket needs it

    made = segno.make(text, error="m", micro=False)
    return str(made.svg_inline(scale=4, border=2, svgclass="qr", lineclass=None, omitsize=True, light="#fff"))


def tickets(found: Sequence[Ticket], combos: Sequence[str] = ()) -> bytes:
    """A page for every ticket."""
    from hutong.kernel import pdf  # noqa: PLC0415 - it weighs 15 MB

    story: list[Any] = []
    for ticket in found:
        story += _ticket(pdf, ticket, combos, 48)
    return pdf.document(_("Tickets"), story, size=(105 * pdf.mm, 148 * pdf.mm))


def receipts(found: Sequence[Ticket], combos: Sequence[str] = ()) -> bytes:
    """The same on the counter's paper."""
    from hutong.kernel import pdf  # noqa: PLC0415 - it weighs 15 MB

    story: list[Any] = []
    for ticket in found:
        story += _ticket(pdf, ticket, combos, 36)
    return pdf.document(_("Tickets"), story, size=(RECEIPT[0] * pdf.mm, RECEIPT[1] * pdf.mm))


def _ticket(pdf: Any, ticket: Ticket, combos: Sequence[str], size: int) -> list[Any]:
    from reportlab.platypus import KeepTogether, PageBreak  # noqa: PLC0415 - likewise

    shown = ticket.shown
    parts = [
        pdf.paragraph(shown.film.title, "title"),
        pdf.paragraph(f"{shown.cinema.name} · {hall(shown.hall.name)}", "body"),
        pdf.paragraph(f"{_when(shown)} · {shown.manner}", "head"),
        pdf.paragraph(_("Seat %(seat)s", seat=ticket.seat), "title"),
        pdf.picture(_qr_png(ticket.code), size * pdf.mm, size * pdf.mm),
        pdf.paragraph(_("Pick-up code %(code)s", code=ticket.pickup), "head"),
        pdf.paragraph(show_money(ticket.line.net, ticket.booking.currency), "body"),
        *([pdf.paragraph(", ".join(combos), "body")] if combos else []),
        pdf.paragraph(shown.cinema.address, "small"),
    ]
    return [KeepTogether(parts), PageBreak()]


def _when(shown: Showing) -> str:
    zone = shown.cinema.timezone
    first, last = (clock.local(at, zone) for at in (shown.screening.starts_at, shown.screening.ends_at))
    return f"{show_day(first.date())} {first:%H:%M} – {last:%H:%M}"


def _qr_png(text: str) -> bytes:
    import segno  # noqa: PLC0415 - likewise

    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="png", scale=6, border=2)
    return target.getvalue()
