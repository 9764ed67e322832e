"""Pictures as JSON, and the upload."""

from typing import Annotated, Any

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, WithJsonSchema
from werkzeug.datastructures import FileStorage

from hutong.kernel.schemas import In, Line, Out, ShownId
from hutong.media import queries
from hutong.media.models import Picture


def _file(value: Any) -> Any:
    if not isinstance(value, FileStorage):
        raise ValueError(_l("Send a file, as multipart/form-data."))
    return value


Upload = Annotated[Any, AfterValidator(_file), WithJsonSchema({"type": "string", "format": "binary"})]


class PictureIn(In):
    """A picture to be uploaded."""

    file: Upload = Field(description="JPEG, PNG, WebP, HEIC, AVIF or GIF, at most 25 MB")
    alt: Line = Field("", max_length=300, description="what is to be seen, for those who cannot")


class PictureOut(Out):
    """A picture that was uploaded; `url` shows it 1280 wide, or as wide as it is."""

    id: ShownId
    url: str
    width: int
    height: int
    alt: str

    @classmethod
    def of(cls, picture: Picture) -> "PictureOut":
        """A picture as it is shown."""
        return cls(
            id=picture.id,
            url=queries.url(picture, 1280),
            width=picture.width,
            height=picture.height,
            alt=picture.alt,
        )
