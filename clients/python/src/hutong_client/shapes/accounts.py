"""Shapes of accounts. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class AddressIn(TypedDict):
    """A new address."""

    name: str
    mobile: str
    region_code: str
    street: str
    default: NotRequired[bool]


class AddressOut(TypedDict):
    """An address of the book."""

    id: str
    name: str
    mobile: str
    region_code: str
    region: str
    street: str
    default: bool


class AddressPatch(TypedDict):
    """Changes of an address; what is left out stays."""

    name: NotRequired[str | None]
    mobile: NotRequired[str | None]
    region_code: NotRequired[str | None]
    street: NotRequired[str | None]
    default: NotRequired[bool]


class ApplicationIn(TypedDict):
    """A firm that was rejected, mended."""

    name: str


class AvatarIn(TypedDict):
    """One of one's own pictures, or null for none."""

    picture_id: NotRequired[str | None]


class BlockedOut(TypedDict):
    """Somebody kept away."""

    id: str
    name: str


class ConsentIn(TypedDict):
    """The version that was read."""

    version: str


class ConsentOut(TypedDict):
    """What was agreed to, and when."""

    document: str
    version: str
    at: str


class DeviceOut(TypedDict):
    """A session of one's own."""

    id: str
    device: str
    address: str
    made_at: str
    seen_at: str
    remember: bool
    current: bool


class EndedOut(TypedDict):
    """How many sessions ended."""

    sessions_ended: int


class EnrolmentOut(TypedDict):
    """What the authenticator needs; to be confirmed with its first code."""

    secret: str
    uri: str


class ExportOut(TypedDict):
    """An archive of one's data."""

    id: str
    ready: bool
    size: int
    made_at: str
    url: NotRequired[str | None]


class FactorCodeIn(TypedDict):
    """A code of the authenticator, or (at the door) a recovery code."""

    code: str


class FactorOut(TypedDict):
    """Whether two-step login is on."""

    on: bool
    recovery_codes_left: int


class HolderOut(TypedDict):
    """What a person holds on the whole site."""

    id: str
    name: str
    joined_at: str
    suspended: bool
    suspended_reason: str
    verified: bool
    roles: list[str]
    permissions: list[str]


class IdentityDecisionIn(TypedDict):
    """Whether a real name is taken as checked; a rejection says why."""

    accept: bool
    reason: NotRequired[str]


class IdentityIn(TypedDict):
    """The real name and the number of the ID card."""

    name: str
    number: str


class IdentityOut(TypedDict):
    """A real name as it is shown."""

    name: str
    number: str
    state: str
    at: str


class LinkIn(TypedDict):
    """The token of an activation link."""

    token: str


class LoginIn(TypedDict):
    """Mobile number, mail address or user name, and the password; a captcha where it is asked for."""

    login: str
    password: str
    remember: NotRequired[bool]
    captcha_id: NotRequired[str | None]
    captcha_text: NotRequired[str]


class LoginOut(TypedDict):
    """Another site's account that opens one's own."""

    id: str
    provider: str
    name: str
    made_at: str
    used_at: str | None


class MailRegistrationIn(TypedDict):
    """A new account for whoever reads the mails of an address."""

    email: str
    password: str


class MailSentOut(TypedDict):
    """The same whether or not the address has an account."""

    expires_in: int


class MeOut(TypedDict):
    """One's own account."""

    id: str
    name: str
    avatar_url: NotRequired[str | None]
    verified: bool
    language: NotRequired[str | None]
    username: str | None
    bio: str
    mobile: str | None
    joined_at: str
    identity: IdentityOut | None


class MemberIn(TypedDict):
    """Somebody to be taken in, named as they log in."""

    login: str
    role: str


class MemberOut(TypedDict):
    """Somebody who belongs to a firm."""

    person_id: str
    name: str
    role: str
    since: str


class NewKeyIn(TypedDict):
    """RegistrationResponseJSON: what `credential.toJSON()` says of a key made just now."""

    id: str
    type: NotRequired[Literal["public-key"]]
    response: NewKeyResponseIn


class NewKeyResponseIn(TypedDict):
    """AuthenticatorAttestationResponseJSON."""

    clientDataJSON: str
    attestationObject: str


class NewPasswordIn(TypedDict):
    """A new password, and the token of the mail's link."""

    token: str
    password: str


class OrganisationIn(TypedDict):
    """A firm to be approved."""

    kind: Literal["cinema", "host"]
    name: str


class OrganisationOut(TypedDict):
    """A firm."""

    id: str
    kind: Literal["cinema", "host"]
    name: str
    state: Literal["pending", "approved", "rejected", "suspended"]
    reason: str
    made_at: str
    role: NotRequired[str | None]


class OrganisationsDecisionIn(TypedDict):
    """What staff decide about a firm, and why; its managers read the reason."""

    state: Literal["approved", "rejected", "suspended"]
    reason: str


class PasskeyAnswerIn(TypedDict):
    """AuthenticationResponseJSON: what `credential.toJSON()` says of a key that has just signed."""

    id: str
    type: NotRequired[Literal["public-key"]]
    response: PasskeySignedIn


