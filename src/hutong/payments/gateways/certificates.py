"""The keys WeChat Pay signs with: what is sealed by the API v3 key, and platform certificates kept in the kv."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509 import Certificate, load_pem_x509_certificate

from hutong.kernel import clock
from hutong.kernel.state import state

ALGORITHM = "AEAD_AES_256_GCM"


def unseal(api_key: bytes, sealed: Any) -> bytes:
    """What was sealed with the API v3 key; raises ValueError for anything that was not."""
    try:
        if sealed["algorithm"] != ALGORITHM:
            raise ValueError("sealed in another way")
        text = base64.b64decode(sealed["ciphertext"], validate=True)
        return AESGCM(api_key).decrypt(sealed["nonce"].encode(), text, (sealed["associated_data"] or "").encode())
    except (InvalidTag, KeyError, TypeError, AttributeError, binascii.Error):
        raise ValueError("sealed with another key") from None


def serial_of(certificate: Certificate) -> str:
    """The serial number as WeChat Pay writes it, without the zeros it may begin with."""
    return f"{certificate.serial_number:X}"


class Certificates:
    """The platform certificates of one merchant, for all processes.

    They are kept as they were fetched, sealed: whoever writes into the kv cannot make a key that is believed.
    """

    def __init__(self, merchant_id: str, api_key: bytes) -> None:
        self._name = f"payments:wechat:{merchant_id}"
        self._api_key = api_key

    def find(self, serial: str) -> RSAPublicKey | None:
        """The key of a certificate that is known and valid now."""
        kept = state().kv.get(f"{self._name}:certificates")
        try:
            return self.read(kept or b"").get(serial)
        except ValueError:
            return None  # none, or sealed with an API key that was changed since: they are fetched anew

    def may_fetch(self) -> bool:
        """Whether they may be fetched: once a minute, of all processes together."""
        return state().kv.add(f"{self._name}:fetched", b"1", clock.MINUTE)

    def keep(self, fetched: bytes) -> None:
        """Keep them, in place of those before."""
        state().kv.set(f"{self._name}:certificates", fetched)

    def read(self, fetched: bytes) -> Mapping[str, RSAPublicKey]:
        """The keys in an answer of /v3/certificates, by serial number; raises ValueError where there is none."""
        try:
            sealed = [one["encrypt_certificate"] for one in json.loads(fetched)["data"]]
        except (KeyError, TypeError, RecursionError):
            raise ValueError("no list of certificates") from None
        if not sealed:
            raise ValueError("no certificates")
        read = [load_pem_x509_certificate(unseal(self._api_key, one)) for one in sealed]
        return {serial_of(one): key for one in read if (key := valid_key(one)) is not None}


def valid_key(certificate: Certificate) -> RSAPublicKey | None:
    """The RSA key of a certificate whose time it is."""
    now = datetime.fromtimestamp(clock.now() / 1000, tz=UTC)
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:  # as the platform has for others
        return None
    in_time = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    return key if in_time and isinstance(key, RSAPublicKey) else None
