"""The frame's menu."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, request

from hutong.kernel.desk.lists import GROUPS, LINKS, LISTS, Link, may


@dataclass(frozen=True)
class Group:
    """A part of the frame's menu, as this reader sees it."""

    label: Any
    links: Sequence[Link]


def menu() -> list[Group]:
    """The frame's menu: only what whoever looks may open."""
    lists = [Link(one.group, one.label, one.path, one.icon, one.needs, one.order) for one in LISTS.all()]
    seen = sorted((link for link in [*lists, *LINKS.all()] if may(link.needs)), key=lambda link: link.order)
    groups = [Group(label, [link for link in seen if link.group == code]) for code, label in GROUPS.items()]
    return [group for group in groups if group.links]


def here(link: Link) -> bool:
    """Whether the page being shown lies below a link of the menu."""
    return request.path == link.href or request.path.startswith(f"{link.href}/")


def install(app: Flask) -> None:
    """Give templates the frame's menu."""
    app.jinja_env.globals.update(staff_menu=menu, staff_here=here)
