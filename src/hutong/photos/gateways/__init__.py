"""Where photos are brought in from: folders, feeds, pages of pictures, whole sites."""

from dataclasses import dataclass


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
