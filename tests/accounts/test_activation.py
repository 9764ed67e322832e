"""Registering with a mail address."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from sqlalchemy import select

from hutong.accounts import actions
from hutong.accounts.models import Activation, Consent, Person
from hutong.kernel import clock
from hutong.kernel.audit import AuditEntry
from hutong.notices.models import Message
from tests.accounts.steps import errors, log_in, rows
from tests.accounts.world import PASSWORD, password_hash, person, signed_in
from tests.client import Client

EMAIL = "lin@example.com"
OTHER = "Another-lantern-8"


def register(client, email=EMAIL, password=PASSWORD):
    """Ask for an account."""
    return client.post("/users/by-mail", {"email": email, "password": password})


def mails(app):
    """The mails there are, oldest first."""
    return rows(app, select(Message).where(Message.kind == "mail").order_by(Message.at, Message.id))


def link(mail):
    """The link of a mail: the path, and the token."""
    found = re.search(r"https?://[^/\s]+(/activate\?token=(\S+))", mail.text)
    return found[1], found[2]


def token_of(app, number=-1):
    """The token in a mail."""
    return link(mails(app)[number])[1]


def test_the_button_makes_the_account_active(app, client):
    """F1, A-02: inactive until the link's button is pressed; looking at the link changes nothing."""
    assert register(client).status_code == 202
    [made] = rows(app, select(Person))
    assert (made.email, made.inactive_since is None, "lin@" in made.nickname) == (EMAIL, False, False)
    assert sorted(rows(app, select(Consent.document))) == ["privacy", "terms"]
    path, token = link(mails(app)[0])
    for _turn in range(2):
        page = client.page(path)
        assert (page.status_code, "/api/v1/activations" in page.text) == (200, True)
        assert page.headers["Cache-Control"] == "private, no-cache"
    assert rows(app, select(Person))[0].inactive_since is not None
    assert client.post("/activations", {"token": token}).status_code == 204
    assert rows(app, select(Person))[0].inactive_since is None
    assert log_in(Client(app), EMAIL.upper()).status_code == 201
    done = rows(app, select(AuditEntry))
    assert {"person.registered", "activation.asked", "person.activated"} <= {entry.action for entry in done}
    assert EMAIL not in str([(entry.subject, entry.after) for entry in done])


def test_known_and_unknown_addresses_get_the_same_answer(app, client):
    """F1: an active, an inactive and an unknown address; only the mailbox learns which."""
    register(client)
    client.post("/activations", {"token": token_of(app)})
    register(client, "mei@example.com")
    answers = [register(client, email) for email in ("LIN@example.com", "mei@example.com", "new@example.com")]
    assert len({(answer.status_code, answer.text, *sorted(answer.headers.keys())) for answer in answers}) == 1
    assert [mail.subject for mail in mails(app)[2:]] == [
        "You have an account already", "Activate your account", "Activate your account",
    ]  # fmt: skip
    assert "/activate" not in mails(app)[2].text
    assert len(rows(app, select(Person))) == 3
    assert log_in(Client(app), EMAIL).status_code == 201


def test_a_link_is_used_once(app, client):
    """F1: used → a clear page; the account stays as it is."""
    register(client)
    path, token = link(mails(app)[0])
    client.post("/activations", {"token": token})
    again = client.post("/activations", {"token": token})
    assert (again.status_code, again.json["code"]) == (409, "activation_link")
    assert "used already" in client.page(path).text
    assert client.post("/activation-mails", {"token": token}).status_code == 409
    assert len(mails(app)) == 1


def test_a_late_link_offers_another(app, client):
    """F1: older than 24 h → a clear page with resend, which works without JavaScript."""
    register(client)
    path, token = link(mails(app)[0])
    with clock.moved(clock.DAY):
        assert client.post("/activations", {"token": token}).json["code"] == "activation_link"
        page = client.page(path).text
        assert ("older than 24 hours" in page, "/api/v1/activation-mails" in page) == (True, True)
        hidden = unescape(re.search(r'name="token" value="([^"]+)"', page)[1])
        sent = client.form("/activation-mails", path, token=hidden, _next="/register/sent")
        assert sent.headers["Location"] == "/register/sent"
        done = client.form("/activations", "/activate", token=token_of(app), _next="/login")
        assert done.headers["Location"] == "/login?done=accounts_api.activate"
    assert rows(app, select(Person))[0].inactive_since is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.upper(), lambda _t: "胡同", lambda _t: "x"]
)
def test_an_altered_link(app, client, change):
    """F1: altered → a clear page with the way to another link; nothing changes."""
    register(client)
    token = change(token_of(app))
    page = client.page("/activate", token=token)
    assert (page.status_code, "was altered" in page.text, "/register/mail" in page.text) == (200, True, True)
    for path in ("/activations", "/activation-mails"):
        assert client.post(path, {"token": token}).status_code == 409
    assert rows(app, select(Person))[0].inactive_since is not None


