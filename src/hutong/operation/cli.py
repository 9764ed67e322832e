"""Commands for the operator."""

from functools import partial
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from hutong.kernel import maintenance as pause
from hutong.kernel.settings import Settings
from hutong.kernel.state import settings, state
from hutong.kernel.text import INDEXES
from hutong.media.gateways import store
from hutong.operation import doctor as looks
from hutong.operation import restore as restoring
from hutong.operation.backup import write


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--secrets", is_flag=True, help="Put the secrets kept in HUTONG_DATA into it, too.")
@with_appcontext
def backup(file: Path, secrets: bool) -> None:
    """Write every row and picture into one FILE, while the site runs."""
    write(file, settings(), state().database, store(), secrets, click.echo)
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.pass_context
def restore(context: click.Context, file: Path) -> None:
    """Bring a backup back into an empty site, on whichever database it has."""
    try:
        restoring.secrets_of(file, Settings())
        with context.obj.load_app().app_context():
            restoring.read(file, state().database, store(), click.echo)
    except restoring.RestoreRefused as refused:
        raise click.ClickException(str(refused)) from None
    click.echo("Restored. `hutong audit` proves that it is whole.")


@click.command()
@with_appcontext
def doctor() -> None:
    """Look at settings, database, kv, storage, disk, mail and jobs; exit 1 where something is wrong."""
    found = looks.findings()
    for name, good, text in found:
        click.echo(f"{'ok  ' if good else 'note' if good is None else 'BAD '}  {name:<9} {text}")
    if any(good is False for _name, good, _text in found):
        raise SystemExit(1)


@click.command()
@click.argument("what", type=click.Choice(["on", "off"]))
@click.option("--minutes", default=10, show_default=True, help="For how long, as visitors are told.")
@with_appcontext
def maintenance(what: str, minutes: int) -> None:
    """Close the site to visitors (503 with a friendly page) and let no job begin; or open it again."""
    if what == "on":
        pause.close(minutes)
    else:
        pause.open_again()
    click.echo(f"{current_app.extensions['hutong'].settings.url} is {'closed' if what == 'on' else 'open'}")


@click.group()
def search() -> None:
    """The words under which things are found."""


@search.command()
@with_appcontext
def reindex() -> None:
    """Write anew under which words everything is found, a few rows at a time while the site runs."""
    for index in INDEXES.all():
        last: int | None = 0
        while last is not None:
            last = state().database.run(partial(index.again, last))
        click.echo(f"{index.table.__tablename__}: done")


commands = [backup, restore, doctor, maintenance, search]
