"""What goes in and out when somebody registers with a mail address."""

import re
from typing import Annotated

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field

from hutong.accounts.schemas import Password
from hutong.kernel.schemas import In, Line, Out

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or len(text.partition("@")[0]) > 64:
        raise ValueError(_l("This is not an e-mail address."))
    return text


Email = Annotated[Line, Field(max_length=254), AfterValidator(_address)]
LinkToken = Annotated[Line, Field(min_length=1, max_length=120, repr=False)]


class MailRegistrationIn(In):
    """A new account for whoever reads the mails of an address."""

    email: Email
    password: Password


class LinkIn(In):
    """The token of an activation link."""

    token: LinkToken


class MailSentOut(Out):
    """The same whether or not the address has an account."""

    expires_in: int = Field(description="seconds the link lives")


class ResetMailIn(In):
    """The address whose account has a forgotten password."""

    email: Email


class NewPasswordIn(In):
    """A new password, and the token of the mail's link."""

    token: Annotated[Line, Field(min_length=1, max_length=200, repr=False)]
    password: Password
