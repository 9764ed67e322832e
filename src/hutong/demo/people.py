"""The demo's people: known numbers, one password."""

from dataclasses import dataclass

from hutong.accounts import actions as accounts
from hutong.accounts.models import Person
from hutong.accounts.passwords import PasswordHash
from hutong.demo.draw import avatar
from hutong.media import actions as media
from hutong.media.actions import Prepared

PASSWORD = "hutong-demo"


@dataclass(frozen=True)
class PersonSeed:
    """One of the demo's people."""

    mobile: str
    name: str
    who: str
    bio: str = ""
    number: str | None = None  # an ID number in the range that is never given out; verified people have one
    role: str | None = None


PEOPLE = (
    PersonSeed("13800000001", "周小满", "guest", "喜欢走老街，喝早茶。"),
    PersonSeed("13800000002", "林先生", "host", "住在胡同三十年，爱种石榴。", number="110101199003070097"),
    PersonSeed("13800000003", "陈放", "cinema manager", "街角那家电影院的。"),
    PersonSeed("13800000004", "白鸽", "photographer", "天亮以前出门。"),
    PersonSeed("13800000009", "胡管家", "administrator", role="administrator"),
)


def draw() -> list[Prepared]:
    """Draw and store everybody's portrait, before the transaction."""
    return [media.prepare(avatar(number)) for number in range(11, 11 + len(PEOPLE))]


def seed(hashed: PasswordHash, faces: list[Prepared]) -> dict[str, int]:
    """Make the people, in the running transaction; their ids by what they are."""
    return {who.who: _make(who, hashed, face).id for who, face in zip(PEOPLE, faces, strict=True)}


def _make(who: PersonSeed, hashed: PasswordHash, face: Prepared) -> Person:
    person = accounts.register(f"+86{who.mobile}", hashed, nickname=who.name)
    person.email = person.email_key = f"{who.who.replace(' ', '-')}@hutong.example"  # so that there are mails to read
    person.bio = who.bio
    person.language = None
    person.avatar_id = media.keep(person.id, face, alt=who.name, swept=True).id
    if who.number:
        accounts.verify_identity(person.id, who.name, who.number)
    if who.role:
        accounts.grant(who.mobile, who.role)
    return person
