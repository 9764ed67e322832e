"""What goes in and out about the second factor."""

from typing import Annotated

from pydantic import Field

from hutong.accounts.schemas import Password
from hutong.kernel.schemas import In, Line, Out


class ProofIn(In):
    """One's password once more; who has none must have logged in within the last ten minutes."""

    password: Password = ""


class FactorCodeIn(In):
    """A code of the authenticator, or (at the door) a recovery code."""

    code: Annotated[Line, Field(min_length=1, max_length=40, repr=False)]


class FactorOut(Out):
    """Whether two-step login is on."""

    on: bool
    recovery_codes_left: int


class EnrolmentOut(Out):
    """What the authenticator needs; to be confirmed with its first code."""

    secret: str
    uri: str = Field(description="otpauth://…, as the QR code says it")


class RecoveryCodesOut(Out):
    """Codes for the day the phone is lost, each good once; shown this once."""

    recovery_codes: list[str] = Field(repr=False)
