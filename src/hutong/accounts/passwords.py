"""Passwords: what makes a good one, argon2id, and the same work for accounts that do not exist."""

import secrets
from dataclasses import dataclass, field
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from flask_babel import lazy_gettext as _l

from hutong.kernel.errors import invalid
from hutong.kernel.text import fold

SHORTEST, LONGEST = 8, 128
OWASP = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # about 40 ms
_hasher = OWASP
_LIST = """
password1 password12 password123 password! passw0rd p@ssw0rd p@ssword pass1234 abc12345 abcd1234 abc123456 a1234567
a12345678 a123456789 aa123456 aa12345678 1234567a 12345678a 123456789a q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t
1qaz2wsx 1qaz@wsx qwer1234 qwert123 qwerty12 qwerty123 qwerty1234 qwertyuiop1 asdf1234 zxcv1234 zxcvbnm1 admin123
admin1234 admin@123 root1234 test1234 user1234 guest123 welcome1 welcome123 iloveyou1 letmein1 monkey123 dragon123
sunshine1 princess1 football1 baseball1 superman1 woaini123 woaini520 woaini1314 5201314a a5201314 qq123456
qq123456789 wang1234 zhang123 china123 hello123 changeme1 123456aa 123123aa 123qweasd qweasd123 asd123456 zxc123456
1234qwer 123456qq abc123abc 123456abc aaa111222 111111aa hutong123
"""
_COMMON = frozenset(_LIST.split())


@dataclass(frozen=True)
class PasswordHash:
    """What is kept of a password."""

    text: str = field(repr=False)


def hashed(plain: str) -> PasswordHash:
    """The argon2id hash; slow by design, so called before the transaction."""
    return PasswordHash(_hasher.hash(plain))


def matches(plain: str, kept: str | None) -> bool:
    """Whether a password fits its hash; for nobody's hash the same work is done."""
    try:
        _hasher.verify(kept or _nobodys(), plain)
    except (Argon2Error, InvalidHashError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def check(plain: str, *names: str | None, field: str = "password") -> None:
    """Refuse a password that others would guess; raises Invalid."""
    if len(plain) < SHORTEST:
        raise invalid(field, _l("At least 8 characters."))
    if len({_kind(char) for char in plain}) < 2 or len(set(plain)) < 4:
        raise invalid(field, _l("Mix at least two of: small letters, capitals, digits, signs."))
    folded = fold(plain)
    if any(name and len(name) > 3 and _same(folded, fold(name)) for name in names):
        raise invalid(field, _l("Your number or name is easily guessed. Choose another password."))
    if folded in _COMMON:
        raise invalid(field, _l("This is one of the most common passwords. Choose another one."))


def _kind(char: str) -> str:
    return "digit" if char.isdigit() else "small" if char.islower() else "capital" if char.isupper() else "other"


def _same(password: str, name: str) -> bool:
    return password in (name, name.removeprefix("+"), name.removeprefix("+86"), name[::-1])


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
