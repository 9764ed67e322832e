"""Pages about one's account: registering, logging in, profile, real name, security, addresses."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode
from uuid import uuid4

from flask import Response, g, render_template, request

from hutong.accounts import activations, codes, mobiles, queries, scopes, suspicion
from hutong.accounts import terms as texts
from hutong.accounts.gateways import PROVIDERS
from hutong.accounts.models import Address
from hutong.accounts.pages.base import pages
from hutong.accounts.passkeys import home
from hutong.accounts.principal import AVATAR, Principal
from hutong.accounts.queries import doors
from hutong.accounts.schemas import DeviceOut, IdentityOut, MeOut
from hutong.accounts.suspicion import CaptchaNeeded
from hutong.kernel import ids, site
from hutong.kernel.errors import NotFound
from hutong.kernel.forms import local_path, refused_form
from hutong.kernel.state import settings
from hutong.kernel.web import me, viewer
from hutong.media import queries as pictures
from hutong.regions import queries as regions
from hutong.regions.models import Region

Answer = str | Response


@pages.page("/login", public=True)
def log_in() -> Answer:
    """Log in."""
    return _elsewhere() or render_template(
        "accounts/login.html",
        next=next_page(),
        providers=PROVIDERS.all(),
        home=home(),
        suspicious=suspicion.aroused(request.remote_addr) or _refused_for_captcha(),
        **_captcha(),
    )


@pages.page("/register", public=True)
def register() -> Answer:
    """Register: the number and the captcha."""
    return _elsewhere() or _ask("register")


@pages.page("/register/code", public=True)
def register_code() -> Answer:
    """Register: the code and the password."""
    return _elsewhere() or _prove("register")


@pages.page("/register/mail", public=True)
def register_by_mail() -> Answer:
    """Register with a mail address."""
    return _elsewhere() or render_template("accounts/mail.html", next=next_page())


@pages.page("/register/sent", public=True)
def link_sent() -> str:
    """Where to look for the activation link."""
    return render_template("accounts/sent.html", outbox=settings().development)


@pages.page("/activate", public=True)
def activate() -> str:
    """Where an activation link leads: a button, or what is wrong with the link."""
    token = request.args.get("token", "")
    g.private = True  # whatever it says is for whoever holds the link
    state = activations.state_of(*queries.activation(token))
    return render_template("accounts/activate.html", state=state, token=token)


@pages.page("/reset", public=True)
def reset() -> str:
    """A forgotten password: the number and the captcha."""
    return _ask("reset")


@pages.page("/reset/code", public=True)
def reset_code() -> Answer:
    """A forgotten password: the code and a new one."""
    return _prove("reset")


@pages.page("/terms", public=True)
def terms() -> str:
    """What one agrees to."""
    own = {name: site.text(name) for name in texts.DOCUMENTS}
    return render_template("accounts/terms.html", version=texts.version(), own=own)


@pages.page("/me")
def profile() -> str:
    """One's profile."""
    person = queries.own(me().id)
    offered = _offered(person.id)
    shown = MeOut.of(person, queries.avatar(person), None)
    address = pictures.url(offered, AVATAR) if offered else ""
    return render_template("accounts/me.html", me=shown, offered=offered, offered_url=address, tab="profile")


@pages.page("/me/identity")
def identity() -> str:
    """Real-name verification."""
    row = queries.identity(me().id)
    shown = IdentityOut.of(row) if row else None
    return render_template("accounts/identity.html", identity=shown, next=next_page(), tab="identity")


@pages.page("/me/security")
def security() -> str:
    """Password and sessions."""
    here = cast(Principal, me())
    shown = [DeviceOut.of(row, here.session_id) for row in queries.sessions(here.id)]
    shown.sort(key=lambda session: not session.current)
    return render_template(
        "accounts/security.html",
        sessions=shown,
        guarded=doors.guarded(here.id),
        passkeys=len(doors.passkeys(here.id)),
        providers=PROVIDERS.all(),
        tab="security",
    )


@pages.page("/me/tokens")
def tokens() -> str:
    """Tokens for programs."""
    mine = queries.tokens(me().id)
    return render_template("accounts/tokens.html", tokens=mine, scopes=scopes.offered(), made=None, tab="tokens")


@pages.page("/me/addresses")
def addresses() -> str:
    """The address book."""
    return render_template("accounts/addresses.html", addresses=queries.address_book(me().id), tab="addresses")


