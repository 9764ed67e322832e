"""Passkeys (WebAuthn): the address they belong to, challenges that are good once, and what an authenticator answers."""

import hashlib
import ipaddress
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import session as cookie
from flask_babel import lazy_gettext as _l

from hutong.accounts.principal import Principal, digest
from hutong.accounts.schemas.passkeys import NewKeyIn, PasskeyAnswerIn, base64url
from hutong.kernel import clock, ids
from hutong.kernel.errors import Conflict, Invalid, Problem
from hutong.kernel.state import settings, state

if TYPE_CHECKING:
    from fido2.server import Fido2Server

    from hutong.accounts.models import Passkey

LIVES = 10 * clock.MINUTE
NAME = "keys"  # in the cookie: the browser whose challenges are meant
ALGORITHMS = (-8, -7, -257)  # EdDSA, ECDSA on P-256, RSA: every authenticator has one of them
PORTS = {"https": 443, "http": 80}
LONGEST_KEY = 1024  # bytes; an RSA key of 4,096 bits has 540
ADDING, ENTERING = "add", "enter"


class NoPasskeysHere(Conflict):
    """Browsers make passkeys for host names with https (or localhost) only, and this site has none."""

    code = "no_passkeys_here"
    detail = _l("Passkeys need a host name with https. This site has none yet.")


class ChallengeGone(Conflict):
    """Not a challenge of this browser, used already, or too old."""

    code = "challenge_gone"
    detail = _l("This took too long or was sent twice. Please try again.")


class PasskeyWrong(Invalid):
    """The answer was made for another site or purpose, without a finger or PIN, is damaged, or is signed wrongly."""

    code = "passkey_wrong"
    detail = _l("The passkey's answer could not be accepted. Please try again.")


class PasskeyUnknown(Problem):
    """No account here has this passkey."""

    status = 401
    code = "passkey_unknown"
    detail = _l("This passkey opens no account here. Perhaps it was removed.")


@dataclass(frozen=True)
class Home:
    """Where passkeys belong: the host's name and the whole origin, as browsers write them."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewKey:
    """What is kept of a key that was made just now."""

    credential_id: bytes
    public_key: bytes
    counter: int


def home() -> Home | None:
    """The address of this site as passkeys know it, by HUTONG_PUBLIC_URL; none where browsers make no passkeys."""
    parts = urlsplit(settings().url)
    try:
        host = (parts.hostname or "").encode("idna").decode()
        port = "" if parts.port in (None, PORTS.get(parts.scheme)) else f":{parts.port}"
    except ValueError:  # no name that could be looked up
        return None
    local = host == "localhost" or host.endswith(".localhost")
    if not host or _numeric(host) or (parts.scheme != "https" and not local):
        return None
    return Home(host, f"{parts.scheme}://{host}{port}")


def needed() -> Home:
    """The address of this site as passkeys know it; raises NoPasskeysHere."""
    found = home()
    if found is None:
        raise NoPasskeysHere
    return found


def for_a_new_one(person: Principal, name: str, known: list["Passkey"]) -> dict[str, Any]:
    """What a browser needs to make a passkey of this name; raises NoPasskeysHere."""
    here = needed()
    return {
        "rp": {"id": here.host, "name": settings().site_name},
        "user": {"id": base64url(handle(person.id)), "name": person.name, "displayName": person.name},
        "challenge": _challenge(ADDING, _session(person), name),
        "pubKeyCredParams": [{"type": "public-key", "alg": number} for number in ALGORITHMS],
        "timeout": LIVES,
        "excludeCredentials": [{"type": "public-key", "id": base64url(one.credential_id)} for one in known],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
    }


def for_entering() -> dict[str, Any]:
    """What a browser needs to ask for any passkey of this site; raises NoPasskeysHere."""
    here = needed()
    browser = cookie.setdefault(NAME, secrets.token_urlsafe(18))
    challenge = _challenge(ENTERING, str(browser), "")
    return {"rpId": here.host, "challenge": challenge, "timeout": LIVES, "userVerification": "required"}


def made(person: Principal, key: NewKeyIn) -> tuple[str, NewKey]:
    """The name and the key that a browser has made, its challenge spent; raises ChallengeGone or PasskeyWrong."""
    from fido2 import cbor  # noqa: PLC0415 - see _server

    name = _spend(ADDING, _session(person), key.response.client_data)
    server = _server()
    sent = {"clientDataJSON": key.response.client_data, "attestationObject": key.response.attestation}
    try:
        data = server.register_complete(_expected(key.response.client_data), _credential(key.id, sent))
        found = data.credential_data
        if found is None or found.credential_id != key.id or found.public_key.ALGORITHM not in ALGORITHMS:
            raise PasskeyWrong
        public_key = cbor.encode(found.public_key)
    except Exception as error:  # whatever the bytes of strangers do to a parser
        raise PasskeyWrong from error
    if len(public_key) > LONGEST_KEY:
        raise PasskeyWrong
    return name, NewKey(key.id, public_key, data.counter)


def spend_for_entering(answer: PasskeyAnswerIn) -> None:
    """Spend the challenge that an answer names; raises ChallengeGone or PasskeyWrong."""
    _spend(ENTERING, str(cookie.get(NAME, "")), answer.response.client_data)


def counter_of(answer: PasskeyAnswerIn, key: "Passkey") -> int:
    """The signature counter in an answer that this passkey has given to us; raises PasskeyWrong for any other."""
    from fido2 import cbor  # noqa: PLC0415 - see _server
    from fido2.cose import CoseKey  # noqa: PLC0415 - see _server
    from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData  # noqa: PLC0415 - see _server

    response = answer.response
    if response.user_handle is not None and response.user_handle != handle(key.person_id):
        raise PasskeyWrong
    server = _server()
    public_key = CoseKey.parse(cbor.decode(key.public_key))  # type: ignore[arg-type]
    known = AttestedCredentialData.create(Aaguid.NONE, key.credential_id, public_key)
    sent = {
        "clientDataJSON": response.client_data,
        "authenticatorData": response.authenticator_data,
        "signature": response.signature,
    }
    try:
        server.authenticate_complete(_expected(response.client_data), [known], _credential(answer.id, sent))
        return int(AuthenticatorData(response.authenticator_data).counter)
    except Exception as error:  # whatever the bytes of strangers do to a parser
        raise PasskeyWrong from error


def digest_of(credential_id: bytes) -> str:
    """How a passkey is found."""
    return hashlib.sha256(credential_id).hexdigest()


def handle(person_id: int) -> bytes:
    """How an authenticator knows whose passkey it holds: the id that the person's pages show, nothing personal."""
    return ids.show(person_id).encode()


