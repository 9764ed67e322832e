"""PDF documents in Chinese and English: tickets, receipts, statements. Import it where it is used: it weighs 15 MB."""

import io
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

__all__ = ["Flowable", "document", "gap", "mm", "paragraph", "picture", "table"]

CHINESE = "Hutong"
BRICK, MORTAR, LINE = HexColor("#3d4147"), HexColor("#64686f"), HexColor("#e6e0d6")
LOOKS: dict[str, tuple[str, float, Color, Literal[0, 2]]] = {  # font, size, colour, alignment (2: right)
    "title": ("Helvetica-Bold", 18, BRICK, 0),
    "head": ("Helvetica-Bold", 11, BRICK, 0),
    "body": ("Helvetica", 10, BRICK, 0),
    "small": ("Helvetica", 8, MORTAR, 0),
    "figure": ("Helvetica", 10, BRICK, 2),
    "sum": ("Helvetica-Bold", 10, BRICK, 2),
}


def document(title: str, story: Sequence[Flowable], *, size: tuple[float, float] = A4) -> bytes:
    """The bytes of a PDF with these parts, one below the other; `title` is what a reader shows in its window."""
    _chinese()
    target = io.BytesIO()
    margin = 18 * mm if size[0] > 120 * mm else 6 * mm
    made = SimpleDocTemplate(
        target,
        pagesize=size,
        title=title,
        author="",
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
    )
    made.build(list(story))
    return target.getvalue()


def paragraph(text: str, look: str = "body") -> Paragraph:
    """A text that wraps; `look` is one of LOOKS. Nothing in it is read as markup."""
    font, size, colour, alignment = LOOKS[look]
    style = ParagraphStyle(
        look, fontName=font, fontSize=size, leading=size * 1.5, textColor=colour, alignment=alignment, wordWrap="CJK"
    )
    _chinese()
    return Paragraph("<br/>".join(_marked(line) for line in text.split("\n")), style)


def table(rows: Sequence[Sequence[str | Flowable]], widths: Sequence[float], *, head: bool = True) -> Table:
    """Rows of texts (or parts) under hairlines; the first row is a head unless told otherwise, widths in points."""
    cells = [
        [paragraph(cell, "small" if head and not place else "body") if isinstance(cell, str) else cell for cell in row]
        for place, row in enumerate(rows)
    ]
    lines: list[Any] = [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table(cells, colWidths=list(widths), style=TableStyle(lines), repeatRows=1 if head else 0, hAlign="LEFT")


def picture(content: bytes, width: float, height: float) -> Image:
    """A picture (PNG or JPEG bytes), in points."""
    return Image(io.BytesIO(content), width=width, height=height)


def gap(height: float = 4 * mm) -> Spacer:
    """Empty space, in points."""
    return Spacer(1, height)


@cache
def _chinese() -> None:
    pdfmetrics.registerFont(TTFont(CHINESE, str(files("hutong.kernel") / "fonts/DroidSansFallbackFull.ttf")))
    pdfmetrics.registerFontFamily(CHINESE, normal=CHINESE, bold=CHINESE, italic=CHINESE, boldItalic=CHINESE)


def _marked(text: str) -> str:
    """Escaped, with what the Latin fonts do not have in the Chinese one."""
    return re.sub(r"[^\x00-\xff–—‘’“”•…€]+", lambda run: f'<font name="{CHINESE}">{run[0]}</font>', escape(text))
