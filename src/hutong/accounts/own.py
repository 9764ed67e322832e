"""What accounts keep of a person: their part of an archive, and what keeps them here."""

from collections.abc import Iterator

from flask_babel import gettext as _

from hutong.accounts import queries, realname
from hutong.accounts.leaving import Archive, Unsettled, plain
from hutong.accounts.models import LADDERS
from hutong.accounts.queries import blocks, doors, organisations, outsiders
from hutong.kernel import clock, ids
from hutong.media.gateways import store
from hutong.media.queries import stored_name


def export(person_id: int, archive: Archive) -> None:
    """The account itself: profile, real name, addresses, sessions, tokens, consents, roles in firms."""
    person = queries.own(person_id)
    picture = queries.avatar(person)
    identity = queries.identity(person_id)
    archive.data(
        "accounts/profile.json",
        {
            "id": ids.show(person.id),
            "nickname": person.nickname,
            "username": person.username,
            "mobile": person.mobile,
            "email": person.email,
            "bio": person.bio,
            "language": person.language,
            "joined_at": clock.iso(person.joined_at),
            "real_name": realname.unseal(person_id, identity.name_secret) if identity else None,
            "id_number": realname.unseal(person_id, identity.number_secret) if identity else None,
        },
    )
    archive.data("accounts/addresses.json", [plain(row) for row in queries.addresses(person_id)])
    archive.data("accounts/sessions.json", [plain(row) for row in queries.sessions(person_id)])
    archive.data("accounts/tokens.json", [plain(row) for row in queries.tokens(person_id)])
    archive.data("accounts/consents.json", [plain(row) for row in blocks.consents(person_id)])
    archive.data("accounts/passkeys.json", [plain(row) for row in doors.passkeys(person_id)])
    archive.data("accounts/logins.json", [plain(row) for row in outsiders.logins(person_id)])
    archive.data("accounts/blocked.json", [ids.show(card.id) for card in blocks.blocked_by(person_id)])
    firms = [{"name": firm.name, "kind": firm.kind, "role": role} for firm, role in organisations.of_person(person_id)]
    archive.data("accounts/organisations.json", firms)
    if picture is not None and (content := store().read(stored_name(picture.digest, picture.kind))) is not None:
        archive.file(f"accounts/picture.{picture.kind}", content)


def unsettled(person_id: int) -> Iterator[Unsettled]:
    """Firms that would be left without a manager."""
    for firm, role in organisations.of_person(person_id):
        if role == LADDERS[firm.kind][-1] and firm.state == "approved" and organisations.managers(firm) == [person_id]:
            text = _("You are the only manager of %(name)s: make somebody else manager first.", name=firm.name)
            yield Unsettled(text, f"/organisations/{ids.show(firm.id)}")
