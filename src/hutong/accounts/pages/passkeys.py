"""The page of one's passkeys."""

from flask import render_template, request

from hutong.accounts import devices
from hutong.accounts.pages.account import next_page
from hutong.accounts.pages.base import pages
from hutong.accounts.passkeys import home
from hutong.accounts.queries import doors, own, permissions
from hutong.kernel.state import settings
from hutong.kernel.web import me


@pages.page("/me/passkeys")
def passkeys() -> str:
    """Passkeys: adding, naming and removing them."""
    return render_template(
        "accounts/passkeys.html",
        passkeys=doors.passkeys(me().id),
        home=home(),
        local=f"http://localhost:{settings().port}" if settings().development else "",
        staff=settings().staff_proves_twice and bool(permissions(me().id)),
        password=bool(own(me().id).password_hash),
        name=devices.device(request.user_agent.string),
        next=next_page(),
        tab="security",
    )
