"""Logging in by way of other sites, against providers that verify and providers that lie."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.accounts import errands
from hutong.accounts.gateways import PROVIDERS, chosen
from hutong.accounts.models import ExternalLogin, Person
from hutong.accounts.models import Session as Signed
from hutong.kernel.db import Retry, session
from hutong.kernel.settings import Settings
from tests.accounts.provider import BACK, CLIENT, SECRET, GitHubSite, OidcSite, Site, WeChatSite, key_of
from tests.accounts.steps import MOBILE, after, log_in, rows
from tests.accounts.test_second_factor import enrol
from tests.accounts.world import PASSWORD, person, signed_in
from tests.client import Client


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, Site]]:
    """One of each kind."""
    found: dict[str, Site] = {"oidc": OidcSite(), "github": GitHubSite(), "wechat": WeChatSite()}
    yield found
    for one in found.values():
        one.close()


@pytest.fixture
def app(app: Flask, sites: dict[str, Site]) -> Iterator[Flask]:
    """A Hutong that trusts them."""
    for one in sites.values():
        one.lie, one.mood, one.codes, one.registered = {}, "", {}, set()
        one.person |= {"name": "莲 Lotus", "email_verified": True}
    wanted = Settings(
        env="testing",
        oidc_issuer=sites["oidc"].url,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_label="Lane ID",
        github_client_id=CLIENT,
        github_client_secret=SECRET,
        github_url=sites["github"].url,
        github_api_url=f"{sites['github'].url}/api",
        wechat_login_id=CLIENT,
        wechat_login_secret=SECRET,
        wechat_login_url=sites["wechat"].url,
        wechat_login_api_url=sites["wechat"].url,
    )
    PROVIDERS.add(app, *chosen.providers(wanted))
    yield app
    PROVIDERS.all(app).clear()


def away(client, name="oidc", following=None):
    """Where a browser is sent."""
    sent = client.page(f"/login/with/{name}", **({"next": following} if following else {}))
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


def back(client, site, name="oidc", following=None, **changed):
    """A whole round, with something changed in what the browser brings back."""
    query = site.agree(away(client, name, following))
    return client.page(f"/login/with/{name}/back", **(query | changed))


def into(client, **body):
    """Make something of it."""
    answer = client.put("/session/external", body)
    client.token = None
    return answer


def people(app):
    """How many accounts there are."""
    return len(rows(app, select(Person)))


@pytest.mark.parametrize(("name", "called"), [("oidc", "莲 Lotus"), ("github", "lotus"), ("wechat", "小梅")])
def test_a_newcomer_and_the_second_time(app, sites, name, called):
    """A-07: register by a button, and come in without one more account the next time; `next` is kept."""
    client = Client(app)
    home = back(client, sites[name], name, following="/me/addresses")
    assert home.headers["Location"] == "/login/with?next=%2Fme%2Faddresses"
    assert called in client.page("/login/with").text
    assert into(client).status_code == 404
    made = into(client, register_new=True)
    assert (made.status_code, made.json["user"]["name"]) == (200, called)
    assert into(client).json["code"] == "nothing_proven"
    again = Client(app)
    back(again, sites[name], name)
    assert into(again).json["user"]["id"] == made.json["user"]["id"]
    assert people(app) == 1


def test_what_the_provider_is_asked(app, sites):
    """A-07: PKCE by S256, state, nonce, and a return address that does not depend on the Host header."""
    asked = dict(parse_qsl(urlsplit(Client(app).page("/login/with/oidc").headers["Location"]).query))
    assert (asked["redirect_uri"], asked["code_challenge_method"]) == (BACK.format("oidc"), "S256")
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 32
    evil = Client(app).http.get("/login/with/github", headers={"Host": "evil.example"}).headers["Location"]
    assert dict(parse_qsl(urlsplit(evil).query))["redirect_uri"] == BACK.format("github")
    assert Client(app).page("/login/with/nobody").status_code == 404


@pytest.mark.parametrize("following", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_next_stays_here(app, sites, following):
    """A-07."""
    assert back(Client(app), sites["oidc"], following=following).headers["Location"] == "/login/with"


LIES = {
    "issuer": {"claims": {"iss": "https://other.example"}},
    "issuer by a letter": {"claims": {"iss": "http://127.0.0.1/"}},
    "audience": {"claims": {"aud": "another-client"}},
    "no audience": {"claims": {"aud": None}},
    "two audiences": {"claims": {"aud": [CLIENT, "other"], "azp": "other"}},
    "nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "expired": {"claims": {"exp": 1_000_000_000}},
    "no expiry": {"claims": {"exp": None}},
    "from the future": {"claims": {"iat": 9_000_000_000}},
    "no subject": {"claims": {"sub": None}},
    "long subject": {"claims": {"sub": "x" * 300}},
    "another key": {"signed": "bad"},
    "unknown key": {"signed": "bad", "kid": "bad"},
    "no signature": {"signed": "none"},
    "shared secret": {"signed": "shared"},
    "cut signature": {"cut": True},
    "userinfo of another": {"claims": {"name": None}, "userinfo_sub": "subject-2"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_words_that_are_not_believed(app, sites, lie):
    """A-07: each part of the ID token alone; nobody is in, nobody is made."""
    client = Client(app)
    sites["oidc"].lie = lie
    refused = back(client, sites["oidc"])
    assert (refused.status_code, "could not be believed" in refused.text) == (400, True)
    assert into(client, register_new=True).json["code"] == "nothing_proven"
    assert people(app) == 0


def test_a_description_of_another_issuer(app, sites):
    """A-07: discovery names the issuer exactly."""
    sites["oidc"].lie = {"issuer": f"{sites['oidc'].url}/"}
    assert Client(app).page("/login/with/oidc").status_code == 400


def test_a_secret_by_post_and_a_key_that_is_new(app, sites):
    """A-07: as the provider says it wants the secret; a new key is fetched once."""
    sites["oidc"].lie = {"by_post": True}
    back(Client(app), sites["oidc"])
    sites["oidc"].lie = {"by_post": True, "signed": "new", "kid": "new", "keys": [key_of("new").as_dict(private=False)]}
    client = Client(app)
    assert back(client, sites["oidc"]).status_code == 303
    assert into(client, register_new=True).status_code == 200


def test_states_and_codes(app, sites):
    """A-07: another browser's state, an altered one, a used one, one of another provider, an old one; no code."""
    site, mine = sites["oidc"], Client(app)
    query = site.agree(away(mine))
    assert Client(app).page("/login/with/oidc/back", **query).status_code == 400
    assert mine.page("/login/with/oidc/back", **{**query, "state": query["state"][:-1]}).status_code == 400
    assert mine.page("/login/with/oidc/back", **query).status_code == 400  # that spent it
    assert back(mine, site, error="access_denied", code="").status_code == 400
    assert back(mine, site, code="code-of-nobody").status_code == 400
    assert back(mine, site, iss="https://other.example").status_code == 400
    other = sites["github"].agree(away(mine))
    assert mine.page("/login/with/github/back", **other).status_code == 400
    late = site.agree(away(mine))
    with after(601):
        assert mine.page("/login/with/oidc/back", **late).status_code == 400
    assert back(mine, site).status_code == 303
    assert mine.page("/login/with/oidc/back", **query).status_code == 400


