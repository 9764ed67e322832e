"""The lab's pages."""

from flask import render_template_string
from werkzeug.exceptions import ServiceUnavailable

from hutong.kernel import security
from hutong.kernel.web import Pages
from tests.lab import things
from tests.lab.people import Power

pages = Pages("lab")

FORM = """
{% extends "kernel/base.html" %}{% import "kernel/form.html" as form with context %}
{% block content %}<p>There are {{ count }} things.</p>
{% call form.open("/api/v1/things", next="/lab/{id}") %}
{{ form.field("name", "Name") }}{{ form.money("price", "Price") }}
{{ form.field("password", "Password", type="password") }}
{{ form.field("code", "Code") }}{{ form.submit("Make") }}
{% endcall %}{% endblock %}
"""
PLAIN = '{% extends "kernel/base.html" %}{% block content %}<p>plain {{ shown }}</p>{% endblock %}'


@pages.page("/lab", public=True)
def plain() -> str:
    """A page without a form."""
    return render_template_string(PLAIN, shown="")


@pages.page("/lab/new", public=True)
def new() -> str:
    """A page with a form, which reads the database."""
    return render_template_string(FORM, count=len(things.names()))


@pages.page("/lab/named/<name>", public=True)
def named(name: str) -> str:
    """A page whose address has words."""
    return render_template_string(FORM.replace("There are", f"Hello {name}, there are"), count=len(things.names()))


@pages.page("/lab/<id:thing_id>", public=True)
def one(thing_id: int) -> str:
    """A page of one thing."""
    return render_template_string(PLAIN, shown=thing_id)


@pages.page("/lab/mine")
def mine() -> str:
    """A page for those signed in."""
    return render_template_string(PLAIN, shown="mine")


@pages.page("/lab/staff", needs=Power.LOOK)
def staff() -> str:
    """A page for those who may look."""
    return render_template_string(PLAIN, shown="staff")


@pages.page("/lab/broken", public=True)
def broken() -> str:
    """Our own fault."""
    raise ZeroDivisionError("a secret detail")


@pages.page("/lab/away", public=True)
def away() -> str:
    """An error of the framework."""
    raise ServiceUnavailable


@pages.page("/lab/dev", public=True)
def dev() -> str:
    """For this machine only."""
    security.only_loopback()
    return "dev"
