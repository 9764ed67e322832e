"""What goes in and out about people."""

import re
import unicodedata
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, field_validator

from hutong.accounts import mobiles, realname
from hutong.accounts.models import Address, Identity, Person, Session
from hutong.accounts.principal import AVATAR, Principal
from hutong.kernel.schemas import At, In, Line, Out, ShownId, Text
from hutong.kernel.web import viewer
from hutong.media import queries as pictures
from hutong.media.models import Picture

_USERNAME = re.compile(r"[^\W_][\w.-]{2,29}")
_REAL_NAME = re.compile(r"[^\W\d_][^\W\d_ ·.'’-]*(?:[ ·.'’-]+[^\W\d_]+)*\.?")


def visible(text: str) -> str:
    """A text in which something can be seen; raises ValueError."""
    if not any(unicodedata.category(char)[0] in "LNSP" and char not in "\u3164\u115f\u1160\uffa0" for char in text):
        raise ValueError(_l("Please write something that can be seen."))
    return text


def _needed(value: Any) -> Any:
    """What may be left out, but not emptied."""
    if value is None:
        raise ValueError(_l("Please fill this in."))
    return value


def _username(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    if not _USERNAME.fullmatch(text) or text.isdigit():
        raise ValueError(_l("3 to 30 letters, digits, dots, dashes or underscores, and not digits alone."))
    if mobiles.read(text):
        raise ValueError(_l("A user name must not look like a mobile number."))
    return text


def _real_name(text: str) -> str:
    if len(text) < 2 or not _REAL_NAME.fullmatch(text):
        raise ValueError(_l("Write the name as it stands on the ID card."))
    return text


def _id_number(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper().replace(" ", "")


Mobile = Annotated[
    Line, Field(max_length=40, description="as written, without a country code: China"), AfterValidator(mobiles.parse)
]
Password = Annotated[Text, Field(max_length=128, repr=False)]  # blanks at its ends do not count, here as in any field
Username = Annotated[Line, Field(max_length=30), AfterValidator(_username)]
Nickname = Annotated[Line, Field(min_length=1, max_length=40), AfterValidator(visible)]
SmsCode = Annotated[Line, Field(min_length=1, max_length=12, repr=False)]
RegionCode = Annotated[str, Field(pattern=r"^[0-9]{6,12}$", description="of a district")]
Street = Annotated[Line, Field(min_length=1, max_length=200), AfterValidator(visible)]
Language = Literal["zh", "en"]


class SmsCodeIn(In):
    """Ask for a code; the captcha is answered with it."""

    mobile: Mobile
    captcha_id: UUID
    captcha_text: Line = Field(min_length=1, max_length=12)
    purpose: Literal["register", "reset"] = "register"


class QuestionOut(Out):
    """A question instead of a picture."""

    question: str


class SmsCodeOut(Out):
    """The same whether or not the number has an account."""

    expires_in: int = Field(description="seconds the code lives")
    retry_after: int = Field(description="seconds until another can be asked for")
    ticket: str = Field(description="names the number to the page where the code is typed")


class RegistrationIn(In):
    """A new account."""

    mobile: Mobile
    code: SmsCode
    password: Password
    username: Username | None = None


class PasswordResetIn(In):
    """A new password for whoever holds the number."""

    mobile: Mobile
    code: SmsCode
    password: Password


class LoginIn(In):
    """Mobile number, mail address or user name, and the password; a captcha where it is asked for."""

    login: Line = Field(min_length=1, max_length=254)
    password: Password
    remember: bool = False
    captcha_id: UUID | None = None
    captcha_text: Line = Field("", max_length=12)


class PasswordIn(In):
    """Another password; `current` is empty where there is none yet."""

    current: Password = ""
    new: Password


class ProfileIn(In):
    """What is to be changed; what is left out stays."""

    nickname: Nickname | None = None
    bio: Annotated[Text, Field(max_length=500)] | None = None
    username: Username | None = None
    language: Language | None = None

    _not_empty = field_validator("nickname", mode="before")(_needed)


class AvatarIn(In):
    """One of one's own pictures, or null for none."""

    picture_id: ShownId | None = None


class IdentityIn(In):
    """The real name and the number of the ID card."""

    name: Annotated[Line, Field(max_length=50), AfterValidator(_real_name)]
    number: Annotated[Line, Field(min_length=1, max_length=40, repr=False), AfterValidator(_id_number)]


class AddressIn(In):
    """A new address."""

    name: Nickname
    mobile: Mobile
    region_code: RegionCode
    street: Street
    default: bool = False


class AddressPatch(In):
    """Changes of an address; what is left out stays."""

    name: Nickname | None = None
    mobile: Mobile | None = None
    region_code: RegionCode | None = None
    street: Street | None = None
    default: bool = False

    _not_empty = field_validator("name", "region_code", "street", mode="before")(_needed)


class UserOut(Out):
    """Whoever is signed in."""

    id: ShownId
    name: str
    avatar_url: str | None = None
    verified: bool
    language: str | None = None

    @classmethod
    def of_person(cls, person: Person, picture: Picture | None) -> "UserOut":
        """A person who has just come in."""
        return cls(
            id=person.id,
            name=person.nickname,
            avatar_url=pictures.url(picture, AVATAR) if picture else None,
            verified=person.verified_at is not None,
            language=person.language,
        )

    @classmethod
    def of_session(cls) -> "UserOut | None":
        """The person of this session."""
        found = cast(Principal | None, viewer())
        return cls.model_validate(found) if found else None


class SessionOut(Out):
    """The session of this browser."""

    csrf_token: str = Field(description="to be sent as X-CSRFToken with every change")
    user: UserOut | None
    second_factor: bool = Field(False, description="a code is asked for before anybody is signed in")


class RegisteredOut(UserOut):
    """A new person, signed in."""

    csrf_token: str = Field(description="of the new session")


class IdentityOut(Out):
    """A real name as it is shown."""

    name: str
    number: str
    state: str
    at: At

    @classmethod
    def of(cls, row: Identity) -> "IdentityOut":
        """The masked view of a row."""
        return cls(
            name=realname.masked_name(realname.unseal(row.person_id, row.name_secret)),
            number=realname.masked(realname.unseal(row.person_id, row.number_secret)),
            state=row.state,
            at=row.made_at,
        )


class MeOut(UserOut):
    """One's own account."""

    username: str | None
    bio: str
    mobile: str | None = Field(description="masked")
    joined_at: At
    identity: IdentityOut | None

    @classmethod
    def of(cls, person: Person, picture: Picture | None, identity: Identity | None) -> "MeOut":
        """One's own account, with its picture and real name."""
        return cls(
            id=person.id,
            name=person.nickname,
            avatar_url=pictures.url(picture, AVATAR) if picture else None,
            verified=person.verified_at is not None,
            language=person.language,
            username=person.username,
            bio=person.bio,
            mobile=mobiles.masked(person.mobile) if person.mobile else None,
            joined_at=person.joined_at,
            identity=IdentityOut.of(identity) if identity else None,
        )


class DeviceOut(Out):
    """A session of one's own."""

    id: ShownId
    device: str
    address: str
    made_at: At
    seen_at: At
    remember: bool
    current: bool

    @classmethod
    def of(cls, row: Session, current_id: int) -> "DeviceOut":
        """A row, and whether it is this browser's."""
        return cls.model_validate(
            {**{name: getattr(row, name) for name in list(cls.model_fields)[:-1]}, "current": row.id == current_id}
        )


class AddressOut(Out):
    """An address of the book."""

    id: ShownId
    name: str
    mobile: str = Field(description="masked")
    region_code: str
    region: str
    street: str
    default: bool

    @classmethod
    def of(cls, row: Address, region: str, default: bool) -> "AddressOut":
        """A row with the name of its region."""
        return cls(
            id=row.id,
            name=row.name,
            mobile=mobiles.masked(row.mobile),
            region_code=row.region_code,
            region=region,
            street=row.street,
            default=default,
        )