@pages.page("/me/addresses/new")
def new_address() -> str:
    """A new address."""
    return render_template("accounts/address.html", address=None, places=_places(None), tab="addresses")


@pages.page("/me/addresses/<id:address_id>")
def address(address_id: int) -> str:
    """Change an address."""
    found = next((row for row in queries.addresses(me().id) if row.id == address_id), None)
    if found is None:
        raise NotFound
    return render_template("accounts/address.html", address=found, places=_places(found), tab="addresses")


@dataclass(frozen=True)
class Places:
    """The three lists a district is chosen from, and what is chosen."""

    provinces: list[tuple[str, str]]
    cities: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    province: str
    city: str
    district: str


def _places(address: Address | None) -> Places:
    """As the address bar asks, else where the address lies."""
    path = _path(address.region_code) if address else []
    province, city, district = ([*path, "", "", ""])[:3]
    if "province" in request.args:
        province, city, district = request.args["province"], request.args.get("city", ""), ""
    cities = _choices(regions.children(province)) if province else []
    if city not in dict(cities):
        city = ""
    districts = _choices(regions.children(city)) if city else []
    if (city and not districts) or (province and not cities):
        alone = regions.region(city or province)
        districts = _choices([alone]) if alone else []
    return Places(_choices(regions.children(None)), cities, districts, province, city, district)


def _choices(found: list[Region]) -> list[tuple[str, str]]:
    return [(region.code, region.shown) for region in found]


def _path(code: str) -> list[str]:
    """The codes from the province down to a district."""
    path: list[str] = []
    found = regions.region(code)
    while found is not None:
        path.insert(0, found.code)
        found = regions.region(found.parent_code) if found.parent_code else None
    return path


def _ask(purpose: str) -> str:
    mobile = codes.mobile_of(request.args.get("ticket", ""))
    return render_template(
        "accounts/ask.html",
        purpose=purpose,
        **_captcha(),
        mobile=mobiles.national(mobile) if mobile else "",
        following=_following(f"/{purpose}/code", "{ticket}"),
        next=next_page(),
    )


def _captcha() -> dict[str, object]:
    """A fresh captcha: a picture, or, as the address bar asks, a question in words."""
    captcha_id = uuid4()
    asked = "question" in request.args
    kept = [(name, value) for name, value in request.args.items() if name not in ("question", "done")]
    return {
        "captcha_id": captcha_id,
        "question": codes.ask_question(captcha_id, request.remote_addr) if asked else "",
        "instead": f"{request.path}?{urlencode([*kept, ('question', '1')])}",
    }


def _refused_for_captcha() -> bool:
    """Whether the form that is shown again was refused for want of one."""
    form = refused_form()
    return form is not None and form.code in (CaptchaNeeded.code, codes.CaptchaWrong.code)


def _prove(purpose: str) -> Answer:
    ticket = request.args.get("ticket", "")
    mobile = codes.mobile_of(ticket)
    if mobile is None:
        return to(_following(f"/{purpose}", None))
    return render_template(
        "accounts/prove.html",
        purpose=purpose,
        mobile=mobile,
        masked=mobiles.masked(mobile),
        wait=codes.seconds_to_wait(mobile),
        again=_following(f"/{purpose}", ticket),
        outbox=settings().development,
        next=next_page(),
    )


def _following(path: str, ticket: str | None) -> str:
    """A page of the same form, with `next` kept."""
    query = {name: value for name, value in (("ticket", ticket), ("next", next_page())) if value}
    return f"{path}?{urlencode(query, safe='{}/')}" if query else path


def next_page() -> str | None:
    """The page to go to afterwards, on this site only."""
    return local_path(request.args.get("next"))


def _elsewhere() -> Response | None:
    """Whoever is signed in has no business at the door."""
    return to(next_page() or "/") if viewer() else None


def to(path: str) -> Response:
    """Another page, from one that is not to be kept."""
    return Response(status=303, headers={"Location": path, "Cache-Control": "no-store"})


def _offered(person_id: int) -> pictures.PictureCard | None:
    """The picture just uploaded, to be looked at before it is used."""
    try:
        asked = ids.read(request.args.get("picture", ""))
    except ValueError:
        return None
    found = pictures.owned([asked], person_id).get(asked)
    return pictures.PictureCard.of(found) if found else None
