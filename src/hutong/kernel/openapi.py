"""The OpenAPI 3.1 document, made from the declared routes."""

import re
from http import HTTPStatus
from typing import Any, cast

from flask import Flask, Response
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from hutong import __version__
from hutong.kernel import ids
from hutong.kernel.errors import (
    BadCsrf,
    BadRequest,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    Stale,
    TooLarge,
    TooMany,
    Unauthenticated,
    UnsupportedType,
)
from hutong.kernel.web import API, Rule, rules

_PATH_PART = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def document(app: Flask) -> dict[str, Any]:
    """The whole document of an app."""
    shown = [rule for rule in rules(app).values() if rule.path.startswith(API) and not rule.hidden]
    names, components = _schemas(shown)
    paths: dict[str, Any] = {}
    for rule in shown:
        path = _PATH_PART.sub(r"{\2}", rule.path.removeprefix(API))
        paths.setdefault(path, {})[rule.method.lower()] = _operation(rule, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hutong",
            "version": __version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Everything a person can do on a page can be done here.",
        },
        "servers": [{"url": API}],
        "tags": [{"name": tag} for tag in dict.fromkeys(rule.tag for rule in shown)],
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": _PROBLEM},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "hutong"},
            },
        },
    }


Names = dict[tuple[type[BaseModel], JsonSchemaMode], str]


def _schemas(shown: list[Rule]) -> tuple[Names, dict[str, Any]]:
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    for rule in shown:
        wanted += [(model, "validation") for model in (rule.body, rule.query) if model]
        if _is_model(rule.answer):
            wanted.append((rule.answer, "serialization"))
    unique = list(dict.fromkeys(wanted))
    refs, schema = models_json_schema(unique, ref_template="#/components/schemas/{model}")
    names = {cast(Any, key): str(ref["$ref"]).rsplit("/", 1)[1] for key, ref in refs.items()}
    return names, _tidy(schema.get("$defs", {}))


def _tidy(schema: Any) -> Any:
    """Bounds under JSON Schema's names, and no `null` as the default of what may be left out."""
    if isinstance(schema, list):
        return [_tidy(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        _BOUNDS.get(key, key) if isinstance(part, int) else key: _tidy(part)
        for key, part in schema.items()
        if (key, part) != ("default", None)
    }


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _operation(rule: Rule, names: Names) -> dict[str, Any]:
    summary, _, rest = (rule.view.__doc__ or rule.view.__name__).strip().partition("\n")
    operation: dict[str, Any] = {
        "operationId": rule.name.replace("_api.", "_"),
        "tags": [rule.tag],
        "summary": summary,
        "parameters": [*_path_parameters(rule), *_query_parameters(rule), *_header_parameters(rule)],
        "responses": _responses(rule, names),
    }
    if rest.strip():
        operation["description"] = " ".join(rest.split())
    if rule.needs is not None:
        operation["x-permission"] = rule.needs.name
    if not rule.public:
        operation["security"] = [{"token": []}, {"session": []}]
    if rule.body is not None:
        ref = {"$ref": f"#/components/schemas/{names[rule.body, 'validation']}"}
        kind = "multipart/form-data" if _uploads(rule.body) else "application/json"
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": ref}}}
    return operation


def _uploads(model: type[BaseModel]) -> bool:
    return "binary" in str(model.model_json_schema())


def _path_parameters(rule: Rule) -> list[dict[str, Any]]:
    schemas = {
        "id": {"type": "string", "pattern": f"^{ids.PATTERN}$"},
        "int": {"type": "integer", "minimum": 0},
        "uuid": {"type": "string", "format": "uuid"},
    }
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": schemas.get(kind, {"type": "string", "minLength": 1}),
        }
        for kind, name in _PATH_PART.findall(rule.path)
    ]


def _query_parameters(rule: Rule) -> list[dict[str, Any]]:
    if rule.query is None:
        return []
    schema = rule.query.model_json_schema(ref_template="#/components/schemas/{model}")
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": part}
        for name, part in _tidy(schema.get("properties", {})).items()
    ]


def _header_parameters(rule: Rule) -> list[dict[str, Any]]:
    found = []
    if rule.idempotent:
        found.append({"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 100}})
    if rule.if_match:
        found.append({"name": "If-Match", "in": "header", "schema": {"type": "string"}})
    return found


def _responses(rule: Rule, names: Names) -> dict[str, Any]:
    responses: dict[str, Any] = {str(rule.status): {"description": HTTPStatus(rule.status).phrase}}
    if _is_model(rule.answer):
        ref = {"$ref": f"#/components/schemas/{names[rule.answer, 'serialization']}"}
        responses[str(rule.status)]["content"] = {"application/json": {"schema": ref}}
    elif isinstance(rule.answer, type) and issubclass(rule.answer, Response):
        responses[str(rule.status)]["content"] = {"*/*": {}}
    if not rule.writes:
        responses["304"] = {"description": "Not Modified"}
    for kind in refusals(rule):
        entry = responses.setdefault(
            str(kind.status),
            {
                "description": HTTPStatus(kind.status).phrase,
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                "x-codes": [],
            },
        )
        if kind.code not in entry["x-codes"]:
            entry["x-codes"].append(kind.code)
    return responses


def refusals(rule: Rule) -> list[type[Problem]]:
    """The kinds of problems a route may answer with."""
    kinds: list[type[Problem]] = [TooMany, BadRequest, *rule.raises]
    if not rule.public:
        kinds += [Unauthenticated, Forbidden]
    if rule.writes and not rule.signed:
        kinds += [BadCsrf, Unauthenticated]
    if "<" in rule.path:
        kinds.append(NotFound)
    if rule.body is not None:
        kinds += [Invalid, TooLarge, UnsupportedType]
    if rule.query is not None or rule.idempotent:
        kinds.append(Invalid)
    if rule.if_match:
        kinds.append(Stale)
    return kinds
