"""What must be true after any fault: nothing that was promised is lost, no money is idle, no job was forgotten."""

import time

from flask import Flask
from sqlalchemy import func, select

from hutong.booking.models import Booking
from hutong.kernel import checks, clock, ids, jobs
from hutong.kernel.db import away, session
from hutong.payments.models import Payment, Refund
from tests.faults.buyers import Buyers
from tests.payments.alipay_server import fen

BACK_WITHIN = 30.0  # seconds
SETTLED_WITHIN = 150.0  # a lost callback is asked for after 30 s, then every 45 s and more


def back_after(buyers: Buyers, struck: float) -> float:
    """Seconds from the fault until somebody who came afterwards had bought something."""
    return min((ended for began, ended in buyers.bought if began >= struck), default=float("inf")) - struck


def settled(app: Flask, buyers: Buyers) -> list[str]:
    """What is wrong once the site has had its time: jobs run, lost callbacks are asked for, rows are sealed."""
    end = time.monotonic() + SETTLED_WITHIN
    while True:
        try:
            found = faults(app, buyers)
        except Exception as error:
            if not away(error):
                raise
            found = ["the database is away"]
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.5)


def faults(app: Flask, buyers: Buyers) -> list[str]:
    """Everything that is wrong now."""
    with app.app_context(), app.extensions["hutong"].database.reading():
        return [
            *checks.faults(),
            *(f"booking {one} was confirmed and is not there" for one in lost(buyers)),
            *unsettled(buyers),
            *(f"job {ids.show(job.id)} ({job.name}) was given up: {job.error}" for job in jobs.given_up()),
            *(f"job {ids.show(job.id)} ({job.name}) did not run: {job.error}" for job in late_jobs()),
            *buyers.surprises,
        ]


def lost(buyers: Buyers) -> list[str]:
    """Bookings that a client was told of and that do not exist."""
    wanted = [ids.read(one) for one in buyers.promises]
    there = set(session().scalars(select(Booking.id).where(Booking.id.in_(wanted))))
    return [ids.show(one) for one in wanted if one not in there]


def unsettled(buyers: Buyers) -> list[str]:
    """Money that the provider has taken and that is neither a paid booking's nor given back."""
    trades = buyers.provider.captured
    numbers = [ids.read(trade.number) for trade in trades]
    paying = select(Booking.payment_id).where(Booking.payment_id.in_(numbers), Booking.state == "paid")
    paid = set(session().scalars(paying))
    back = dict(
        session()
        .execute(
            select(Refund.payment_id, func.sum(Refund.amount))
            .where(Refund.payment_id.in_(numbers), Refund.state == "done")
            .group_by(Refund.payment_id)
        )
        .all()
    )
    states = dict(session().execute(select(Payment.id, Payment.state).where(Payment.id.in_(numbers))).all())
    return [
        f"payment {trade.number}: {trade.amount} were taken, it is {states.get(number, 'unknown')}, no booking has it"
        for trade, number in zip(trades, numbers, strict=True)
        if number not in paid and not (back.get(number) == fen(trade.amount) == sum(map(fen, trade.refunds.values())))
    ]


def late_jobs() -> list[jobs.Job]:
    """Jobs that are due and not done."""
    return list(session().scalars(select(jobs.Job).where(jobs.Job.due_at <= clock.now() - 2 * clock.SECOND).limit(20)))
