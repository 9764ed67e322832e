"""What goes in and out about passkeys; names of WebAuthn's own JSON are kept, and what more it holds is passed over."""

import base64
import binascii
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from hutong.accounts.schemas import Password
from hutong.kernel.schemas import At, In, Line, Out, ShownId

Name = Annotated[Line, Field(min_length=1, max_length=60)]


def base64url(value: bytes) -> str:
    """Bytes as WebAuthn writes them."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: Any) -> bytes:
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except (AttributeError, ValueError, binascii.Error):
        raise PydanticCustomError("base64url", "not base64url") from None


def _encoded(most: int) -> Any:
    """Bytes of at most this number, sent as base64url."""
    schema = {"type": "string", "minLength": 2, "maxLength": -(-most * 4 // 3), "pattern": "^[A-Za-z0-9_-]+=*$"}
    return Annotated[bytes, BeforeValidator(_bytes), Field(min_length=1, max_length=most), WithJsonSchema(schema)]


class _Standard(In):
    model_config = ConfigDict(extra="ignore")  # a browser's toJSON() says more than is needed here


class NewKeyResponseIn(_Standard):
    """AuthenticatorAttestationResponseJSON."""

    client_data: _encoded(4000) = Field(alias="clientDataJSON")  # type: ignore[valid-type]
    attestation: _encoded(20_000) = Field(alias="attestationObject")  # type: ignore[valid-type]


class NewKeyIn(_Standard):
    """RegistrationResponseJSON: what `credential.toJSON()` says of a key made just now."""

    id: _encoded(1023)  # type: ignore[valid-type]
    type: Literal["public-key"] = "public-key"
    response: NewKeyResponseIn


class PasskeySignedIn(_Standard):
    """AuthenticatorAssertionResponseJSON."""

    client_data: _encoded(4000) = Field(alias="clientDataJSON")  # type: ignore[valid-type]
    authenticator_data: _encoded(4000) = Field(alias="authenticatorData")  # type: ignore[valid-type]
    signature: _encoded(1024)  # type: ignore[valid-type]
    user_handle: _encoded(64) | None = Field(None, alias="userHandle")  # type: ignore[valid-type]


class PasskeyAnswerIn(_Standard):
    """AuthenticationResponseJSON: what `credential.toJSON()` says of a key that has just signed."""

    id: _encoded(1023)  # type: ignore[valid-type]
    type: Literal["public-key"] = "public-key"
    response: PasskeySignedIn


class PasskeyAskIn(In):
    """A passkey to be made: what it is called, and one's password once more."""

    name: Name
    password: Password = ""


class PasskeyIn(In):
    """A passkey that a browser has made; its name was given when it was asked for."""

    credential: NewKeyIn


class PasskeyNameIn(In):
    """Another name."""

    name: Name


class PasskeyEntryIn(In):
    """A passkey's answer at the door."""

    credential: PasskeyAnswerIn
    remember: bool = False


class PasskeyOptionsOut(Out):
    """What a browser needs for a passkey, good once and for ten minutes."""

    options: dict[str, Any] = Field(
        description="WebAuthn's PublicKeyCredentialCreationOptionsJSON or …RequestOptionsJSON, bytes as base64url"
    )


class PasskeyOut(Out):
    """A passkey of one's own."""

    id: ShownId
    name: str
    made_at: At
    used_at: At | None
