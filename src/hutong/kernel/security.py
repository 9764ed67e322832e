"""The gate before every route and the headers on every answer."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from hutong.kernel import kv, limits, logs, maintenance
from hutong.kernel.errors import BadCsrf, Forbidden, NotFound, Unauthenticated
from hutong.kernel.limits import Limit
from hutong.kernel.state import settings, state
from hutong.kernel.web import AUTHENTICATE, GATES, Rule, rules, viewer

SHARED = "2"  # seconds for which nginx may show the same page to all who are signed out; browsers never see this
SAFE = ("GET", "HEAD", "OPTIONS")
LOOPBACK = ("127.0.0.1", "::1")
CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob: {images}",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
ALIKE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
DOCS_CSP = CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")


def install(app: Flask) -> None:
    """Put the gate before every request and the headers on every answer."""
    app.before_request(_enter)
    app.after_request(_leave)
    app.teardown_request(_close)


def csrf_token() -> str:
    """The token a form carries; asking for it sets the cookie and makes the page private to its reader."""
    g.private = True
    session.permanent = session.permanent or "sid" not in session
    return str(generate_csrf())


def _enter() -> None:
    g.request_id = logs.request_id()
    g.viewer = None
    _close()  # of the request whose refused form is being shown again: it is read anew
    reading = state().database.reading()
    reading.__enter__()
    g.reading = reading
    rule = rules().get(request.endpoint or "")
    if request.endpoint is not None and request.endpoint.rpartition(".")[2] == "static":
        return
    if rule is not None and rule.asset:
        return
    maintenance.refuse(request.endpoint)
    if rule is None and request.routing_exception is not None:
        _authenticate()
        return
    if request.method not in SAFE:
        _refuse_forgery()
    _authenticate()
    if rule is not None:
        _refuse_floods()
        for gate in GATES.all():
            gate(rule)
        _refuse_strangers(rule)
    if request.method not in SAFE:
        _close()  # what follows is a transaction of its own


def _authenticate() -> None:
    for authenticate in AUTHENTICATE.all():
        g.viewer = authenticate()


def _refuse_forgery() -> None:
    """A change comes from this site with the token of this browser, or from a program with a bearer token (A-05)."""
    if request.headers.get("Authorization", "").lower().startswith("bearer "):
        return
    rule = rules().get(request.endpoint or "")
    if rule is not None and rule.signed:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise BadCsrf
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc not in (request.host, urlsplit(settings().url).netloc):
        raise BadCsrf
    token = request.headers.get("X-CSRFToken") or (request.form.get("csrf_token") if request.form else None)
    try:
        validate_csrf(token)
    except ValidationError:
        raise BadCsrf from None


def _refuse_floods() -> None:
    most = settings().requests_a_minute
    if not most:
        return
    limit = Limit("requests", most, 60_000)
    person = viewer()
    who = f"p{person.id}" if person else f"a{request.remote_addr}"
    try:
        g.spent = limits.spend(limit, who)
    except Exception as error:
        if not kv.away(error):
            raise  # while nobody counts, people can go on; what must be limited (SMS, log-ins) is refused without a kv


def _refuse_strangers(rule: Rule) -> None:
    person = viewer()
    if person is None:
        if not rule.public:
            raise Unauthenticated
        return
    if not person.may(f"{rule.scope}:{'write' if rule.writes else 'read'}"):
        raise Forbidden(permission=f"scope {rule.scope}")
    if rule.needs is not None and not person.can(rule.needs):
        raise Forbidden(permission=rule.needs.name)


def only_loopback() -> None:
    """For /dev pages: they exist in development and for this machine only; raises NotFound."""
    if not settings().development or request.remote_addr not in LOOPBACK:
        raise NotFound


def _leave(response: Response) -> Response:
    headers = response.headers
    given = {name.lower() for name in headers.keys()}  # noqa: SIM118 - headers are pairs
    for name, value in _alike(g.get("csp") or CSP):
        if name.lower() not in given:
            headers.add(name, value)
    if "request_id" in g:
        headers["X-Request-Id"] = g.request_id
    if "spent" in g:
        headers.update(g.spent.headers)
    if response.mimetype == "text/html":
        response.vary.update(("Cookie", "Accept-Language"))
        if viewer() is not None or g.get("private") or request.method not in SAFE or response.status_code >= 400:
            headers.setdefault("Cache-Control", "no-store" if viewer() else "private, no-cache")
        else:
            headers.setdefault("X-Accel-Expires", SHARED)  # nginx before 1.23 must read it first
            headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    return response


def _alike(csp: str) -> list[tuple[str, str]]:
    """The headers that all answers of this site have alike, made once."""
    made: dict[str, list[tuple[str, str]]] = current_app.extensions.setdefault("hutong_headers", {})
    if csp not in made:
        headers = {"Content-Security-Policy": csp.format(images=settings().tile_host).strip(), **ALIKE}
        if settings().url.startswith("https://"):
            headers["Strict-Transport-Security"] = "max-age=31536000"
        made[csp] = list(headers.items())
    return made[csp]


def _close(_error: BaseException | None = None) -> None:
    reading = g.pop("reading", None)
    if reading is not None:
        reading.__exit__(None, None, None)
