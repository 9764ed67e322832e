"""Logging in and out, and one's sessions."""

from hutong.accounts.api.base import api
from hutong.accounts.schemas import SessionOut, signed_in_as
from hutong.kernel import security


@api.get("/session", public=True)
def show_session() -> SessionOut:
    """Who is signed in, if anybody, and the token that changes must carry."""
    return SessionOut(csrf_token=security.csrf_token(), user=signed_in_as())
