"""Words: what one slice means by a word is not what another one does."""

from flask import Flask, render_template_string
from jinja2 import DictLoader


def test_a_template_speaks_with_the_words_of_its_slice(app: Flask, monkeypatch) -> None:
    """X-04: "Change" is something else of a ticket than of a password; what a slice does not know, another may."""
    templates = {f"{name}/x.html": '{{ _("Change") }}|{{ _("Log in") }}' for name in ("cinema", "accounts", "nobody")}
    environment = app.jinja_env.overlay(loader=DictLoader(templates))
    with app.test_request_context("/", headers={"Accept-Language": "zh"}):
        said = {name: environment.get_template(name).render().split("|") for name in templates}
        assert render_template_string('{{ ngettext("%(num)s review", "%(num)s reviews", 2) }}') == "2 条评价"
        for other in ("Mandarin", "fr", 7, [], {"zh": 1}, None):
            assert environment.get_template("cinema/x.html").render(language=other) == "改签|登录"
        assert environment.get_template("cinema/x.html").render(language="en") == "Change|Log in"
    assert said["cinema/x.html"][0] == "改签"
    assert said["accounts/x.html"][0] == "更改"
    assert {words[1] for words in said.values()} == {"登录"}
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert environment.get_template("cinema/x.html").render() == "Change|Log in"
