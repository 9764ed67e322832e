"""One handler answers every refusal: problem+json to programs, a page to people, the form again without JavaScript."""

import json
from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, current_app, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from hutong.kernel import kv, workbench
from hutong.kernel.db import away
from hutong.kernel.errors import (
    BadRequest,
    MethodNotAllowed,
    NotFound,
    Problem,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnsupportedType,
)
from hutong.kernel.forms import page_asked, show_again
from hutong.kernel.web import API

BY_STATUS: dict[int, type[Problem]] = {
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
    415: UnsupportedType,
    503: Unavailable,
}
WAIT = "5"  # seconds after which it is worth asking again
log = structlog.get_logger("web")


class Broken(Problem):
    """Our own fault."""

    status = 500
    code = "internal"
    detail = ""


def install(app: Flask) -> None:
    """Answer problems, HTTP errors of the framework, and whatever else goes wrong."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)


def answer(problem: Problem) -> Response:
    """The answer to a refusal, in the form in which the request can read it."""
    if request.path.startswith(API):
        page = page_asked()
        if page is None:
            response = _document(problem)
        elif isinstance(problem, Unauthenticated):
            response = _to_login(page)
        else:
            response = show_again(page, problem)
    elif isinstance(problem, Unauthenticated) and request.method == "GET":
        response = _to_login(request.full_path.rstrip("?"))
    else:
        response = Response(render_template("kernel/error.html", problem=problem), status=problem.status)
    response.headers.update(problem.headers)
    return response


def document(problem: Problem) -> dict[str, Any]:
    """The RFC 9457 document of a problem."""
    shown: dict[str, Any] = {
        "type": f"/docs/problems#{problem.code}",
        "title": problem.code.replace("_", " "),
        "status": problem.status,
        "code": problem.code,
        "detail": str(problem.detail),
        "errors": [{"field": error.field, "message": str(error.message)} for error in problem.errors],
        "request_id": g.get("request_id", ""),
    }
    return {**shown, **problem.extra}


def _document(problem: Problem) -> Response:
    text = json.dumps(document(problem), ensure_ascii=False)
    response = Response(text, status=problem.status, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _to_login(page: str) -> Response:
    target = redirect("/login?" + urlencode({"next": page}), code=303)
    return Response(status=303, headers={"Location": target.headers["Location"]})


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return Response(error.get_response().get_data(), status=code, headers=error.get_response().headers)
    kind = BY_STATUS.get(code)
    if kind is None:
        kind = BadRequest if code < 500 else Broken
    problem = kind()
    if error.code == 405 and getattr(error, "valid_methods", None):
        problem.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return answer(problem)


def _broken(error: Exception) -> Any:
    gone = away(error) or kv.away(error)
    if gone and request.method in ("GET", "HEAD") and not g.get("asked_again"):
        return _ask_again()
    log.error("broken", request_id=g.get("request_id"), path=request.path, exc_info=error)
    if workbench.DEBUGGER in request.environ and not gone and not request.path.startswith(API):
        raise error
    if gone:
        return answer(Unavailable(headers={"Retry-After": WAIT}))
    return answer(
        Broken(
            _(
                "Something went wrong on our side. It has been noted under %(id)s.",
                id=g.get("request_id", "?"),
            )
        )
    )


def _ask_again() -> Any:
    """What only reads is read once more, over a new connection, perhaps to another server."""
    g.asked_again = True
    try:
        early = current_app.preprocess_request()
        return current_app.dispatch_request() if early is None else early
    except Exception as error:
        return current_app.handle_user_exception(error)
