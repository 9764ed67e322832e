"""Receipts and invoices: what stands on them, who gets them, and the mail with the PDF."""

import io

import pytest
from flask import Flask
from pypdf import PdfReader

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.state import state
from hutong.notices import attachments
from hutong.notices.models import Message
from tests.accounts.world import person, signed_in
from tests.booking.test_bookings import by_itself, paid
from tests.booking.test_cases import OVER, SOON, over
from tests.booking.world import stay

FIRM = {"kind": "company", "title": "百度在线网络技术有限公司", "tax_number": "91110000802100433B", "email": "a@b.cn"}


def text_of(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_a_receipt_says_what_was_paid(app: Flask) -> None:
    """M-07: for both sides of a paid booking, in their language; for nobody else, and not before it is paid."""
    made = stay(app, SOON, state="held")
    assert made.guest.get(f"{made.path}/receipt").status_code == 404
    paid(app, made)
    answer = made.guest.get(f"{made.path}/receipt")
    said = text_of(answer.data)
    assert (answer.mimetype, "Receipt" in said, "¥1,180" in said, "Cleaning" in said) == (
        "application/pdf",
        True,
        True,
        True,
    )
    chinese = signed_in(app, made.host_id, "zh").get(f"{made.path}/receipt")
    assert "收据" in text_of(chinese.data)
    assert signed_in(app, person(app, "13800001077")).get(f"{made.path}/receipt").status_code == 404
    assert "receipt" in made.guest.page(made.path).text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"tax_number": "91110000802100433C"}, "tax_number"),
        ({"tax_number": "9111000080210043"}, "tax_number"),
        ({"tax_number": "91110000802100433O"}, "tax_number"),
        ({"tax_number": ""}, "tax_number"),
        ({"kind": "personal"}, "tax_number"),
        ({"title": " "}, "title"),
        ({"email": "nobody"}, "email"),
        ({"kind": "state"}, "kind"),
    ],
)
def test_what_cannot_stand_on_an_invoice(app: Flask, changed: dict, field: str) -> None:
    """M-07: a tax number whose check character is wrong, none for a firm, one for a person, no address."""
    made, _shown = over(app)
    with clock.moved(OVER):
        refused = made.guest.post(f"{made.path}/invoice", {**FIRM, **changed})
        assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, field)
        assert made.guest.get(f"{made.path}/invoice").status_code == 404


def test_an_invoice_from_asking_to_the_mail(app: Flask) -> None:
    """M-07: asked once, refused with a reason, asked again, issued with its PDF, which the mail carries."""
    made, _shown = over(app)
    with clock.moved(OVER):
        assert made.host.post(f"{made.path}/invoice", FIRM).status_code == 404
        asked = made.guest.post(f"{made.path}/invoice", FIRM).get_json()
        assert (asked["state"], asked["amount"]) == ("asked", 68_000)
        assert made.guest.post(f"{made.path}/invoice", FIRM).get_json()["code"] == "invoice_asked"
        path = f"/invoices/{asked['id']}"
        assert made.guest.put(f"{path}/refusal", {"reason": "x"}).status_code == 404
        assert made.host.put(f"{path}/refusal", {"reason": "抬头不全"}).get_json()["state"] == "refused"
        assert made.guest.get("/notices").get_json()["items"][0]["title"] == "Your invoice could not be issued"
        path = f"/invoices/{made.guest.post(f'{made.path}/invoice', FIRM).get_json()['id']}"
        assert "百度" in made.host.page("/invoices").text
        assert made.guest.get(f"{path}/pdf").status_code == 404
        false = {"_method": "PUT", "number": "25112000000012345678", "paper": (io.BytesIO(b"GIF89a"), "x.pdf")}
        assert made.host.upload(f"{path}/issue", **false).status_code == 422
        paper = io.BytesIO(made.guest.get(f"{made.path}/receipt").data)
        true = {"_method": "PUT", "number": "25112000000012345678", "paper": (paper, "x.pdf"), "_page": "/invoices"}
        made.host.upload(f"{path}/issue", **true)
        issued = made.guest.get(f"{made.path}/invoice").get_json()
        assert (issued["state"], issued["number"]) == ("issued", "25112000000012345678")
        assert made.host.put(f"{path}/issue", {"number": "2"}).status_code == 409
        assert "Receipt" in text_of(made.guest.get(f"{path}/pdf").data)
        with app.app_context(), state().database.reading():
            mail = session().query(Message).filter_by(kind="mail", to="a@b.cn").one()
            name, content = attachments.made(mail.data)
        assert (name.endswith(".pdf"), "Receipt" in text_of(content)) == (True, True)


def test_a_sheet_where_no_pdf_was_uploaded(app: Flask) -> None:
    """M-07: it repeats number, buyer, tax number and amount."""
    made, _shown = over(app)
    with clock.moved(OVER):
        by_itself(app)
        path = f"/invoices/{made.guest.post(f'{made.path}/invoice', FIRM).get_json()['id']}"
        assert made.host.put(f"{path}/issue", {"number": "00001"}).get_json()["state"] == "issued"
        said = text_of(made.guest.get(f"{path}/pdf").data)
        assert all(part in said for part in ("00001", "91110000802100433B", "¥680", "百度在线"))
        staff = signed_in(app, person(app, "13800001009", role="administrator"))
        assert staff.get(f"{path}/pdf").status_code == 200
