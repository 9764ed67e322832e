"""Pages of scanning to log in: the QR code, and what the phone shows."""

from flask import g, render_template, request

from hutong.accounts import scans, secondfactor
from hutong.accounts.pages.account import next_page
from hutong.accounts.pages.base import pages


@pages.page("/login/scan", public=True)
def log_in_by_scan() -> str:
    """A QR code to be scanned with a phone on which one is signed in."""
    g.private = True
    here = scans.mine()
    return render_template(
        "accounts/scan.html",
        picture=secondfactor.picture_of(scans.link(here[0])) if here else "",
        state=scans.state_of(here[0]) if here else scans.GONE,
        left=here[1].seconds_left if here else 0,
        next=next_page(),
    )


@pages.page("/scan/<token>")
def scanned(token: str) -> str:
    """What the phone shows: which browser wants to come in, and the two buttons."""
    try:
        scan = scans.found(token)
        state = scans.state_of(token)
    except scans.ScanGone:
        scan, state = None, scans.GONE
    same = scan is not None and scan.address == request.remote_addr
    return render_template("accounts/scanned.html", scan=scan, state=state, token=token, same=same)
