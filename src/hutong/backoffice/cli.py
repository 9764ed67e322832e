"""`hutong setup`."""

import click
from flask.cli import with_appcontext

from hutong.backoffice import founding
from hutong.kernel.state import settings, state


def invitation() -> str | None:
    """What is printed where an empty site is started: the address and a fresh code; None once somebody is there."""
    with state().database.reading():
        if not founding.empty():
            return None
    return f"Set this site up at {settings().url}/setup with the code {founding.new_code()} (for one day)"


@click.command()
@with_appcontext
def setup() -> None:
    """Print a code with which the first administrator sets the site up in the browser."""
    text = invitation()
    if text is None:
        raise click.ClickException("This site is set up: somebody has an account here.")
    click.echo(text)


commands = [setup]
