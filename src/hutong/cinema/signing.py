"""Signatures of tickets: ECDSA on P-256, which a browser checks offline with the public key alone.

A ticket's code is "HT1.<payload>.<signature>", both parts in base64url: the payload is 22 bytes (big-endian: ticket and
show of 8 each, seat of 2, start of the show in seconds of 4), the signature 64 (r and s, as WebCrypto wants them). The
private key is derived from HUTONG_SECRET_KEY, so that every process has the same one and no further secret is kept.
"""

import base64
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hutong.kernel.state import settings

PREFIX = "HT1"
SIZE = 32  # bytes of a coordinate
LONGEST = 400  # characters of a code
_LAYOUT = struct.Struct(">QQHI")
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class Altered(ValueError):
    """A code that we did not sign, or that was changed since."""


@dataclass(frozen=True)
class Facts:
    """What a ticket's code says."""

    ticket_id: int
    screening_id: int
    slot: int
    starts_at: int


def sign(facts: Facts) -> str:
    """The code of a ticket, as it stands in the QR picture."""
    payload = _LAYOUT.pack(facts.ticket_id, facts.screening_id, facts.slot, facts.starts_at // 1000)
    r, s = decode_dss_signature(_key(settings().key).sign(payload, ec.ECDSA(SHA256())))
    return f"{PREFIX}.{_text(payload)}.{_text(r.to_bytes(SIZE, 'big') + s.to_bytes(SIZE, 'big'))}"


def read(code: str) -> Facts:
    """The facts of a code that we signed; raises Altered."""
    try:
        prefix, payload, signature = code.strip().split(".")
        content, proof = _bytes(payload), _bytes(signature)
        if prefix != PREFIX or len(proof) != 2 * SIZE or len(code) > LONGEST:
            raise Altered
        der = encode_dss_signature(int.from_bytes(proof[:SIZE], "big"), int.from_bytes(proof[SIZE:], "big"))
        _key(settings().key).public_key().verify(der, content, ec.ECDSA(SHA256()))
        ticket, screening, slot, second = _LAYOUT.unpack(content)
        return Facts(ticket, screening, slot, second * 1000)
    except (InvalidSignature, ValueError, struct.error):
        raise Altered from None


def public_key() -> dict[str, Any]:
    """The public key as WebCrypto imports it (JWK)."""
    numbers = _key(settings().key).public_key().public_numbers()
    x, y = (_text(value.to_bytes(SIZE, "big")) for value in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "ext": True, "key_ops": ["verify"]}


@lru_cache(4)
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    derived = HKDF(SHA256(), SIZE + 16, salt=None, info=b"hutong tickets").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(derived, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    if "=" in text or "+" in text or "/" in text:
        raise Altered
    content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _text(content) != text:  # the unused bits of the last character could be changed otherwise
        raise Altered
    return content
