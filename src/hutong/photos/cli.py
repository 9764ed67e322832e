"""`hutong photos`."""

import ipaddress

import click
from flask import current_app
from flask.cli import with_appcontext

from hutong.accounts import queries as accounts
from hutong.kernel.state import state
from hutong.photos import importing
from hutong.photos.importing import Outcome, SourceRefused, Wish


@click.group()
def photos() -> None:
    """Photos that people share."""


@photos.command("import")
@click.argument("source")
@click.option("--as", "login", required=True, help="Whose photos they become: mobile, e-mail or user name.")
@click.option("--kind", type=click.Choice(["auto", "folder", "archive", "feed", "page", "spider"]), default="auto")
@click.option("--licence", default="", help="What is noted where the source names no licence.")
@click.option("--tag", "tags", multiple=True, help="A tag for all of them; may be given several times.")
@click.option("--visibility", type=click.Choice(["public", "followers", "link", "private"]), default="public")
@click.option("--most", type=click.IntRange(1, 10_000), default=200, help="At most so many pictures.")
@click.option("--pages", type=click.IntRange(1, 1_000), default=20, help="The spider visits at most so many pages.")
@click.option("--delay", type=click.FloatRange(0.0, 60.0), default=1.0, help="Seconds between two requests to a host.")
@click.option("--allow-network", "networks", multiple=True, help="A private network that may be asked all the same.")
@with_appcontext
def import_photos(login: str, source: str, **options: object) -> None:
    """Bring pictures in from SOURCE: a folder, a feed (RSS, Atom, Media RSS), a page, or with --kind spider a site.

    The archive of somebody's data is a source as well: its photos come back with captions, comments and the same files.

    What was brought in before is not brought in again: after Ctrl-C the same command goes on where it was.
    """
    with state().database.reading():
        owner = accounts.by_login(login)
    if owner is None:
        raise click.ClickException(f"There is no person {login}.")
    try:
        for network in options["networks"]:  # type: ignore[attr-defined]
            ipaddress.ip_network(network)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    wish = Wish(source=source, owner_id=owner.id, **options)  # type: ignore[arg-type]
    outcome = Outcome()
    try:
        with current_app.test_request_context():  # the pictures' problems are told in somebody's language
            _run(wish, outcome)
    except SourceRefused as refused:
        raise click.ClickException(str(refused)) from None
    except (KeyboardInterrupt, click.Abort):
        _say(outcome)
        click.echo("Stopped. The same command goes on where it was.", err=True)
        raise SystemExit(130) from None
    _say(outcome)


def _run(wish: Wish, outcome: Outcome) -> None:
    fetcher = wish.fetcher
    found = importing.look(wish, fetcher)
    with click.progressbar(length=len(found), label=f"{len(found)} pictures") as bar:
        for _one in importing.bring_in(wish, found, fetcher, outcome):
            bar.update(1)


def _say(outcome: Outcome) -> None:
    for line in outcome.refused:
        click.echo(f"refused: {line}", err=True)
    click.echo(f"{outcome.added} added, {outcome.known} known already, {len(outcome.refused)} refused")


commands = [photos]
