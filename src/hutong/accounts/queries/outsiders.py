"""Questions about other sites' accounts that open ours."""

from sqlalchemy import select

from hutong.accounts.gateways import Outsider
from hutong.accounts.models import ExternalLogin, Person
from hutong.kernel.db import session
from hutong.kernel.text import fold


def login_of(outsider: Outsider) -> ExternalLogin | None:
    """The link of another site's account, if there is one."""
    mine = select(ExternalLogin).where(
        ExternalLogin.issuer == outsider.issuer, ExternalLogin.subject == outsider.subject
    )
    return session().scalar(mine)


def logins(person_id: int) -> list[ExternalLogin]:
    """The other sites' accounts that open a person's, oldest first."""
    mine = select(ExternalLogin).where(ExternalLogin.person_id == person_id).order_by(ExternalLogin.id)
    return list(session().scalars(mine.limit(50)))


def address_taken(outsider: Outsider) -> bool:
    """Whether somebody here has the mail address that another site vouches for."""
    if outsider.email is None:
        return False
    return session().scalar(select(Person.id).where(Person.email_key == fold(outsider.email))) is not None
