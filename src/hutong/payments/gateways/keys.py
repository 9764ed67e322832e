"""Keys out of settings: PEM text, the path of a file, or the bare base64 that the providers' tools write."""

import base64
import binascii
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509 import Certificate, load_pem_x509_certificates

from hutong.kernel.settings import Settings, SettingsRefused

SHORTEST = 2048  # bits
BEGIN = "-----BEGIN"


def complete(settings: Settings, *names: str) -> bool:
    """Whether these settings are all given; False when none is. Raises SettingsRefused, naming those that lack."""
    missing = [f"HUTONG_{name.upper()}" for name in names if not getattr(settings, name)]
    if missing and len(missing) < len(names):
        raise SettingsRefused(f"missing beside the others of this payment provider: {', '.join(missing)}")
    return not missing


def check_site(settings: Settings, provider: str, url: str) -> None:
    """Raises SettingsRefused where this provider cannot work with the rest of the settings."""
    if settings.currency != "CNY":
        raise SettingsRefused(f"HUTONG_CURRENCY is {settings.currency}: {provider} takes CNY only")
    if settings.development:
        return
    if not url.startswith("https://"):
        raise SettingsRefused(f"the address of {provider} must begin with https://")
    if not settings.url.startswith("https://"):
        raise SettingsRefused(f"HUTONG_PUBLIC_URL must begin with https://: {provider} calls back there")


def private(variable: str, given: str) -> RSAPrivateKey:
    """Our own RSA key; raises SettingsRefused, which never shows it."""
    found = _read(variable, given)
    try:
        if found.startswith(BEGIN.encode()):
            key = load_pem_private_key(found, password=None)
        else:
            key = load_der_private_key(found, password=None)
    except (ValueError, TypeError):
        raise SettingsRefused(f"{variable} holds no private key that can be read without a password") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < SHORTEST:
        raise SettingsRefused(f"{variable} must be an RSA key of at least {SHORTEST} bits")
    return key


def public(variable: str, given: str) -> RSAPublicKey:
    """A provider's RSA key; raises SettingsRefused."""
    found = _read(variable, given)
    try:
        key = load_pem_public_key(found) if found.startswith(BEGIN.encode()) else load_der_public_key(found)
    except ValueError:
        raise SettingsRefused(f"{variable} holds no public key") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < SHORTEST:
        raise SettingsRefused(f"{variable} must be an RSA key of at least {SHORTEST} bits")
    return key


def certificates(variable: str, given: str) -> list[Certificate]:
    """The certificates there are, none where it is something else; raises SettingsRefused."""
    found = _read(variable, given)
    if not found.startswith(f"{BEGIN} CERTIFICATE".encode()):
        return []
    try:
        return load_pem_x509_certificates(found)
    except ValueError:
        raise SettingsRefused(f"{variable} holds a certificate that cannot be read") from None


def _read(variable: str, given: str) -> bytes:
    """PEM or DER."""
    text = given
    if BEGIN not in text:
        with suppress(OSError, ValueError):  # no file of this name: then it is the key itself
            text = Path(given.strip()).read_text()
    if BEGIN in text:
        return text[text.index(BEGIN) :].replace("\\n", "\n").encode()  # some put a PEM on one line
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise SettingsRefused(f"{variable} is neither a key nor the path of a file that holds one") from None
