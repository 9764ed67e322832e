"""Registering with a mail address, and following the link."""

import hashlib
from typing import cast

from flask import request
from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, activations, passwords, queries
from hutong.accounts.actions.activation import LinkSpent
from hutong.accounts.api.base import api
from hutong.accounts.passwords import PasswordHash
from hutong.accounts.principal import BROWSER, Principal
from hutong.accounts.schemas.activation import LinkIn, MailRegistrationIn, MailSentOut
from hutong.kernel import clock, limits
from hutong.kernel.errors import TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.text import fold
from hutong.kernel.web import viewer

A_MAILBOX = Limit("activation-mail", 3, clock.HOUR)
AN_ADDRESS = Limit("activation-address", 20, clock.HOUR)


def prove_patience(body: MailRegistrationIn) -> PasswordHash:
    """Check the password, count the mail, known or not, then hash."""
    passwords.check(body.password, body.email, body.email.partition("@")[0])
    _count(body.email)
    return passwords.hashed(body.password)


@api.post(
    "/users/by-mail",
    public=True,
    scope=BROWSER,
    status=202,
    before=prove_patience,
    raises=(TooMany,),
)
def register_by_mail(body: MailRegistrationIn, ready: PasswordHash) -> MailSentOut:
    """Make an inactive account and have an activation link sent; for a known address the answer is the same."""
    actions.register_by_mail(body.email, ready)
    return MailSentOut(expires_in=activations.LIVES // 1000)


def count_again(body: LinkIn) -> None:
    """Count the mail that is asked for again."""
    _row, person = queries.activation(body.token)
    if person is None or person.email is None:
        raise LinkSpent
    _count(person.email)


@api.post("/activation-mails", public=True, scope=BROWSER, status=202, before=count_again, raises=(LinkSpent, TooMany))
def send_link_again(body: LinkIn) -> MailSentOut:
    """Have another link sent to the address that an older one went to."""
    actions.send_link_again(body.token)
    return MailSentOut(expires_in=activations.LIVES // 1000)


@api.post(
    "/activations",
    public=True,
    scope=BROWSER,
    status=204,
    raises=(LinkSpent,),
    done=_l("Your account is active. Please log in."),
)
def activate(body: LinkIn) -> None:
    """Make an account active with the token of its link, once."""
    here = cast(Principal | None, viewer())
    actions.activate(body.token, here.session_id if here else None)


def _count(email: str) -> None:
    limits.spend(AN_ADDRESS, request.remote_addr)
    limits.spend(A_MAILBOX, hashlib.sha256(fold(email).encode()).hexdigest()[:32])
