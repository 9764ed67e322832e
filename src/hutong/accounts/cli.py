"""`hutong people`."""

import click
from flask.cli import with_appcontext

from hutong.accounts import actions
from hutong.accounts.actions import passkeys, secondfactor
from hutong.accounts.models import DIRECT, PRESETS, Permission, Person
from hutong.accounts.queries import by_login, doors
from hutong.kernel import audit
from hutong.kernel.errors import NotFound


@click.group()
def people() -> None:
    """People with an account."""


@people.command()
@click.argument("login")
@click.option("--role", help=f"One of {', '.join(PRESETS)}, or a role of your own.")
@click.option("--permission", type=click.Choice([str(flag.name).lower() for flag in Permission], case_sensitive=False))
@with_appcontext
def grant(login: str, role: str | None, permission: str | None) -> None:
    """Give LOGIN (mobile, e-mail or user name) a role or a single permission."""
    if (role is None) == (permission is None) or role == DIRECT:
        raise click.UsageError("Give either --role or --permission.")

    def give() -> Person:
        if role is not None:
            return actions.grant(login, role)
        return actions.grant_permission(login, Permission[str(permission).upper()])

    try:
        audit.run_sealed(give)
    except NotFound:
        raise click.ClickException(f"There is no person {login}, or no role {role}.") from None
    click.echo(f"{login}: {role or permission}")


@people.command()
@click.argument("login")
@with_appcontext
def unguard(login: str) -> None:
    """Turn two-step login off for LOGIN, who has lost phone and recovery codes, and remove all their passkeys."""

    def turn_off() -> int:
        person = by_login(login)
        if person is None:
            raise NotFound
        removed = passkeys.remove_all(person.id)
        if doors.guarded(person.id) or not removed:
            secondfactor.turn_off(person.id)
        return removed

    try:
        removed = audit.run_sealed(turn_off)
    except NotFound:
        raise click.ClickException(f"There is no person {login}, or they have no second factor.") from None
    click.echo(f"{login}: two-step login is off, {removed} passkeys removed")


commands = [people]
