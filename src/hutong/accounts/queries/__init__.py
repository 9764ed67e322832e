"""Questions about people and what is theirs."""

from hutong.accounts.queries.blocks import away_from, blocked_between
from hutong.accounts.queries.people import (
    Contact,
    PersonCard,
    activation,
    address_book,
    addresses,
    avatar,
    by_login,
    contact,
    holdings,
    identity,
    is_verified,
    login_is,
    may_sell,
    own,
    own_identity,
    people,
    permissions,
    permissions_inside,
    person,
    session_begun,
    sessions,
    tokens,
    username_free,
)

__all__ = [
    "Contact", "PersonCard", "activation", "address_book", "addresses", "avatar", "away_from", "blocked_between",
    "by_login", "contact", "holdings", "identity", "is_verified", "login_is", "may_sell", "own", "own_identity",
    "people", "permissions", "permissions_inside", "person", "session_begun", "sessions", "tokens", "username_free",
]  # fmt: skip
