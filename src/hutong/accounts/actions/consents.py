"""Agreeing to the texts of the site, again when they change."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from hutong.accounts import terms
from hutong.kernel import audit, ids
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict


class OtherVersion(Conflict):
    """Not the version that is in force: nobody agrees to what they have not seen."""

    code = "other_version"
    detail = _l("The terms have changed meanwhile. Please read them again.")


def agree(person_id: int, version: str) -> None:
    """Keep that a person has agreed to the texts in force; raises OtherVersion."""
    if version != terms.version():
        raise OtherVersion
    for consent in terms.consents(person_id):
        try:
            with session().begin_nested():
                session().add(consent)
        except IntegrityError:
            continue  # agreed already
    audit.record("consent.given", f"person:{ids.show(person_id)}", after={"version": version})
