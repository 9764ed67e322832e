"""Codes of tickets."""

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from hutong.cinema import signing
from hutong.cinema.signing import Altered, Facts
from hutong.kernel import ids

FACTS = Facts(ids.new_id(), ids.new_id(), 17, 1_800_000_000_000)


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_code_is_read_back_and_fits_a_small_picture(within) -> None:
    """C-08: signed facts come back; the code is short."""
    code = signing.sign(FACTS)
    assert signing.read(code) == FACTS
    assert len(code) == 121


def test_anybody_with_the_public_key_can_check_it(within) -> None:
    """C-08: as WebCrypto does: raw r and s of 32 bytes each over the payload's bytes, the key as JWK."""
    _, payload, signature = signing.sign(FACTS).split(".")
    jwk = signing.public_key()
    x, y = (int.from_bytes(raw(jwk[name]), "big") for name in "xy")
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    r, s = (int.from_bytes(part, "big") for part in (raw(signature)[:32], raw(signature)[32:]))
    key.verify(encode_dss_signature(r, s), raw(payload), ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        key.verify(encode_dss_signature(r, s), raw(payload) + b" ", ec.ECDSA(SHA256()))


@pytest.mark.parametrize("text", ["", "HT1..", "x" * 500, "HT1.WzFd.WzFd", "12345678", "HT1.%%.%%", "二维码"])
def test_other_texts_are_refused(within, text) -> None:
    """C-08: what is no code of ours."""
    with pytest.raises(Altered):
        signing.read(text)


def test_any_changed_character_is_noticed(within) -> None:
    """C-08: C10: altered codes are refused, wherever they were altered."""
    code = signing.sign(FACTS)
    for place in range(0, len(code), 3):
        other = "B" if code[place] != "B" else "C"
        with pytest.raises(Altered):
            signing.read(code[:place] + other + code[place + 1 :])
