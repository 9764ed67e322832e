"""What goes in and out of the API: strict about text, money and ids, so that no slice has to be."""

import unicodedata
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from hutong.kernel import clock, ids, money

BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SENT = {"sent": True}  # the context in which input is read: there an id is text only
NOTHING = ("Cc", "Cf", "Mn", "Zs", "Zl", "Zp")  # kinds of characters that show nothing by themselves


def _clean(text: Any) -> Any:
    """Refuse control characters, direction marks and half characters; NFC for the rest, before it is measured."""
    if not isinstance(text, str):
        return text
    for char in text:
        kind = unicodedata.category(char)
        if (kind == "Cc" and char not in "\n\t\r") or kind in ("Cs", "Co") or char in BIDI:
            raise PydanticCustomError("unseen", "contains characters that cannot be used here")
    if text.strip() and all(unicodedata.category(char) in NOTHING for char in text):
        raise PydanticCustomError("unseen", "contains nothing that can be seen")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _one_line(text: Any) -> Any:
    return " ".join(_clean(text).split()) if isinstance(text, str) else text


def _no_bool(value: Any) -> Any:
    if isinstance(value, bool | float):
        raise PydanticCustomError("int_type", "a whole number is needed")
    return value


def _read_id(value: Any, info: ValidationInfo) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and info.context is not SENT:
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


Text = Annotated[str, BeforeValidator(_clean)]
Line = Annotated[str, BeforeValidator(_one_line)]
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
