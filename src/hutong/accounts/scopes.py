"""What a token may be made for: reading and writing of each slice, never what belongs to a browser alone."""

from hutong.accounts.principal import BROWSER, EVERYTHING, Principal
from hutong.kernel.errors import Forbidden
from hutong.kernel.web import API, Rule, rules, viewer


def offered() -> list[str]:
    """The scopes there are, everything first."""
    found = {scope_of(rule) for rule in rules().values() if rule.path.startswith(API) and rule.scope != BROWSER}
    return [EVERYTHING, *sorted(found)]


def scope_of(rule: Rule) -> str:
    """What a token needs for a route."""
    return f"{rule.scope}:{'write' if rule.writes else 'read'}"


def only_the_api(rule: Rule) -> None:
    """Keep tokens from the pages that belong to a person; raises Forbidden."""
    person = viewer()
    by_token = isinstance(person, Principal) and person.scopes is not None
    if by_token and not rule.public and not rule.path.startswith(API):
        raise Forbidden(permission=f"scope {BROWSER}")
