"""What sellers are owed and paid: account, settlement, statement, over HTTP and by command."""

import io
from typing import Any

import pytest
from flask import Flask

from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.state import state
from hutong.payments import cli, jobs, numbers, periods
from hutong.payments.actions import close_books
from hutong.payments.models import PayoutAccount
from hutong.payments.queries import ledger
from tests.accounts.world import PASSWORD, person, signed_in
from tests.booking.test_bookings import by_itself, paid
from tests.booking.world import Stay, faults, stay
from tests.counting import counted
from tests.payments.world import run_jobs

CARD = "6222021234567890128"


def earned(app: Flask) -> Stay:
    """A stay that is over: 612.00 are the host's. The clock must be moved on to read it."""
    made = stay(app, (-28, -27), state="held")
    paid(app, made)
    for days in (5, 8):  # it takes place, and its deposit goes back
        with clock.moved(days * clock.DAY):
            by_itself(app)
    return made


def pay_to(made: Stay, **changed: str) -> int:
    body = {"kind": "bank", "holder": "李房东", "number": CARD, "bank": "工商银行", **changed}
    return made.host.put("/payout-account", body).status_code


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": "6222021234567890127"}, "number"),
        ({"number": "123"}, "number"),
        ({"number": "DE89370400440532013000"}, "number"),
        ({"kind": "alipay", "number": "12345"}, "number"),
        ({"kind": "pocket"}, "kind"),
        ({"holder": "  "}, "holder"),
    ],
)
def test_accounts_that_cannot_be_are_refused(app: Flask, changed: dict, field: str) -> None:
    """M-07: check digits, lengths and kinds; nothing is kept."""
    guest = signed_in(app, person(app))
    body = {"kind": "bank", "holder": "李", "number": CARD, **changed}
    refused = guest.put("/payout-account", body)
    assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, field)
    assert guest.get("/payout-account").status_code == 404


def test_a_payout_account_is_encrypted_and_masked(app: Flask) -> None:
    """M-07: nobody reads the number but whoever pays, and that is noted; a change is told."""
    made = stay(app)
    assert (pay_to(made, number="6222 0212 3456 7890 128"), pay_to(made, kind="alipay", number="13800001002")) == (
        200,
        200,
    )
    shown = made.host.get("/payout-account").get_json()
    assert (shown["kind"], shown["shown"], "number" in shown) == ("alipay", "**** 1002", False)
    with app.app_context(), state().database.reading():
        rows = session().query(PayoutAccount).all()
        assert [row.live_key for row in rows if row.live_key] == [made.host_id]
        assert not any(CARD.encode() in row.sealed or "李".encode() in row.sealed for row in rows)
    titles = [item["title"] for item in made.host.get("/notices").get_json()["items"]]
    assert titles.count("Your payout account was changed") == 2
    assert made.guest.get("/payout-account", seller=ids.show(made.host_id)).status_code == 404
    assert made.host.delete("/payout-account").status_code == 204


def test_a_week_is_settled_once(app: Flask) -> None:
    """M-07: one payout a seller and week, whoever runs it and how often; without an account nothing is sent."""
    made = earned(app)
    with clock.moved(14 * clock.DAY):
        week = periods_of(app)
        settle(app, week)
        assert payouts(made) == []
        assert pay_to(made) == 200
        for _ in range(3):
            settle(app, week)
        (only,) = payouts(made)
        assert (only["amount"], only["state"], only["period"]) == (61_200, "due", week)
        assert (made.host.get("/earnings").get_json()["owed"], faults(app)) == (0, [])


def test_a_payout_is_sent_or_comes_back(app: Flask) -> None:
    """M-07: the accountant marks it; what came back is owed again and paid with the next week."""
    made = earned(app)
    cashier = signed_in(app, person(app, "13800001009", role="administrator"))
    with clock.moved(14 * clock.DAY):
        assert pay_to(made) == 200
        settle(app, periods_of(app))
        path = f"/payouts/{payouts(made)[0]['id']}"
        assert made.host.put(f"{path}/sending", {}).get_json()["permission"] == "REFUND|READ_LEDGER"
        assert cashier.put(f"{path}/failure", {"reason": ""}).status_code == 422
        assert cashier.put(f"{path}/failure", {"reason": "账号已注销"}).get_json()["state"] == "failed"
        assert cashier.put(f"{path}/sending", {}).get_json()["code"] == "not_due"
        assert made.host.get("/earnings").get_json()["owed"] == 61_200
        full = cashier.post(f"{path}/account").get_json()
        assert (full["number"], full["holder"]) == (CARD, "李房东")
    with clock.moved(21 * clock.DAY):
        settle(app, periods_of(app))
        again = payouts(made)[0]
        assert cashier.put(f"/payouts/{again['id']}/sending", {"reason": "ICBC-1"}).get_json()["state"] == "sent"
        books = {line["kind"]: (line["debit"], line["credit"]) for line in balances(cashier)}
        assert (books["bank"], books["payable"], books["payouts"]) == ((0, 61_200), (0, 0), (0, 0))
        titles = [item["title"] for item in made.host.get("/notices").get_json()["items"]]
        assert titles[0] == "Your payout was sent"
        body = {"provider": "sandbox", "amount": 67_000, "fee": 200, "reference": "T1"}
        assert cashier.post("/ledger/transfers", body).status_code == 201
        assert cashier.post("/ledger/transfers", body).get_json()["code"] == "transfer_known"
        for wrong in (0, -1, 1.5, 2**64, "x", True):
            assert cashier.post("/ledger/transfers", {**body, "amount": wrong}).status_code == 422
        assert faults(app) == []


