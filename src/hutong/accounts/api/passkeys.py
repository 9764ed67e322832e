"""Passkeys: adding, naming and removing them, and logging in by one."""

from dataclasses import dataclass

import structlog
from flask import request
from flask_babel import lazy_gettext as _l

from hutong.accounts import passkeys, queries
from hutong.accounts.actions import passkeys as actions
from hutong.accounts.actions.passkeys import PasskeyCopied, PasskeyKnown, PasskeysFull
from hutong.accounts.api.base import api, enter, myself, prove
from hutong.accounts.api.session import ADDRESS, Suspended
from hutong.accounts.passkeys import ChallengeGone, NewKey, NoPasskeysHere, PasskeyUnknown, PasskeyWrong
from hutong.accounts.principal import BROWSER
from hutong.accounts.queries import doors
from hutong.accounts.schemas import SessionOut, UserOut
from hutong.accounts.schemas.passkeys import (
    PasskeyAskIn,
    PasskeyEntryIn,
    PasskeyIn,
    PasskeyNameIn,
    PasskeyOptionsOut,
    PasskeyOut,
)
from hutong.accounts.schemas.secondfactor import ProofIn
from hutong.kernel import clock, ids, limits, security
from hutong.kernel.errors import NotFound, TooMany
from hutong.kernel.limits import Limit
from hutong.kernel.paging import Page
from hutong.kernel.web import me

ASKED = Limit("passkeys-asked", 300, 10 * clock.MINUTE)  # each log-in page asks once, and many share an address
BEGUN = Limit("passkeys-begun", 30, 10 * clock.MINUTE)
log = structlog.get_logger("accounts")


@dataclass(frozen=True)
class Opened:
    """A passkey that has signed our challenge, its new counter, and whose it is."""

    passkey_id: int
    counter: int
    person_id: int


@api.get("/me/passkeys", scope=BROWSER)
def list_passkeys() -> Page[PasskeyOut]:
    """One's passkeys, oldest first."""
    return Page(items=[PasskeyOut.model_validate(row) for row in doors.passkeys(me().id)])


def prove_for_adding(body: PasskeyAskIn) -> None:
    """The password once more, where passkeys can be made at all."""
    passkeys.needed()
    limits.spend(BEGUN, me().id)
    prove(body.password)


@api.post("/me/passkeys/options", scope=BROWSER, before=prove_for_adding, raises=(NoPasskeysHere, TooMany))
def begin_passkey(body: PasskeyAskIn) -> PasskeyOptionsOut:
    """Ask for what a browser needs to make a passkey of this name, in this session."""
    return PasskeyOptionsOut(options=passkeys.for_a_new_one(myself(), body.name, doors.passkeys(me().id)))


def check_new(body: PasskeyIn) -> tuple[str, NewKey]:
    """Spend the challenge, then check what was made for it."""
    return passkeys.made(myself(), body.credential)


@api.post(
    "/me/passkeys",
    scope=BROWSER,
    before=check_new,
    raises=(NoPasskeysHere, ChallengeGone, PasskeyWrong, PasskeyKnown, PasskeysFull),
    done=_l("The passkey was added: you can log in with it from now on."),
)
def add_passkey(body: PasskeyIn, ready: tuple[str, NewKey]) -> PasskeyOut:  # noqa: ARG001 - read in `before`
    """Add the passkey that this browser has made for its challenge."""
    name, key = ready
    return PasskeyOut.model_validate(actions.add(me().id, name, key, myself().session_id))


@api.patch("/me/passkeys/<id:passkey_id>", scope=BROWSER, raises=(NotFound,), done=_l("The passkey was renamed."))
def rename_passkey(passkey_id: int, body: PasskeyNameIn) -> PasskeyOut:
    """Call a passkey something else."""
    return PasskeyOut.model_validate(actions.rename(me().id, passkey_id, body.name))


def prove_for_removing(passkey_id: int, body: ProofIn) -> None:  # noqa: ARG001 - the id is the action's
    """The password once more."""
    prove(body.password)


@api.delete(
    "/me/passkeys/<id:passkey_id>",
    scope=BROWSER,
    before=prove_for_removing,
    raises=(NotFound, TooMany),
    done=_l("The passkey was removed: it opens nothing here any more."),
)
def remove_passkey(passkey_id: int, body: ProofIn) -> None:  # noqa: ARG001 - read in `before`
    """Remove a passkey."""
    actions.remove(me().id, passkey_id)


def count_question() -> None:
    """Challenges are not to be made without end."""
    limits.spend(ASKED, request.remote_addr)


@api.post(
    "/session/passkey/options", scope=BROWSER, public=True, before=count_question, raises=(NoPasskeysHere, TooMany)
)
def ask_for_passkey() -> PasskeyOptionsOut:
    """Ask for what this browser needs to log in by a passkey, whoever's it is."""
    return PasskeyOptionsOut(options=passkeys.for_entering())


def check_passkey(body: PasskeyEntryIn) -> Opened:
    """Count the try and spend the challenge, then look for the passkey and check its signature."""
    limits.spend(ADDRESS, request.remote_addr)
    passkeys.needed()
    passkeys.spend_for_entering(body.credential)
    found = doors.passkey_of(passkeys.digest_of(body.credential.id))
    if found is None:
        raise PasskeyUnknown
    counter = passkeys.counter_of(body.credential, found)
    if found.counter and counter <= found.counter:
        log.warning("passkey_copied", person=ids.show(found.person_id), passkey=ids.show(found.id))
        actions.note_copy(found.person_id, found.id)
    limits.spend(ADDRESS, request.remote_addr, times=-1)
    return Opened(found.id, counter, found.person_id)


@api.put(
    "/session/passkey",
    scope=BROWSER,
    public=True,
    before=check_passkey,
    raises=(NoPasskeysHere, ChallengeGone, PasskeyUnknown, PasskeyWrong, PasskeyCopied, Suspended, TooMany),
)
def enter_by_passkey(body: PasskeyEntryIn, ready: Opened) -> SessionOut:
    """Log in by a passkey: it is both steps at once, for it is had and was opened by a finger, a face or a PIN."""
    person = queries.person(ready.person_id)
    if person is None:
        raise PasskeyUnknown
    if person.suspended_at is not None:
        raise Suspended
    actions.use(ready.passkey_id, ready.counter)
    actions.note_entry(person.id)
    enter(person.id, body.remember, proven=True)
    return SessionOut(csrf_token=security.csrf_token(), user=UserOut.of_person(person, queries.avatar(person)))
