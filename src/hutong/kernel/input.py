"""Reading what was sent: query strings, JSON bodies and plain forms, into models; every wrong field is named."""

import json
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from flask import g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from werkzeug.datastructures import FileStorage, MultiDict

from hutong.kernel import money
from hutong.kernel.errors import BadRequest, FieldError, Invalid, UnsupportedType
from hutong.kernel.schemas import SENT
from hutong.kernel.state import settings

M = TypeVar("M", bound=BaseModel)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
RESERVED = ("_method", "_page", "_next", "_if_match", "_idempotency_key", "csrf_token")

MESSAGES: dict[str, Any] = {
    "missing": _l("Please fill this in."),
    "string_too_short": _l("At least %(min_length)s characters."),
    "string_too_long": _l("At most %(max_length)s characters."),
    "too_short": _l("At least %(min_length)s."),
    "too_long": _l("At most %(max_length)s."),
    "greater_than": _l("Must be more than %(gt)s."),
    "greater_than_equal": _l("Must be at least %(ge)s."),
    "less_than": _l("Must be less than %(lt)s."),
    "less_than_equal": _l("Must be at most %(le)s."),
    "extra_forbidden": _l("There is no such field."),
    "unseen": _l("Contains characters that cannot be used here."),
    "int_type": _l("A whole number is needed."),
    "int_parsing": _l("A whole number is needed."),
    "int_parsing_size": _l("This number is too large."),
    "int_from_float": _l("A whole number is needed."),
    "string_type": _l("Text is needed."),
    "bool_parsing": _l("Yes or no is needed."),
    "date_from_datetime_parsing": _l("A date such as 2026-05-01 is needed."),
    "date_parsing": _l("A date such as 2026-05-01 is needed."),
    "id": _l("This is not a valid id."),
}
NOT_MONEY = float("nan")  # refused as no whole number; the text itself might pass for one ("1_000")
OTHERWISE = _l("This cannot be taken as it is.")


def read_query(model: type[BaseModel]) -> Any:
    """The query string as a model; raises Invalid."""
    return parse(model, _from_multi(model, request.args))


def read_page_query(model: type[M]) -> M:
    """What a page's address asks for; a page does not mind what else stands there (`done=`, a campaign)."""
    known = {field.alias or name for name, field in model.model_fields.items()}
    asked = MultiDict([(name, value) for name, value in request.args.items(multi=True) if name in known])
    return cast(M, parse(model, _from_multi(model, asked)))


def read_body(model: type[BaseModel]) -> Any:
    """The JSON body or plain form as a model; raises BadRequest, UnsupportedType or Invalid."""
    if request.mimetype in FORMS:
        fields: MultiDict[str, Any] = MultiDict(
            [(n, v) for n, v in request.form.items(multi=True) if n not in RESERVED]
        )
        fields.update(MultiDict([(n, f) for n, f in request.files.items(multi=True) if f.filename or f.content_length]))
        g.form_if_match = request.form.get("_if_match")
        g.form_idempotency_key = request.form.get("_idempotency_key")
        return parse(model, _from_multi(model, fields, form=True))
    if request.mimetype != "application/json":
        if not request.content_length and not request.mimetype:
            return parse(model, {})
        raise UnsupportedType
    return parse(model, _json())


def parse(model: type[BaseModel], data: Any) -> Any:
    """Data as a model; raises Invalid with a translated message for every wrong field."""
    try:
        return model.model_validate(data, context=SENT)
    except ValidationError as error:
        raise Invalid(errors=[_translated(part) for part in error.errors(include_url=False)]) from None


def _json() -> Any:
    try:
        text = request.get_data(cache=True).decode()
        data = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise BadRequest(_("The body is not valid JSON.")) from None
    if not isinstance(data, dict):
        raise BadRequest(_("A JSON object is needed."))
    return data


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: whoever checked the message before us may have read the other value."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name was given twice")
    return found


def _translated(part: Any) -> FieldError:
    field = ".".join(str(step) for step in part["loc"]).encode(errors="replace").decode() or "body"
    texts = isinstance(part["input"], str) and part["type"] in ("too_short", "too_long")  # where a text may be absent
    message = MESSAGES.get(f"string_{part['type']}" if texts else part["type"])
    if part["type"] == "value_error" and part.get("ctx", {}).get("error") is not None:
        message = part["ctx"]["error"].args[0]
    if message is None:
        message = OTHERWISE
    return FieldError(field, str(message) % part.get("ctx", {}) if "%(" in str(message) else str(message))


def _from_multi(model: type[BaseModel], values: "MultiDict[str, Any]", form: bool = False) -> dict[str, Any]:
    """Flat text values as the model wants them: lists where it has lists, None for what was left empty."""
    data: dict[str, Any] = {}
    for name in values:
        info = model.model_fields.get(name)
        if info is not None and _wants_list(info):
            data[name] = [value for value in values.getlist(name) if value != ""]
            continue
        value = values[name]
        if info is not None and isinstance(value, str) and value.strip() == "" and not _wants_text(info):
            if form and info.is_required() is False and info.default is None:
                data[name] = None
            continue
        data[name] = _money(value) if form and info is not None and _is_money(info) else value
    if form:
        for name, info in model.model_fields.items():
            if name not in data and (_wants_list(info) or info.annotation is bool) and f"_{name}" in request.form:
                data[name] = [] if _wants_list(info) else False  # an unticked box says nothing by itself
        data = {name: value for name, value in data.items() if not name.startswith("_")}
    return data


def _money(value: Any) -> Any:
    if isinstance(value, FileStorage):
        return value
    try:
        return money.parse(value, settings().currency)
    except ValueError:
        return NOT_MONEY


@cache
def _flat(annotation: Any) -> tuple[tuple[Any, ...], bool]:
    """The types an annotation may take, and whether any of them is money."""
    if get_origin(annotation) is Annotated:
        types, cash = _flat(get_args(annotation)[0])
        extras = (getattr(note, "json_schema_extra", None) for note in annotation.__metadata__)
        return types, cash or any(isinstance(extra, dict) and "x-money" in extra for extra in extras)
    if get_origin(annotation) in (Union, UnionType):
        parts = [_flat(part) for part in get_args(annotation)]
        return tuple(kind for types, _ in parts for kind in types), any(cash for _, cash in parts)
    return (annotation,), False


def _wants_list(info: FieldInfo) -> bool:
    return any(get_origin(kind) in (list, tuple, set) for kind in _flat(cast(Any, info.annotation))[0])


def _wants_text(info: FieldInfo) -> bool:
    types = _flat(cast(Any, info.annotation))[0]
    return str in types and type(None) not in types


def _is_money(info: FieldInfo) -> bool:
    here = isinstance(info.json_schema_extra, dict) and "x-money" in info.json_schema_extra
    return here or _flat(cast(Any, info.annotation))[1]