def test_the_statement_is_the_ledger(app: Flask) -> None:
    """S12: the sums of page, CSV, sheet and PDF are the ledger's; others read nothing."""
    from zipfile import ZipFile

    from pypdf import PdfReader

    made = earned(app)
    with clock.moved(5 * clock.DAY), app.app_context():
        month = periods.this_month().name
        rows = made.host.get("/earnings/entries", period=month).get_json()["items"]
        assert [(row["what"], row["amount"], row["balance"]) for row in rows] == [
            ("sale", 68_000, 68_000),
            ("commission", -6_800, 61_200),
        ]
        first = made.host.get("/earnings/entries", period=month, limit=1).get_json()
        second = made.host.get("/earnings/entries", period=month, limit=1, cursor=first["next"]).get_json()
        assert (second["items"][0]["balance"], second["next"]) == (61_200, None)
        lines = made.host.get("/earnings/statement", period=month).text.lstrip("\ufeff").splitlines()
        assert sum(float(line.split(",")[4]) for line in lines[1:]) == 612.0
        with state().database.reading():
            assert ledger.balance(ledger.account("payable", ids.show(made.host_id)).id) == -61_200
        book = ZipFile(io.BytesIO(made.host.get("/earnings/statement", period=month, format="xlsx").data))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert ("<v>680</v>" in sheet, "<v>-68</v>" in sheet) == (True, True)
        paper = made.host.get("/earnings/statement", period=month, format="pdf")
        text = PdfReader(io.BytesIO(paper.data)).pages[0].extract_text()
        assert (paper.mimetype, "¥612" in text, "Lane courtyard" in text) == ("application/pdf", True, True)
        page = made.host.page("/earnings")
        assert (page.status_code, "¥612" in page.text) == (200, True)
        assert made.guest.get("/earnings/entries", seller=ids.show(made.host_id)).status_code == 404
        assert made.host.get("/earnings/entries", period="2026-13").get_json()["errors"][0]["field"] == "period"
        with counted() as noted:
            made.host.page("/earnings")
        assert len(noted) <= 24, "\n".join(noted)


def test_the_command_settles(app: Flask) -> None:
    """M-07: `hutong settle` for a week that is over, and only then."""
    made = earned(app)
    runner = app.test_cli_runner()
    with clock.moved(14 * clock.DAY):
        assert pay_to(made) == 200
        said = runner.invoke(cli.settle, [])
        assert (said.exit_code, "1 payouts, ¥612" in said.output) == (0, True)
        for wrong in ("yesterday", "2026-W60", "2099-W01"):
            assert runner.invoke(cli.settle, ["--period", wrong]).exit_code == 1


def leave(made: Stay) -> Any:
    return made.host.send("DELETE", "/me", {"password": PASSWORD}, {})


def test_who_is_owed_money_cannot_leave(app: Flask) -> None:
    """A-11 M-06: paid out first: what is owed and what is on its way are named; then the account numbers go."""
    made = earned(app)
    cashier = signed_in(app, person(app, "13800001009", role="administrator"))
    with clock.moved(14 * clock.DAY):
        pay_to(made)
        refused = leave(made)
        assert (refused.status_code, refused.get_json()["unsettled"]) == (
            409,
            [{"text": "¥612 is owed to you. Wait until it is paid out, or give it up.", "link": "/earnings"}],
        )
        settle(app, periods_of(app))
        (on_its_way,) = leave(made).get_json()["unsettled"]
        assert on_its_way["text"] == "A payout of ¥612 is on its way to you."
        payout = payouts(made)[0]["id"]
        cashier.put(f"/payouts/{payout}/sending", {"reason": "ICBC-1"})
        assert leave(made).status_code == 204
        with app.app_context(), state().database.reading():
            (row,) = session().query(PayoutAccount).all()
            assert (row.live_key, row.sealed, row.shown) == (None, b"", "**** 0128")
        assert cashier.post(f"/payouts/{payout}/account").status_code == 404
        assert faults(app) == []


