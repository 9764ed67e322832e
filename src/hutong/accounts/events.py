"""News of the accounts."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CaptchaDrawn:
    """A captcha picture was drawn; told in development only, outside of a writing transaction."""

    uuid: str
    text: str


@dataclass(frozen=True)
class CodeIssued:
    """A code is to be sent to a mobile number, in the language of whoever asked."""

    mobile: str
    code: str = field(repr=False)
    purpose: str
    language: str


@dataclass(frozen=True)
class ActivationAsked:
    """A link (a path on this site) is to be sent to a mail address, in the language of whoever asked."""

    email: str
    link: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class AddressKnown:
    """Somebody registers with a mail address that has an account: its mailbox is told, nobody else."""

    email: str
    language: str


@dataclass(frozen=True)
class ResetAsked:
    """A link that sets a new password (a path on this site) is to be sent to a mail address."""

    email: str
    link: str = field(repr=False)
    language: str


@dataclass(frozen=True)
class PersonRegistered:
    """Somebody has made an account."""

    person_id: int


@dataclass(frozen=True)
class PasswordChanged:
    """A person's password is another one now."""

    person_id: int


@dataclass(frozen=True)
class SecondFactorChanged:
    """Logging in as a person takes a second step from now on, or no longer."""

    person_id: int
    on: bool


@dataclass(frozen=True)
class PasskeyChanged:
    """A passkey of this name opens a person's account from now on, or no longer."""

    person_id: int
    name: str
    added: bool


@dataclass(frozen=True)
class LoginLinked:
    """Another site's account opens a person's from now on."""

    person_id: int
    provider: str


@dataclass(frozen=True)
class PersonVerified:
    """A person's real name is known and was checked."""

    person_id: int


@dataclass(frozen=True)
class OrganisationDecided:
    """Staff have approved, rejected or suspended a firm; `managers` are to know why.

    `reason_before` is that of the decision before: what was suspended with the firm has the same.
    """

    organisation_id: int
    name: str
    state: str
    reason: str
    managers: tuple[int, ...]
    reason_before: str = ""


@dataclass(frozen=True)
class MemberChanged:
    """Somebody has a role in a firm, another one, or (None) none any more."""

    organisation_id: int
    name: str
    person_id: int
    role: str | None


@dataclass(frozen=True)
class PersonSuspended:
    """Staff keep somebody out, with a reason; their sessions have ended."""

    person_id: int
    reason: str


@dataclass(frozen=True)
class PersonRestored:
    """Staff let somebody in again."""

    person_id: int


@dataclass(frozen=True)
class IdentityRejected:
    """Staff could not verify a person's real name; it is gone and can be given again."""

    person_id: int
    reason: str


@dataclass(frozen=True)
class PersonBlocked:
    """A person keeps another one away from now on."""

    person_id: int
    blocked_id: int


@dataclass(frozen=True)
class ExportReady:
    """The archive of a person's data can be fetched."""

    person_id: int


@dataclass(frozen=True)
class AccountClosed:
    """Somebody has left for good: upper floors let go of what was theirs; `reached` were their addresses."""

    person_id: int
    reached: tuple[str, ...] = field(repr=False)
