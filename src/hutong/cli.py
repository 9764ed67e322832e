"""The `hutong` command; each slice adds its own under its name."""

import json
import os
import threading
from importlib import import_module

import click
from flask import Flask
from flask.cli import ScriptInfo
from pydantic import ValidationError

from hutong import __version__
from hutong.app import ALL, create_app
from hutong.backoffice.cli import invitation
from hutong.demo.people import PASSWORD, PEOPLE
from hutong.demo.seed import seed
from hutong.kernel import checks, jobs, openapi, schema
from hutong.kernel.db import Database
from hutong.kernel.serve import listen, serve
from hutong.kernel.settings import Environment, Settings, SettingsRefused
from hutong.kernel.workbench import pin


@click.group()
@click.version_option(__version__)
@click.pass_context
def cli(context: click.Context) -> None:
    """Hutong: stays, cinema and photos for a town."""
    context.obj = ScriptInfo(create_app=_app, set_debug_flag=False)  # for the slices' commands: @with_appcontext


@cli.command()
def run() -> None:
    """Serve the site: web, worker and clock."""
    settings = Settings()
    app = _site(settings)
    schema.upgrade(Database(settings.database))
    click.echo(f"Hutong {__version__} on http://{settings.host}:{settings.port}")
    with app.app_context():
        if text := invitation():
            click.echo(text)
    serve(app, settings)


@cli.command()
def demo() -> None:
    """Serve the site with known people, homes and pictures (development)."""
    settings = Settings() if "HUTONG_ENV" in os.environ else Settings(env=Environment.DEVELOPMENT)
    if not settings.development:
        raise click.ClickException("the demo's passwords are known: it runs in development only")
    app = _site(settings)
    schema.upgrade(Database(settings.database))
    if seed(app, click.echo):
        click.echo("The demo is ready.")
    click.echo(f"\nHutong {__version__} on http://{settings.host}:{settings.port}   password for all: {PASSWORD}")
    for person in PEOPLE:
        click.echo(f"  {person.mobile}  {person.who:<15} {person.name}")
    click.echo(f"SMS, mail and captchas: http://{settings.host}:{settings.port}/dev/outbox")
    with app.app_context():
        word = pin()
    click.echo(
        f"Requests and their SQL: http://{settings.host}:{settings.port}/dev/requests   debugger's PIN: {word}\n"
    )
    serve(app, settings)


@cli.command()
@click.option("--once", is_flag=True, help="Run what is due and end.")
def worker(once: bool) -> None:
    """Run jobs and the clock without the web."""
    app = _app(Settings())
    if once:
        with app.app_context():
            jobs.tick()
            click.echo(f"{jobs.run_all()} jobs")
        return
    jobs.work(app, threading.Event())


@cli.group()
def db() -> None:
    """The schema of the database."""


@db.command()
@click.argument("revision", default="heads")
def upgrade(revision: str) -> None:
    """Bring the schema up."""
    schema.upgrade(Database(Settings().database), revision)


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema down ("base": nothing left)."""
    schema.downgrade(Database(Settings().database), revision)


@cli.command()
def audit() -> None:
    """Prove that claims, bookings, payments and the audit log agree; exit 1 with what is wrong."""
    app = _app()
    with app.app_context(), app.extensions["hutong"].database.reading():
        faults = checks.faults()
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo("audit: clean")


@cli.command("openapi")
def show_openapi() -> None:
    """Print the OpenAPI document."""
    click.echo(json.dumps(openapi.document(_app()), indent=2, ensure_ascii=False))


def _site(settings: Settings) -> Flask:
    """The application to be served; what must not start, or cannot, is refused before the database is touched."""
    app = _app(settings)
    try:
        listen(settings).close()
    except OSError as error:
        why = str(error.strerror).partition(" (")[0]
        raise click.ClickException(f"{settings.host}:{settings.port}: {why}. HUTONG_PORT names another port.") from None
    return app


def _app(settings: Settings | None = None) -> Flask:
    """The application; by default for a command, whose statements (backup, audit, indexes) take as long as they do."""
    try:
        return create_app(settings or Settings(database_timeout=0))
    except SettingsRefused as refused:
        raise click.ClickException(str(refused)) from None


def whole(slices: tuple[str, ...] = ()) -> click.Group:
    """The command with those of all slices, ours and others'."""
    ours = (*ALL, "operation")
    for name in (*ours, *(name for name in slices if name not in ours)):
        try:
            commands = import_module(f"hutong.{name}.cli" if name in ours else f"{name}.cli").commands
        except ModuleNotFoundError:
            continue
        for command in commands:
            cli.add_command(command)
    return cli


def main() -> None:
    """Run it."""
    try:
        slices = Settings().slices
    except ValidationError as error:
        wrong = [f"HUTONG_{'_'.join(map(str, part['loc'])).upper()}: {part['msg']}" for part in error.errors()]
        raise SystemExit("\n".join(wrong)) from None
    whole(slices)()
