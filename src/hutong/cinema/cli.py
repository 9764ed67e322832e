"""`hutong films`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from hutong.cinema.actions.importing import import_films
from hutong.cinema.filmfiles import BadFilms, read
from hutong.kernel import audit


@click.group()
def films() -> None:
    """The catalogue of films."""


@films.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_file(file: Path) -> None:
    """Import films from a JSON or CSV FILE, again and again without duplicates; exit 1 where some were refused.

    Fields are those of `POST /films`; `key` names a film for the next time, `poster` a picture beside the file.
    """
    try:
        told = read(file.read_bytes())
    except BadFilms as refused:
        raise click.ClickException(str(refused)) from None
    with click.progressbar(length=len(told), label=file.name) as bar:
        report = import_films(told, audit.run_sealed, file.parent, lambda: bar.update(1))
    click.echo(
        f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, {len(report.refused)} refused"
    )
    for line in report.refused:
        click.echo(f"  {line}", err=True)
    if report.refused:
        raise SystemExit(1)


commands = [films]