class PasskeyAskIn(TypedDict):
    """A passkey to be made: what it is called, and one's password once more."""

    name: str
    password: NotRequired[str]


class PasskeyEntryIn(TypedDict):
    """A passkey's answer at the door."""

    credential: PasskeyAnswerIn
    remember: NotRequired[bool]


class PasskeyIn(TypedDict):
    """A passkey that a browser has made; its name was given when it was asked for."""

    credential: NewKeyIn


class PasskeyNameIn(TypedDict):
    """Another name."""

    name: str


class PasskeyOptionsOut(TypedDict):
    """What a browser needs for a passkey, good once and for ten minutes."""

    options: dict[str, Any]


class PasskeyOut(TypedDict):
    """A passkey of one's own."""

    id: str
    name: str
    made_at: str
    used_at: str | None


class PasskeySignedIn(TypedDict):
    """AuthenticatorAssertionResponseJSON."""

    clientDataJSON: str
    authenticatorData: str
    signature: str
    userHandle: NotRequired[str | None]


class PasswordIn(TypedDict):
    """Another password; `current` is empty where there is none yet."""

    current: NotRequired[str]
    new: str


class PasswordResetIn(TypedDict):
    """A new password for whoever holds the number."""

    mobile: str
    code: str
    password: str


class PeopleReasonIn(TypedDict):
    """Why."""

    reason: str


class PermissionsIn(TypedDict):
    """The single permissions somebody holds beside their roles."""

    permissions: list[str]


class ProfileIn(TypedDict):
    """What is to be changed; what is left out stays."""

    nickname: NotRequired[str | None]
    bio: NotRequired[str | None]
    username: NotRequired[str | None]
    language: NotRequired[Literal["zh", "en"] | None]


class ProofIn(TypedDict):
    """One's password once more; who has none must have logged in within the last ten minutes."""

    password: NotRequired[str]


class ProviderOut(TypedDict):
    """A site that vouches for people here."""

    name: str
    label: str
    url: str


class PublicPersonOut(TypedDict):
    """What everybody may read of a person; homes, photos and reviews of them are lists of their own."""

    id: str
    name: str
    bio: str
    avatar_url: str | None
    joined_at: str
    verified: bool


class QuestionOut(TypedDict):
    """A question instead of a picture."""

    question: str


class RecoveryCodesOut(TypedDict):
    """Codes for the day the phone is lost, each good once; shown this once."""

    recovery_codes: list[str]


class RegisteredOut(TypedDict):
    """A new person, signed in."""

    id: str
    name: str
    avatar_url: NotRequired[str | None]
    verified: bool
    language: NotRequired[str | None]
    csrf_token: str


class RegistrationIn(TypedDict):
    """A new account."""

    mobile: str
    code: str
    password: str
    username: NotRequired[str | None]


class ResetMailIn(TypedDict):
    """The address whose account has a forgotten password."""

    email: str


class RoleIn(TypedDict):
    """Another role."""

    role: str


class ScanAnswerIn(TypedDict):
    """Let it in, or not."""

    approve: bool


class ScanOut(TypedDict):
    """A QR code of this browser."""

    link: str
    picture: str
    expires_in: int


class ScanStateOut(TypedDict):
    """How it stands with this browser's QR code."""

    state: Literal["waiting", "approved", "refused"]
    expires_in: int


class ScannedOut(TypedDict):
    """The browser that wants to come in."""

    device: str
    address: str
    at: str
    state: Literal["waiting", "approved", "refused"]


class SessionOut(TypedDict):
    """The session of this browser."""

    csrf_token: str
    user: UserOut | None
    second_factor: NotRequired[bool]


class SmsCodeIn(TypedDict):
    """Ask for a code; the captcha is answered with it."""

    mobile: str
    captcha_id: str
    captcha_text: str
    purpose: NotRequired[Literal["register", "reset"]]


class SmsCodeOut(TypedDict):
    """The same whether or not the number has an account."""

    expires_in: int
    retry_after: int
    ticket: str


class SuspensionsIn(TypedDict):
    """Several people, and why they are kept out."""

    ids: list[str]
    reason: str


class TokenIn(TypedDict):
    """A new token: what it is for, what it may do, and for how long."""

    name: str
    scopes: list[str]
    days: NotRequired[int | None]
    password: NotRequired[str]


class TokenMadeOut(TypedDict):
    """A new token."""

    id: str
    name: str
    scopes: list[str]
    made_at: str
    expires_at: str | None
    last_used_at: str | None
    token: str


class TokenOut(TypedDict):
    """A token of one's own; its text is not kept."""

    id: str
    name: str
    scopes: list[str]
    made_at: str
    expires_at: str | None
    last_used_at: str | None


class UserOut(TypedDict):
    """Whoever is signed in."""

    id: str
    name: str
    avatar_url: NotRequired[str | None]
    verified: bool
    language: NotRequired[str | None]


class VisitIn(TypedDict):
    """What is wanted of the account that this browser has proven elsewhere."""

    register_new: NotRequired[bool]