@pytest.mark.parametrize("mood", ["hung up", "cut", "no http"])
def test_a_provider_that_is_ill(app, sites, mood):
    """A-07: said so, nothing done."""
    client = Client(app)
    address = away(client)
    sites["oidc"].mood = mood
    answer = client.page("/login/with/oidc/back", **sites["oidc"].agree(address))
    assert (answer.status_code, "does not answer" in answer.text) == (503, True)


def known(app, email="mei@example.org"):
    """Somebody here with a mail address."""
    who = person(app, MOBILE, name="Mei")

    def write():
        row = session().get(Person, who)
        row.email = row.email_key = email

    with app.app_context():
        app.extensions["hutong"].database.run(write)
    return who


def test_an_equal_address_takes_nothing_over(app, sites):
    """A-07: log in and link, even where the other site has verified the address; an unverified one says nothing."""
    who = known(app)
    thief = Client(app)
    back(thief, sites["oidc"])
    assert "Somebody here has this mail address" in thief.page("/login/with").text
    assert into(thief, register_new=True).json["code"] == "address_taken"
    assert (people(app), rows(app, select(ExternalLogin)), rows(app, select(Signed))) == (1, [], [])
    sites["oidc"].person["email_verified"] = False
    other = Client(app)
    back(other, sites["oidc"])
    assert "Somebody here" not in other.page("/login/with").text
    assert into(other, register_new=True).status_code == 200
    assert {row.email for row in rows(app, select(Person)) if row.id != who} == {None}


