"""`hutong regions`."""

from typing import BinaryIO

import click
from flask.cli import with_appcontext

from hutong.kernel import audit
from hutong.regions import actions
from hutong.regions.entries import BadRegions


@click.group()
def regions() -> None:
    """The tree of provinces, cities and districts."""


@regions.command("import")
@click.argument("file", type=click.File("rb"), required=False)
@with_appcontext
def import_regions(file: BinaryIO | None) -> None:
    """Import regions from a JSON FILE, or those that come with Hutong; again and again without duplicates."""
    text = file.read() if file else actions.bundled()
    try:
        counts = audit.run_sealed(lambda: actions.import_tree(text))
    except BadRegions as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"{counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged")


commands = [regions]
