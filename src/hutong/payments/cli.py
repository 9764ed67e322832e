"""`hutong reconcile`."""

import click
from flask.cli import with_appcontext

from hutong.kernel.jobs import run_due
from hutong.kernel.state import state
from hutong.payments import jobs


@click.command()
@with_appcontext
def reconcile() -> None:
    """Ask the providers about payments of which nothing was heard."""
    state().database.run(jobs.reconcile.function)
    asked = 0
    while count := run_due(frozenset({jobs.ask.name, jobs.apply.name})):
        asked += count
    click.echo(f"{asked} payments asked")


commands = [reconcile]
