"""What mkdocs does not do by itself for the documentation site (a hook, named in mkdocs.yml).

Pages of the repository's root and of examples stand in the site as well; the list of decisions is that of their folder;
nothing may be fetched from another host.
"""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
OUTSIDE = {  # what documents link to outside of docs/ -> its place in the site
    "STYLE.md": "STYLE.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "examples/courts": "examples/courts.md",
    "clients/python": "clients/python.md",
    "bench/README.md": "bench.md",
}
FETCHED = re.compile(
    r"<(?:script|img|iframe)[^>]+src=[\"']?(?:https?:)?//|<link[^>]+(?:stylesheet|preconnect|icon)[^>]+href=[\"']?https?://",
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every decision into the navigation."""
    decisions = sorted(file.name for file in (ROOT / "docs" / "decisions").glob("0*.md"))
    _fill(config.nav, "decisions/", [f"decisions/{name}" for name in decisions])
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie outside of docs/."""
    for name, place in OUTSIDE.items():
        source = ROOT / name if name.endswith(".md") else ROOT / name / "README.md"
        page = File.generated(config, place, content=_inside(source.read_text(), source))
        page.inclusion = InclusionLevel.NOT_IN_NAV  # those that are in it are there all the same
        files.append(page)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Lead links out of docs/ to where those pages stand in the site."""
    up = "../" * page.file.src_uri.count("/")
    for name, place in OUTSIDE.items():
        markdown = re.sub(rf"\]\((?:\.\./)+{re.escape(name)}/?\)", f"]({up}{place})", markdown)
    return markdown


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Refuse what a browser would fetch from another host."""
    if found := FETCHED.search(output):
        raise PluginError(f"{page.file.src_uri} asks another host: {found.group()}")
    return output


def _inside(text: str, source: Path) -> str:
    """Links of a page outside of docs/, as they are inside: to pages of docs/, or plain words."""
    depth = len(source.relative_to(ROOT).parts) - 1
    text = text.replace(f"]({'../' * depth}docs/", f"]({'../' * (depth > 1)}")
    return re.sub(r"!?\[([^\]]+)\]\((?![a-z]+[:/#]|#|[\w./-]+\.md)[^)]*\)", r"\1", text)


def _fill(nav: object, name: str, found: list[str]) -> None:
    for entry in nav if isinstance(nav, list) else []:
        for title, value in entry.items() if isinstance(entry, dict) else []:
            if value == name:
                entry[title] = found
            _fill(value, name, found)
