"""The terms and the privacy notice that are in force, and their version: it changes with every change of a text."""

from hutong.accounts.models import Consent
from hutong.kernel import site

DOCUMENTS = ("terms", "privacy")
BUILT_IN = "2026-11"  # the version of the texts that come with Hutong


def version() -> str:
    """The version that is shown, and agreed to."""
    return _named(site.edition(*DOCUMENTS))


def consents(person_id: int) -> list[Consent]:
    """The rows of a person who agrees now, and has read what is in force."""
    return [Consent(person_id=person_id, document=one, version=version()) for one in DOCUMENTS]


def consents_of_author(person_id: int) -> list[Consent]:
    """The rows of whoever has just written the texts, in the same transaction."""
    written = _named(site.current_edition(*DOCUMENTS))
    return [Consent(person_id=person_id, document=one, version=written) for one in DOCUMENTS]


def _named(edition: int) -> str:
    return f"{BUILT_IN}.{edition}" if edition else BUILT_IN
