"""What goes in and out of the API: strict about text, money and ids, so that no slice has to be."""

import unicodedata
from typing import Annotated, Any

from flask_babel import lazy_gettext as _l
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from hutong.kernel import clock, ids, money

BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = _l("Contains characters that cannot be used here.")


def _clean(text: str) -> str:
    """Refuse control characters, direction marks and half characters; NFC for the rest."""
    for char in text:
        kind = unicodedata.category(char)
        if (kind == "Cc" and char not in "\n\t\r") or kind in ("Cs", "Co") or char in BIDI:
            raise PydanticCustomError("unseen", "contains characters that cannot be used here")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _no_bool(value: Any) -> Any:
    if isinstance(value, bool | float):
        raise PydanticCustomError("int_type", "a whole number is needed")
    return value


def _read_id(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return ids.read(value)
    except (ValueError, TypeError, AttributeError):
        raise PydanticCustomError("id", "not an id") from None


class _Model(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True, extra="forbid")


class In(_Model):
    """Input: unknown fields are refused."""


class Out(BaseModel):
    """Output: made from rows or keywords."""

    model_config = ConfigDict(from_attributes=True)


Text = Annotated[str, AfterValidator(_clean)]
Line = Annotated[str, AfterValidator(_clean), AfterValidator(_one_line)]
Whole = Annotated[int, BeforeValidator(_no_bool)]
MoneyIn = Annotated[Whole, Field(ge=0, le=money.MOST, description="minor units", json_schema_extra={"x-money": True})]
ShownId = Annotated[
    int,
    BeforeValidator(_read_id),
    PlainSerializer(ids.show, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{ids.PATTERN}$"}),
]
At = Annotated[
    int,
    PlainSerializer(clock.iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
