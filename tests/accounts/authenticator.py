"""A phone that makes passkeys and signs with them, as WebAuthn and CBOR want it; each part can be forged."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
HOME = "https://hutong.example"


def text(value: bytes) -> str:
    """Bytes as WebAuthn writes them."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def value(written: str) -> bytes:
    """The bytes of such a text."""
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


@dataclass
class Authenticator:
    """One passkey; `counter` moves forward with each signature unless the key does not count (0)."""

    origin: str = HOME
    host: str = "hutong.example"
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    counts: bool = False
    crossing: bool = False
    algorithm: int = -7
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes | None = None

    def make(self, options: dict[str, Any], **forged: Any) -> dict[str, Any]:
        """Answer the options of a new passkey."""
        self.handle = value(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        cose = cbor.encode({1: 2, 3: self.algorithm, -1: 1, -2: x, -3: y})
        named = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cose
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + named}
        response = {
            "clientDataJSON": text(self._said("webauthn.create", options)),
            "attestationObject": text(cbor.encode(attestation)),
            "transports": ["internal"],
        }
        return self._credential({**response, **forged})

    def sign(self, options: dict[str, Any], **forged: Any) -> dict[str, Any]:
        """Answer the options at the door."""
        self.counter += self.counts
        said, data = self._said("webauthn.get", options), self._data()
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": text(said),
            "authenticatorData": text(data),
            "signature": text(signature),
            "userHandle": text(self.handle) if self.handle else None,
        }
        return self._credential({**response, **forged})

    def _data(self, more: int = 0) -> bytes:
        return (
            hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + self.counter.to_bytes(4, "big")
        )

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": self.crossing}
        return json.dumps(said).encode()

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        shown = text(self.credential_id)
        return {
            "id": shown,
            "rawId": shown,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }
