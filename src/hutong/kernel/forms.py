"""Forms without JavaScript: a plain POST to an API route with `_method`, `_page` and `_next`.

Success answers 303 to `_next`; a refusal renders `_page` again with the errors and what was typed.
"""

import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from flask import Flask, Request, Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from hutong.kernel.errors import Problem
from hutong.kernel.input import FORMS, RESERVED
from hutong.kernel.web import API, rules

METHODS = ("PUT", "PATCH", "DELETE")
SECRET = ("password", "current", "new", "code", "captcha_text", "number")
JSON_LIMIT = 1_000_000
UPLOAD_LIMIT = 32_000_000


@dataclass(frozen=True)
class FormState:
    """A form that was refused and is shown again."""

    action: str
    problem: str
    errors: dict[str, str]
    typed: dict[str, Any]
    code: str = ""


class HutongRequest(Request):
    """A request whose size limit depends on what it brings."""

    @property
    def max_content_length(self) -> int | None:
        """Bytes taken: more for uploads than for JSON."""
        return UPLOAD_LIMIT if self.mimetype == "multipart/form-data" else JSON_LIMIT

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:  # noqa: ARG002
        raise AttributeError("the limit follows from the content type")


class HutongFlask(Flask):
    """Flask that reads `_method` from forms sent to the API before it looks for the route."""

    request_class = HutongRequest

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """See Flask."""
        if request is not None and request.method == "POST" and request.path.startswith(API):
            wanted = _wanted_method(request)
            if wanted in METHODS:
                request.method = wanted
                request.environ["REQUEST_METHOD"] = wanted
        return super().create_url_adapter(request)


def local_path(text: str | None) -> str | None:
    """A path on this site, or None: other sites in all spellings are not."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")) or "\\" in text:
        return None
    if any(ord(char) < 32 or ord(char) == 127 for char in text) or urlsplit(text).netloc:
        return None
    return text


def page_asked() -> str | None:
    """The `_page` of a plain form, where this request is one."""
    if request.method == "GET" or not request.path.startswith(API) or request.mimetype not in FORMS:
        return None
    try:
        return local_path(request.form.get("_page"))
    except HTTPException:
        return None


def answer_form(response: Response) -> Response:
    """After a success of a plain form: 303 to where it wanted to go, unless the answer is a page or a file to save."""
    shown = response.mimetype == "text/html" or "Content-Disposition" in response.headers
    if response.status_code >= 300 or shown or page_asked() is None:
        return response
    target = local_path(request.form.get("_next")) or page_asked() or "/"
    first = response.headers.get("X-Next")  # a page that has to be seen before the one that was wanted
    fields = response.get_json(silent=True) if response.is_json else None
    for name, value in (fields or {}).items():
        if isinstance(value, str | int):
            target = target.replace(f"{{{name}}}", quote(str(value), safe=""))  # one part of a path, never a way out
    target = f"{first}?{urlencode({'next': target})}" if first else with_done(target, request.endpoint or "")
    redirect = Response(status=303, headers={"Location": target})
    for cookie in response.headers.getlist("Set-Cookie"):
        redirect.headers.add("Set-Cookie", cookie)
    return redirect


def with_done(target: str, endpoint: str) -> str:
    """The address with `done=` naming what succeeded, where that route has something to say."""
    rule = rules().get(endpoint)
    if rule is None or rule.done is None:
        return target
    path, _, fragment = target.partition("#")
    path, _, query = path.partition("?")
    pairs = [(name, value) for name, value in parse_qsl(query) if name != "done"]
    return f"{path}?{urlencode([*pairs, ('done', endpoint)])}" + (f"#{fragment}" if fragment else "")


def done_text() -> Any:
    """The sentence about what just succeeded (`?done=`), if it names a route that has one."""
    rule = rules().get(request.args.get("done", ""))
    return rule.done if rule else None


def show_again(page: str, problem: Problem) -> Response:
    """Render a page again with a refused form's errors and what was typed."""
    typed = {name: request.form.getlist(name) for name in request.form if name not in RESERVED}
    kept = {name: values if len(values) > 1 else values[0] for name, values in typed.items() if name not in SECRET}
    form = FormState(
        action=request.path,
        problem=str(problem.detail),
        errors={error.field: str(error.message) for error in problem.errors},
        typed=kept,
        code=problem.code,
    )
    parts = urlsplit(page)
    environ = {
        **{name: value for name, value in request.environ.items() if not name.startswith(("werkzeug.", "flask."))},
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),  # as WSGI wants it
        "QUERY_STRING": quote(parts.query, safe="%&=+,:;/?@!$'()*~"),
        "CONTENT_LENGTH": "0",
        "CONTENT_TYPE": "",
        "wsgi.input": io.BytesIO(),
        "hutong.form": form,
    }
    with current_app.request_context(environ):
        response = current_app.full_dispatch_request()
    if response.status_code == 200:
        response.status_code = problem.status
    return response


def form_state(action: str) -> FormState | None:
    """The refused form of this action, where the page is being shown again because of it."""
    form: FormState | None = request.environ.get("hutong.form")
    return form if form is not None and form.action == action else None


def refused_form() -> FormState | None:
    """Whichever form was refused, for pages that show its problem elsewhere."""
    return request.environ.get("hutong.form")


def _wanted_method(request: Request) -> str:
    if request.mimetype not in FORMS:
        return ""
    try:
        if request.mimetype != "multipart/form-data":
            request.get_data()  # stays readable as it came: a provider signs its bytes, whatever their charset
        return request.form.get("_method", "").upper()
    except HTTPException:
        return ""  # too large or broken: the route will say so


def install(app: Flask) -> None:
    """Turn answers of the API into redirects where a plain form asked."""
    app.after_request(answer_form)
    app.jinja_env.globals.update(form_state=form_state, done_text=done_text)
