"""A site of its own for the tests of one provider: everything up to payments, with that provider set up."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from hutong.app import create_app
from hutong.kernel import clock, jobs
from hutong.kernel.jobs import Job
from hutong.kernel.settings import Settings
from hutong.payments import actions
from hutong.payments.gateways import Bill
from hutong.payments.models import Callback, Payment, Refund
from tests import tables
from tests.payments import alipay_server, wechat_server
from tests.payments.loopback import pair, private_pem, public_pem

URL = "https://town.example"
SLICES = ("media", "regions", "accounts", "notices", "payments")
SECRET = "testing-" * 5
ALIPAY = {
    "alipay_app_id": alipay_server.APP,
    "alipay_seller_id": alipay_server.SELLER,
    "alipay_key": private_pem(pair("our shop at alipay")),
    "alipay_provider_key": public_pem(pair("alipay")),
}
WECHAT = {
    "wechat_app_id": wechat_server.APP,
    "wechat_merchant_id": wechat_server.MERCHANT,
    "wechat_api_key": wechat_server.API_KEY,
    "wechat_key": private_pem(pair("our shop at wechat")),
    "wechat_serial": wechat_server.SERIAL,
}


def settings(folder: Path, **more: Any) -> Settings:
    """Settings of such a site."""
    given: dict[str, Any] = {"env": "testing", "secret_key": SECRET, "data_key": SECRET, "public_url": URL, **more}
    return Settings(data=folder, **given)


def opened(folder: Path, **more: Any) -> Flask:
    """The site."""
    app = create_app(settings(folder, **more), SLICES)
    tables.create(app.extensions["hutong"].database)
    return app


def bill(number: str = "06A1B2C3D4E5F", amount: int = 8888, **more: Any) -> Bill:
    """A payment as a gateway is told of it, due in ten minutes."""
    values: dict[str, Any] = {
        "title": "胡同小院 · 两晚",
        "currency": "CNY",
        "expires_at": clock.now() + 10 * clock.MINUTE,
    }
    return Bill(number=number, amount=amount, return_path=f"/payments/{number}", **{**values, **more})


def start(app: Flask, provider: str, amount: int = 8888) -> int:
    """Somebody wants to pay; the provider is asked to prepare it."""
    ends = clock.now() + 10 * clock.MINUTE
    with app.app_context():
        made = app.extensions["hutong"].database.run(
            lambda: actions.start(f"thing:{clock.now()}:{amount}", 7, amount, "CNY", provider, "胡同小院 · 两晚", ends)
        )
        jobs.run_all()
        return int(made.id)


def run_jobs(app: Flask) -> None:
    """Run what is due."""
    with app.app_context():
        jobs.run_all()


def refund(app: Flask, payment_id: int, amount: int, key: str) -> None:
    """Ask for some of it back, and let the job speak to the provider."""
    with app.app_context():
        database = app.extensions["hutong"].database
        subject = payment(app, payment_id).subject
        database.run(lambda: actions.refund(subject, amount, key, "Cancelled"))
        jobs.run_all()


def payment(app: Flask, payment_id: int) -> Payment:
    """The row."""
    with app.app_context(), app.extensions["hutong"].database.reading() as reader:
        found: Payment = reader.get_one(Payment, payment_id)
        return found


def verdicts(app: Flask) -> list[str]:
    """What was made of the callbacks, oldest first."""
    with app.app_context(), app.extensions["hutong"].database.reading() as reader:
        return list(reader.scalars(select(Callback.verdict).order_by(Callback.id)))


def refunds(app: Flask, payment_id: int) -> list[str]:
    """The states of its refunds, oldest first."""
    with app.app_context(), app.extensions["hutong"].database.reading() as reader:
        rows = select(Refund.state).where(Refund.payment_id == payment_id).order_by(Refund.id)
        return list(reader.scalars(rows))


def kept_errors(app: Flask) -> str:
    """Every error that a job has left behind."""
    with app.app_context(), app.extensions["hutong"].database.reading() as reader:
        return "\n".join(filter(None, reader.scalars(select(Job.error))))
