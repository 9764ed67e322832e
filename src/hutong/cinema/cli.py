"""`hutong films` and `hutong rush`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from hutong.cinema import grounds, rushing
from hutong.cinema.actions.importing import import_films
from hutong.cinema.filmfiles import BadFilms, read
from hutong.kernel import audit, checks, ids
from hutong.kernel.settings import Environment
from hutong.kernel.state import settings, state


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


@click.command()
@click.option("--buyers", default=500, type=click.IntRange(1, 5000), show_default=True)
@click.option("--seats", default=300, type=click.IntRange(1, 1500), show_default=True)
@click.option("--at", "at_a_time", default=50, type=click.IntRange(1, 500), show_default=True, help="Buyers at a time.")
@click.option("--url", default="", help="The running site; without it HUTONG_HOST and HUTONG_PORT.")
@click.option("--keep", is_flag=True, help="Leave the show and its bookings.")
@click.option("--yes", is_flag=True, help="In production, too.")
@with_appcontext
def rush(buyers: int, seats: int, at_a_time: int, url: str, keep: bool, yes: bool) -> None:
    """Fire buyers at a show of its own on the running site; exit 1 unless exactly its seats were sold.

    The show and the people are made in the database that the settings name, and taken away afterwards. Where there are
    more buyers than seats some want the same seat. Every other answer than "held" or "taken" is an error.
    """
    given = settings()
    if given.env == Environment.PRODUCTION and not yes:
        raise click.ClickException("this is production: say --yes if that is meant")
    host = "127.0.0.1" if given.host in ("0.0.0.0", "::") else given.host  # noqa: S104 - what others may listen on
    database = state().database
    ground = database.run(lambda: grounds.prepare(buyers, seats))
    try:
        tally = rushing.fire(ground, url or f"http://{host}:{given.port}", min(at_a_time, buyers))
        with database.reading():
            doubles, faults = grounds.double_sold(ground), checks.faults()
    finally:
        if not keep:
            database.run(lambda: grounds.tidy(ground))
    wanted = min(buyers, seats)
    exact = tally.sold == wanted and tally.refused == buyers - wanted and not tally.errors and not doubles
    for name, value in (
        ("buyers", f"{buyers}, {min(at_a_time, buyers)} at a time"),
        ("sold", f"{tally.sold} of {seats}"),
        ("refused", tally.refused),
        ("errors", tally.errors),
        ("double sold", doubles),
        ("seconds", f"{tally.seconds:.2f}"),
        ("per second", f"{buyers / tally.seconds:.0f}"),
        ("p50 / p95", f"{tally.wait(0.5):.0f} ms / {tally.wait(0.95):.0f} ms"),
        ("audit", "clean" if not faults else f"{len(faults)} faults"),
    ):
        click.echo(f"{name:<12} {value}")
    for fault in faults:
        click.echo(fault, err=True)
    if keep:
        click.echo(f"kept: /screenings/{ids.show(ground.screening_id)}")
    if not exact or faults:
        raise SystemExit(1)


commands = [films, rush]