def _server() -> "Fido2Server":
    from fido2.server import Fido2Server  # noqa: PLC0415 - 2 MB that only those with passkeys need
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415 - the same

    here = needed()
    entity = PublicKeyCredentialRpEntity(id=here.host, name=settings().site_name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == here.origin)


def _credential(credential_id: bytes, response: dict[str, bytes]) -> dict[str, Any]:
    """An answer as the standard writes it."""
    shown = base64url(credential_id)
    written = {name: base64url(value) for name, value in response.items()}
    return {"id": shown, "rawId": shown, "type": "public-key", "response": written}


def _expected(client_data: bytes) -> dict[str, Any]:
    """What the library compares an answer with: its challenge was found to be ours, and is spent."""
    return {"challenge": _read(client_data)["challenge"], "user_verification": "required"}


def _challenge(purpose: str, whose: str, kept: str) -> str:
    """A fresh challenge for one browser, good once; several may wait, for several tabs."""
    challenge = base64url(secrets.token_bytes(32))
    state().kv.set(_key(purpose, whose, challenge), json.dumps(kept).encode(), LIVES)
    return challenge


def _spend(purpose: str, whose: str, client_data: bytes) -> str:
    """What was kept with the challenge that a browser has signed; it is gone, whatever comes of the rest."""
    said = _read(client_data)
    kept = state().kv.getdel(_key(purpose, whose, said["challenge"])) if whose else None
    if kept is None:
        raise ChallengeGone
    if said.get("crossOrigin"):
        raise PasskeyWrong  # from within a frame of another site
    return str(json.loads(kept))


def _read(client_data: bytes) -> dict[str, Any]:
    """What a browser has had signed; raises PasskeyWrong."""
    try:
        said = json.loads(client_data)
    except (ValueError, RecursionError):
        raise PasskeyWrong from None
    if not isinstance(said, dict) or not isinstance(said.get("challenge"), str):
        raise PasskeyWrong
    return said


def _session(person: Principal) -> str:
    return str(person.session_id)


def _key(purpose: str, whose: str, challenge: str) -> str:
    return f"passkey:{purpose}:{digest(f'{whose} {challenge}')}"


def _numeric(host: str) -> bool:
    """Whether an address is a number, of which browsers make no passkeys."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