def test_linking_after_logging_in(app, sites):
    """A-07: what was proven outlives the log-in; then both ways lead in; unlinking asks for the password."""
    known(app)
    client = Client(app)
    back(client, sites["oidc"])
    log_in(client)
    assert "Shall it open your account Mei" in client.page("/login/with").text
    linked = client.post("/me/logins")
    assert (linked.status_code, linked.json["provider"]) == (201, "oidc")
    assert "Lane ID" in client.page("/me/logins").text
    fresh = Client(app)
    back(fresh, sites["oidc"])
    assert into(fresh).json["user"]["name"] == "Mei"
    path = f"/me/logins/{linked.json['id']}"
    assert client.send("DELETE", path, {"password": "wrong"}, {}).status_code == 422
    stranger = signed_in(app, person(app, "13800001002"))
    assert stranger.send("DELETE", path, {"password": PASSWORD}, {}).status_code == 404
    assert client.send("DELETE", path, {"password": PASSWORD}, {}).status_code == 204
    assert rows(app, select(ExternalLogin)) == []
    titles = [notice["title"] for notice in client.get("/notices").json["items"]]
    assert titles == ["An account of another site (oidc) now opens yours"]


def test_one_outsider_opens_one_account(app, sites):
    """A-07: linked elsewhere is refused; the only way in stays."""
    newcomer = Client(app)
    back(newcomer, sites["github"], "github")
    into(newcomer, register_new=True)
    mei = signed_in(app, person(app, MOBILE))
    back(mei, sites["github"], "github")
    assert mei.post("/me/logins").json["code"] == "linked_elsewhere"
    [row] = newcomer.get("/me/logins").json["items"]
    last = newcomer.send("DELETE", f"/me/logins/{row['id']}", {}, {})
    assert last.json["code"] == "last_way_in"
    assert newcomer.put("/me/password", {"new": "another-Lantern-9"}).status_code == 204
    assert newcomer.send("DELETE", f"/me/logins/{row['id']}", {"password": "another-Lantern-9"}, {}).status_code == 204


def test_the_second_step_is_not_skipped(app, sites):
    """A-08: another site's word is the first step only."""
    who = person(app, MOBILE)
    mei = signed_in(app, who)
    back(mei, sites["oidc"])
    mei.post("/me/logins")
    enrol(mei)
    client = Client(app)
    back(client, sites["oidc"])
    assert into(client).json["second_factor"] is True
    assert client.get("/me").status_code == 401


def test_an_entry_that_is_run_again(app, sites, monkeypatch):
    """A-07: where the transaction has to run twice, what was proven is still known, and one account is made."""
    client = Client(app)
    back(client, sites["oidc"])
    forget, times = errands.forget, []

    def once_more():
        forget()
        times.append(1)
        if len(times) == 1:
            raise Retry

    monkeypatch.setattr(errands, "forget", once_more)
    assert into(client, register_new=True).status_code == 200
    assert (len(times), people(app)) == (2, 1)


NEARLY = {
    "one more": lambda back: f"{back}s",
    "one less": lambda back: back[:-1],
    "a slash": lambda back: f"{back}/",
    "another case": lambda back: back.replace("/back", "/Back"),
    "a port": lambda back: back.replace("/login", ":1/login"),
    "a question": lambda back: f"{back}?x",
}


@pytest.mark.parametrize("change", NEARLY.values(), ids=NEARLY)
def test_a_way_back_that_is_off_by_a_character(app, sites, change):
    """A-07: a provider that knows another address sends nobody back with a code; there is no such page here either."""
    client, known = Client(app), BACK.format("oidc")
    sites["oidc"].registered = {change(known)}
    assert back(client, sites["oidc"]).status_code == 400
    assert into(client, register_new=True).json["code"] == "nothing_proven"
    sites["oidc"].registered = set()
    query = sites["oidc"].agree(away(client))
    elsewhere = urlsplit(change(known)).path
    if elsewhere.rstrip("/") != "/login/with/oidc/back":
        assert client.page(elsewhere, **query).status_code == 404
        assert into(client, register_new=True).json["code"] == "nothing_proven"
    assert people(app) == 0
