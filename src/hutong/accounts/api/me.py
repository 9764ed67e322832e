"""One's own account."""

from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, passwords, queries
from hutong.accounts.actions.identity import IdentitySet, IdentityTaken
from hutong.accounts.actions.registration import UsernameTaken
from hutong.accounts.api.base import api, myself, prove
from hutong.accounts.models import Person
from hutong.accounts.passwords import PasswordHash
from hutong.accounts.principal import BROWSER
from hutong.accounts.schemas import AvatarIn, IdentityIn, IdentityOut, MeOut, PasswordIn, ProfileIn
from hutong.kernel import clock, limits
from hutong.kernel.errors import NotFound, TooMany, invalid
from hutong.kernel.limits import Limit
from hutong.kernel.web import me
from hutong.media import actions as pictures

IDENTITY_TRIES = Limit("identity", 20, clock.DAY)


@api.get("/me")
def show_me() -> MeOut:
    """One's own account."""
    return _shown(queries.own(me().id))


@api.patch("/me", raises=(UsernameTaken,), done=_l("Your profile was saved."))
def edit_me(body: ProfileIn) -> MeOut:
    """Change nickname, bio, user name or language."""
    changes = body.model_dump(include=body.model_fields_set)
    if "bio" in changes:
        changes["bio"] = changes["bio"] or ""
    return _shown(actions.edit_profile(me().id, changes))


@api.put("/me/avatar", done=_l("Your picture was saved."))
def set_avatar(body: AvatarIn) -> MeOut:
    """Show one of one's own pictures beside one's name, or none."""
    if body.picture_id is not None and not pictures.take([body.picture_id], me().id, swept=True):
        raise invalid("picture_id", _l("There is no such picture of yours."))
    return _shown(actions.set_avatar(me().id, body.picture_id))


def prove_current(body: PasswordIn) -> PasswordHash:
    """Check the current password and the new one, then hash."""
    prove(body.current, "current")
    person = queries.own(me().id)
    passwords.check(body.new, person.mobile, person.username, person.email, field="new")
    return passwords.hashed(body.new)


@api.put(
    "/me/password",
    scope=BROWSER,
    status=204,
    before=prove_current,
    raises=(TooMany,),
    done=_l("Your password was changed. All other devices are logged out."),
)
def change_password(body: PasswordIn, ready: PasswordHash) -> None:  # noqa: ARG001 - read in `before`
    """Change the password; all other sessions end."""
    actions.change_password(me().id, ready, myself().session_id)


@api.get("/me/identity", raises=(NotFound,))
def show_identity() -> IdentityOut:
    """One's real name, masked; 404 where it is not set."""
    return IdentityOut.of(queries.own_identity(me().id))


def count_identity(body: IdentityIn) -> None:  # noqa: ARG001 - only counts
    """Numbers are not to be tried out here."""
    limits.spend(IDENTITY_TRIES, me().id)


@api.put(
    "/me/identity",
    scope=BROWSER,
    before=count_identity,
    raises=(IdentitySet, IdentityTaken, TooMany),
    done=_l("Thank you. Your real name was saved."),
)
def set_identity(body: IdentityIn) -> IdentityOut:
    """Give one's real name and ID number, once."""
    return IdentityOut.of(actions.verify_identity(me().id, body.name, body.number))


def _shown(person: Person) -> MeOut:
    return MeOut.of(person, queries.avatar(person), queries.identity(person.id))
