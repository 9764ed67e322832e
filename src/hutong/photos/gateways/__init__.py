"""Where photos are brought in from: folders, archives, feeds, pages of pictures, whole sites."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Found:
    """A picture at a source, and what is said about it there. `url` may be the path of a file of a folder."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    licence: str = ""
    page: str = ""
    alt: str = ""
    said: dict[str, Any] = field(default_factory=dict)  # all of it, where it comes from a Hutong's archive
