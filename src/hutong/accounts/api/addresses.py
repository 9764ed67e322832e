"""The address book."""

from flask_babel import lazy_gettext as _l

from hutong.accounts import actions, queries
from hutong.accounts.actions.addresses import BookFull
from hutong.accounts.api.base import api
from hutong.accounts.models import Address
from hutong.accounts.schemas import AddressIn, AddressOut, AddressPatch
from hutong.kernel.errors import NotFound
from hutong.kernel.paging import Page
from hutong.kernel.web import me


@api.get("/me/addresses")
def list_addresses() -> Page[AddressOut]:
    """One's address book."""
    return Page(items=queries.address_book(me().id))


@api.post("/me/addresses", raises=(BookFull,), done=_l("The address was saved."))
def add_address(body: AddressIn) -> AddressOut:
    """Write an address into the book; the first one is the default."""
    fields = body.model_dump(exclude={"default"})
    return _shown(actions.add_address(me().id, fields, body.default))


@api.patch("/me/addresses/<id:address_id>", raises=(NotFound,), done=_l("The address was saved."))
def edit_address(address_id: int, body: AddressPatch) -> AddressOut:
    """Change an address, or make it the default."""
    fields = body.model_dump(exclude={"default"}, exclude_none=True)
    return _shown(actions.edit_address(me().id, address_id, fields, body.default))


@api.delete("/me/addresses/<id:address_id>", raises=(NotFound,), done=_l("The address was removed."))
def remove_address(address_id: int) -> None:
    """Take an address out of the book."""
    actions.remove_address(me().id, address_id)


def _shown(address: Address) -> AddressOut:
    return next(shown for shown in queries.address_book(address.person_id) if shown.id == address.id)
