"""Pages about one's data, one's consent, and keeping others away."""

from flask import render_template, request

from hutong.accounts import leaving, queries, resets, terms
from hutong.accounts.pages.account import next_page
from hutong.accounts.pages.base import pages
from hutong.accounts.queries import blocks
from hutong.accounts.queries import leaving as archives
from hutong.kernel.errors import NotFound
from hutong.kernel.state import settings
from hutong.kernel.web import me


@pages.page("/reset/mail", public=True)
def reset_by_mail() -> str:
    """A forgotten password: the mail address."""
    return render_template("accounts/reset-mail.html", sent="done" in request.args, outbox=settings().development)


@pages.page("/reset/new", public=True)
def reset_new() -> str:
    """Where the link of that mail leads: a new password."""
    token = request.args.get("token", "")
    person_id = resets.holder(token)
    person = queries.person(person_id) if person_id else None
    good = person is not None and resets.fits(token, person)
    return render_template("accounts/reset-new.html", token=token, good=good)


@pages.page("/terms/agree")
def agree() -> str:
    """The texts have changed: agree again."""
    return render_template("accounts/agree.html", version=terms.version(), next=next_page())


@pages.page("/me/privacy")
def privacy() -> str:
    """One's data: archive, consents, people kept away, leaving."""
    return render_template(
        "accounts/privacy.html",
        exports=archives.exports(me().id),
        consents=blocks.consents(me().id),
        blocked=blocks.blocked_by(me().id),
        unsettled=leaving.unsettled(me().id),
        password=bool(queries.own(me().id).password_hash),
        tab="privacy",
    )


@pages.page("/people/<id:person_id>/block")
def block(person_id: int) -> str:
    """Keep somebody away: what it means, and the button."""
    card = queries.people([person_id]).get(person_id)
    if card is None:
        raise NotFound
    blocked = any(one.id == person_id for one in blocks.blocked_by(me().id))
    return render_template("accounts/block.html", person=card, blocked=blocked, next=next_page())