def in_debt(app: Flask) -> Stay:
    """A host who was paid all of 612.00 and then gave 200.00 back by a case: 180.00 of it are owed to the platform."""
    made = earned(app)
    with clock.moved(14 * clock.DAY):
        pay_to(made)
        settle(app, periods_of(app))
        desk = signed_in(app, person(app, "13800001009", role="administrator"))
        desk.put(f"/payouts/{payouts(made)[0]['id']}/sending", {"reason": "ICBC-1"})
        case = made.guest.post(f"{made.path}/cases", {"text": "The heating was off", "refund": 20_000}).get_json()
        made.host.put(f"/cases/{case['id']}/answer", {"accept": True, "offer": 1})
        run_jobs(app)
    return made


def test_who_owes_money_cannot_leave(app: Flask) -> None:
    """A-11 M-06: the debt is named; what staff note as paid or let go settles it, never more than it is."""
    made = in_debt(app)
    cashier = signed_in(app, person(app, "13800001008", role="administrator"))
    with clock.moved(14 * clock.DAY):
        (owing,) = leave(made).get_json()["unsettled"]
        assert (owing["link"], owing["text"].partition(":")[0]) == ("/earnings", "You owe ¥180")
        with app.app_context():
            assert state().database.run(lambda: close_books(clock.now() + 1)) > 0
        assert ("Sellers in debt" in cashier.page("/staff/ledger").text, faults(app)) == (True, [])
        debt = {"seller": ids.show(made.host_id), "amount": 10_000, "how": "repaid", "reference": "ICBC-2"}
        for wrong, status in (
            ({"amount": 18_001}, 409),
            ({"amount": 0}, 422),
            ({"amount": -1}, 422),
            ({"amount": 2.5}, 422),
            ({"how": "forgotten"}, 422),
            ({"reference": " "}, 422),
            ({"seller": ids.show(made.guest_id)}, 409),
        ):
            assert cashier.post("/ledger/debts", {**debt, **wrong}).status_code == status, wrong
        assert made.host.post("/ledger/debts", debt).status_code == 403
        assert cashier.post("/ledger/debts", debt).status_code == 201
        assert leave(made).status_code == 409
        fields = {**debt, "amount": "80.00", "how": "forgiven", "reference": "leaves for good"}
        assert cashier.form("/ledger/debts", "/staff/ledger", **fields).status_code == 303
        assert "Sellers in debt" not in cashier.page("/staff/ledger").text
        words = [entry["what"] for entry in made.host.get("/earnings/entries").get_json()["items"]]
        assert words[-2:] == ["repaid", "forgiven"]
        assert ("Debt let go" in made.host.page("/earnings").text, faults(app)) == (True, [])
        assert leave(made).status_code == 204


def test_who_gives_up_what_is_owed_can_leave(app: Flask) -> None:
    """A-11 M-06: all of it, as it was read, once; it balances and is noted."""
    made = earned(app)
    with clock.moved(14 * clock.DAY):
        assert "Give up ¥612" in made.host.page("/earnings").text
        for amount, status in ((61_199, 409), (0, 422), (-1, 422), (True, 422), (61_200, 204), (61_200, 409)):
            assert made.host.post("/earnings/waivers", {"amount": amount}).status_code == status
        assert made.guest.post("/earnings/waivers", {"amount": 61_200}).get_json()["code"] == "other_amount"
        assert made.host.get("/earnings/entries").get_json()["items"][-1]["what"] == "waived"
        assert ("Given up" in made.host.page("/earnings").text, faults(app)) == (True, [])
        assert leave(made).status_code == 204


@pytest.mark.parametrize("code", ["91110000802100433B", "91330100799655058B", "91 44030070846 1136t"])
def test_tax_numbers(app: Flask, code: str) -> None:
    """M-07: GB 32100: the check character of real firms is right, with any other character it is not."""
    good = numbers.tax_number(code)
    assert good == code.replace(" ", "").upper()
    assert [char for char in "0123456789ABCDEFGHJKLMNPQRTUWXY" if numbers.check_character(good) == char] == [good[17]]


def periods_of(app: Flask) -> str:
    with app.app_context():
        return periods.last_week().name


def settle(app: Flask, week: str) -> None:
    with app.app_context():
        jobs.settle.function(week)
    run_jobs(app)


def payouts(made: Stay) -> list:
    return made.host.get("/payouts").get_json()["items"]


def balances(cashier) -> list:
    return [{"kind": "payable", "debit": 0, "credit": 0}, {"kind": "payouts", "debit": 0, "credit": 0}] + (
        cashier.get("/ledger/balances").get_json()["items"]
    )
