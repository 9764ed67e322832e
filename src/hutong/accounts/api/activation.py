"""Registering with a mail address, and following the link."""

import hashlib
from typing import cast

from flask import request
from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, activations, passwords, queries, resets
from hutong.accounts.actions.activation import LinkSpent
from hutong.accounts.actions.passwords import ResetSpent
from hutong.accounts.api.base import api
from hutong.accounts.passwords import PasswordHash
from hutong.accounts.principal import BROWSER, Principal
from hutong.accounts.schemas.activation import LinkIn, MailRegistrationIn, MailSentOut, NewPasswordIn, ResetMailIn
from hutong.kernel import clock, limits
from hutong.kernel.errors import TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.text import fold
from hutong.kernel.web import viewer

A_MAILBOX = Limit("activation-mail", 3, clock.HOUR)
AN_ADDRESS = Limit("activation-address", 20, clock.HOUR)
RESETS = Limit("reset-links", 60, clock.HOUR)


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


def count_reset(body: ResetMailIn) -> None:
    """Count the mail, known or not."""
    _count(body.email)


@api.post("/password-resets/by-mail", public=True, scope=BROWSER, status=202, before=count_reset, raises=(TooMany,))
def ask_reset_by_mail(body: ResetMailIn) -> MailSentOut:
    """Have a link sent that sets a new password; for an unknown address the answer is the same."""
    actions.ask_reset(body.email)
    return MailSentOut(expires_in=resets.LIVES // 1000)


def prove_reset(body: NewPasswordIn) -> PasswordHash:
    """Check the link and the password, then hash."""
    limits.spend(RESETS, request.remote_addr)
    person_id = resets.holder(body.token)
    person = queries.person(person_id) if person_id else None
    if person is None or not resets.fits(body.token, person):
        raise ResetSpent
    passwords.check(body.password, person.mobile, person.username, person.email)
    return passwords.hashed(body.password)


@api.put(
    "/password-resets/by-mail",
    public=True,
    scope=BROWSER,
    status=204,
    before=prove_reset,
    raises=(ResetSpent, TooMany),
    done=_l("Your password was changed. Please log in with it."),
)
def reset_password_by_mail(body: NewPasswordIn, ready: PasswordHash) -> None:
    """Set a new password with the link of a mail; all sessions and tokens end."""
    actions.reset_by_mail(body.token, ready)


def _count(email: str) -> None:
    limits.spend(AN_ADDRESS, request.remote_addr)
    limits.spend(A_MAILBOX, hashlib.sha256(fold(email).encode()).hexdigest()[:32])
