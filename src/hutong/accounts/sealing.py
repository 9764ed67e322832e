"""Encrypting what may be read here only beside the person it belongs to."""

import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hutong.kernel.state import settings


def seal(person_id: int, text: str) -> bytes:
    """Encrypt a text so that it can be read beside this person only."""
    nonce = os.urandom(12)
    return nonce + _cipher(settings().cipher_key).encrypt(nonce, text.encode(), str(person_id).encode())


def unseal(person_id: int, sealed: bytes) -> str:
    """The text that was encrypted; raises InvalidTag when it was altered or belongs to somebody else."""
    return _cipher(settings().cipher_key).decrypt(sealed[:12], sealed[12:], str(person_id).encode()).decode()


@cache
def derived(secret: str, purpose: bytes) -> bytes:
    """A key for one purpose only."""
    return HKDF(SHA256(), 32, None, purpose).derive(secret.encode())


@cache
def _cipher(secret: str) -> AESGCM:
    return AESGCM(derived(secret, b"hutong id cipher"))
