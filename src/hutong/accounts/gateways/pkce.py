"""PKCE (RFC 7636): whoever has the code alone cannot use it."""

import base64
import hashlib


def challenge(verifier: str) -> str:
    """What the provider is told of a verifier (S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
