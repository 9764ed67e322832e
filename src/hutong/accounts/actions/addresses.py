"""The address book."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from hutong.accounts.models import Address, Person
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound, invalid
from hutong.regions import queries as regions

MOST = 20


class BookFull(Conflict):
    """No more addresses."""

    code = "addresses_full"
    detail = _l("An address book holds at most 20 addresses. Remove one first.")


def add_address(person_id: int, fields: dict[str, Any], default: bool) -> Address:
    """Write an address into the book; the first one is the default. Raises BookFull or Invalid."""
    _check_region(fields)
    count = session().scalar(select(func.count()).where(Address.person_id == person_id)) or 0
    if count >= MOST:
        raise BookFull
    address = Address(person_id=person_id, **fields)
    session().add(address)
    session().flush()
    if default or count == 0:
        _make_default(person_id, address.id)
    return address


def edit_address(person_id: int, address_id: int, fields: dict[str, Any], default: bool) -> Address:
    """Change an address, or make it the default; raises NotFound or Invalid."""
    _check_region(fields)
    address = session().scalar(select(Address).where(Address.id == address_id, Address.person_id == person_id))
    if address is None:
        raise NotFound
    for name, value in fields.items():
        setattr(address, name, value)
    if default:
        _make_default(person_id, address_id)
    return address


def remove_address(person_id: int, address_id: int) -> None:
    """Take an address out; the oldest of the rest becomes the default where it was. Raises NotFound."""
    if rows_changed(delete(Address).where(Address.id == address_id, Address.person_id == person_id)) != 1:
        raise NotFound
    rest = select(func.min(Address.id)).where(Address.person_id == person_id).scalar_subquery()
    was_default = update(Person).where(Person.id == person_id, Person.default_address_id == address_id)
    rows_changed(was_default.values(default_address_id=rest))


def _make_default(person_id: int, address_id: int) -> None:
    rows_changed(update(Person).where(Person.id == person_id).values(default_address_id=address_id))


def _check_region(fields: dict[str, Any]) -> None:
    code = fields.get("region_code")
    if code is not None and (regions.region(code) is None or regions.below(code) != [code]):
        raise invalid("region_code", _l("Choose a district of the list."))
