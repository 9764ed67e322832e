"""RSA2 as Alipay speaks it: SHA256withRSA over the sorted fields, in base64; and key pairs kept in files."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey


def content(fields: Mapping[str, str], without: tuple[str, ...]) -> bytes:
    """What is signed: fields in the order of their names, the empty ones and the signature left out."""
    named = sorted((name, value) for name, value in fields.items() if value != "" and name not in without)
    return "&".join(f"{name}={value}" for name, value in named).encode()


def sign(key: RSAPrivateKey, what: bytes) -> str:
    """The signature as text."""
    return base64.b64encode(key.sign(what, padding.PKCS1v15(), hashes.SHA256())).decode()


def verified(key: RSAPublicKey, what: bytes, signature: str) -> bool:
    """Whether whoever has the private key signed this."""
    try:
        key.verify(base64.b64decode(signature, validate=True), what, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


@cache
def kept_pair(file: Path) -> RSAPrivateKey:
    """The key pair in a file of mode 0600, made the first time."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(_pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)))
        try:
            os.link(fresh, file)  # of several processes starting at once, one wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(f"{file} holds no RSA key")
    return key


def _pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