def test_mails_are_limited(app, client):
    """A-02: three an hour to a mailbox, whether registering or asking again, known or not."""
    register(client, "mei@example.com")
    client.post("/activations", {"token": token_of(app)})
    register(client)
    token = token_of(app)
    assert [client.post("/activation-mails", {"token": token}).status_code for _turn in range(3)] == [202, 202, 429]
    assert register(client).status_code == 429
    assert [register(client, "mei@example.com").status_code for _turn in range(3)] == [202, 202, 429]
    assert len(mails(app)) == 6


def test_a_link_brings_the_password_of_its_own_registration(app, client):
    """A-02: who registered somebody else's address beforehand has not chosen their password."""
    register(client, password=OTHER)
    thief = Client(app)
    assert log_in(thief, EMAIL, OTHER).status_code == 201
    register(client)
    assert client.post("/activations", {"token": token_of(app)}).status_code == 204
    assert thief.get("/me").status_code == 401
    assert log_in(Client(app), EMAIL, OTHER).status_code == 401
    assert log_in(Client(app), EMAIL).status_code == 201
    assert client.post("/activations", {"token": token_of(app, 0)}).status_code == 409
    assert log_in(Client(app), EMAIL).status_code == 201


def test_an_inactive_account_looks_only(app, client):
    """F1, A-02: neither trade nor post: 403; reading, language, profile and logging out are free."""
    register(client)
    assert log_in(client, EMAIL).status_code == 201
    assert (client.get("/me").status_code, client.page("/me").status_code) == (200, 200)
    for path, body in (("/me/tokens", {"name": "x", "scopes": ["*"]}), ("/me/addresses", {}), ("/bookings", {})):
        refused = client.post(path, body)
        if refused.status_code != 404:
            assert (refused.status_code, refused.json["code"]) in ((403, "inactive"), (405, "method_not_allowed"))
    assert client.upload("/pictures").json["code"] == "inactive"
    assert client.put("/me/identity", {}).json["code"] == "inactive"
    assert client.patch("/me", {"nickname": "Lin"}).status_code == 200
    assert client.put("/language", {"language": "en"}).status_code == 200
    assert client.post("/activations", {"token": token_of(app)}).status_code == 204
    assert client.upload("/pictures").json["code"] != "inactive"  # this browser stays logged in
    assert client.delete("/session").status_code == 204


def test_two_registrations_of_one_address_at_once(app):
    """A-02: one account, a link for each."""

    def attempt(_turn):
        with app.test_request_context():
            app.extensions["hutong"].database.run(lambda: actions.register_by_mail(EMAIL, password_hash()))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(attempt, range(4)))
    assert (len(rows(app, select(Person))), len(rows(app, select(Activation)))) == (1, 4)


@pytest.mark.parametrize(
    "email",
    ["", "x", "@x.cn", "a@", "a@b", "a b@c.cn", "a@b..cn", "a@-b.cn", "<a@b.cn>", "a@b.cn\nBcc: c@d.cn", "a\x00@b.cn",
     "\u202ea@b.cn", "胡@b.cn", "a" * 65 + "@b.cn", "a@" + "b" * 300 + ".cn", "a@b.cn,c@d.cn", None, 7],
)  # fmt: skip
def test_what_is_no_address(app, client, email):
    """A-02: a field error, no row, no mail."""
    refused = register(client, email)
    assert (refused.status_code, list(errors(refused))) == (422, ["email"])
    assert (rows(app, select(Person)), mails(app)) == ([], [])


def test_weak_passwords(app, client):
    """A-08: before a mail is counted."""
    assert list(errors(register(client, password=EMAIL))) == ["password"]
    assert list(errors(register(client, password="short-1"))) == ["password"]
    assert mails(app) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages(app, language):
    """A-02: in both languages; the number's page leads here and back; the mail speaks as its reader."""
    browser = Client(app, language)
    for path in ("/register/mail", "/register/sent", "/activate", "/activate?token=x"):
        assert browser.http.get(path).status_code == 200
    assert 'href="/register/mail"' in browser.page("/register").text
    form = browser.form("/users/by-mail", "/register/mail", email=EMAIL, password=PASSWORD, _next="/register/sent")
    assert form.headers["Location"] == "/register/sent"
    assert mails(app)[0].subject == {"zh": "激活你的账号", "en": "Activate your account"}[language]
    assert signed_in(app, person(app)).page("/register/mail").headers["Location"] == "/"
