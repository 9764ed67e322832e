"""To whom coupons and points are handed out."""

from collections.abc import Collection

from flask_babel import gettext as _

from hutong.accounts import queries as accounts
from hutong.kernel.errors import invalid


def named(logins: Collection[str]) -> set[int]:
    """The people of these logins; raises Invalid that names the logins which are nobody's."""
    people = {login: accounts.by_login(login) for login in logins}
    unknown = [login for login, person in people.items() if person is None]
    if unknown:
        raise invalid("people", _("Nobody is known as %(logins)s.", logins=", ".join(unknown)))
    return {person.id for person in people.values() if person is not None}
