"""Who is signed in: whoever the header `X-Person` or the cookie `person` names."""

from dataclasses import dataclass
from enum import IntFlag

from flask import request


class Power(IntFlag):
    """What the people of the lab may be allowed."""

    LOOK = 1
    MEND = 2


@dataclass(frozen=True)
class Person:
    """A viewer."""

    id: int
    name: str = "Li Lei"
    language: str | None = None
    powers: int = 0
    scopes: tuple[str, ...] | None = None
    avatar_url: str = ""

    def can(self, permission: IntFlag) -> bool:
        """See Viewer."""
        return (int(self.powers) & int(permission)) == int(permission)

    def may(self, scope: str) -> bool:
        """See Viewer."""
        return self.scopes is None or scope in self.scopes


PEOPLE = {
    "1": Person(1),
    "2": Person(2, "Han Meimei", language="zh", powers=Power.LOOK),
    "3": Person(3, "Token", scopes=("lab:read",)),
    "4": Person(4, "English", language="en", powers=Power.LOOK | Power.MEND),
}


def authenticate() -> Person | None:
    """Trusts what it is told: this is a lab."""
    return PEOPLE.get(request.headers.get("X-Person") or request.cookies.get("person") or "")
