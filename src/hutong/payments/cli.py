"""`hutong reconcile` and `hutong settle`."""

import click
from flask.cli import with_appcontext

from hutong.kernel import audit, clock, money
from hutong.kernel.jobs import run_due
from hutong.kernel.state import settings, state
from hutong.payments import jobs, periods


@click.command()
@with_appcontext
def reconcile() -> None:
    """Ask the providers about payments of which nothing was heard."""
    state().database.run(jobs.reconcile.function)
    asked = 0
    while count := run_due(frozenset({jobs.ask.name, jobs.apply.name})):
        asked += count
    click.echo(f"{asked} payments asked")


@click.command()
@click.option("--period", default="", help="A week that is over, such as 2026-W46; the last one if nothing is said.")
@with_appcontext
def settle(period: str) -> None:
    """Make out the payouts of a week: one for every seller who is owed money and has said where to."""
    try:
        week = periods.read(period) if period else periods.last_week()
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if week.end > clock.now():
        raise click.ClickException(f"{week.name} is not over yet")
    count, amount = jobs.settle_all(week)
    state().database.run(audit.seal.function)
    click.echo(f"{week.name}: {count} payouts, {money.show(amount, settings().currency)}")


commands = [reconcile, settle]
