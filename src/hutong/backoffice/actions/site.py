"""Setting the site up, and changing what its staff set themselves."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from hutong.accounts import terms
from hutong.accounts.actions.grants import grant
from hutong.accounts.models import Person
from hutong.accounts.passwords import PasswordHash
from hutong.backoffice import founding
from hutong.kernel import audit, clock, ids, site
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.site import SiteValue
from hutong.kernel.text import fold
from hutong.media.models import Picture
from hutong.regions.actions import ensure

LONGEST_NOTED = 300


class SetUpAlready(Conflict):
    """Somebody was faster."""

    code = "set_up"
    detail = _l("This site was set up meanwhile.")


def found_site(mobile: str | None, email: str | None, password: PasswordHash, name: str) -> Person:
    """The first administrator of an empty site, with the regions beside; raises NotFound or SetUpAlready."""
    if not founding.empty():
        raise NotFound
    session().add(SiteValue(name="founded", value=clock.iso(clock.now())))
    try:
        session().flush()
    except IntegrityError:
        raise SetUpAlready from None
    person = Person(
        id=ids.new_id(),
        mobile=mobile,
        email=email,
        email_key=fold(email) if email else None,
        password=password,
        nickname=name,
    )
    session().add(person)
    session().flush()
    audit.record("site.founded", f"person:{ids.show(person.id)}", person_id=person.id)
    grant(str(mobile or email), "administrator")
    ensure()
    return person


def agree_as_author(person_id: int) -> None:
    """Whoever sets a site up has written, or left as they were, the texts that all others agree to."""
    session().add_all(terms.consents_of_author(person_id))


def change_site(changes: Mapping[tuple[str, str], str]) -> None:
    """Set what the site is called and says; an empty value leaves it to the environment again."""
    before = site.keep(changes)
    if before:
        names = {(f"{name}_{tongue}" if tongue else name): value for (name, tongue), value in changes.items()}
        after = {name: names[name] for name in before}
        audit.record("site.changed", "site", _short(before), _short(after))


def set_logo(picture: Picture | None) -> None:
    """Show a picture beside the site's name, or the drawn door again."""
    change_site({("logo", ""): picture.digest if picture else ""})


def _short(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value[:LONGEST_NOTED] for name, value in values.items()}
