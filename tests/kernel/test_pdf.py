"""PDF documents: their text can be taken out again, in both languages."""

import io

from pypdf import PdfReader

from hutong.kernel import pdf


def test_the_text_of_a_document_can_be_taken_out() -> None:
    """C-08: Chinese, Latin, a price and markup as text."""
    story = [
        pdf.paragraph("电影票 Ticket ¥45 <b>&", "title"),
        pdf.table([["座位", "Seat"], ["E排6座", "E6"]], [100, 100]),
    ]
    made = pdf.document("票", story)
    read = PdfReader(io.BytesIO(made))
    text = read.pages[0].extract_text()
    assert read.metadata is not None
    assert read.metadata.title == "票"
    assert [word for word in ("电影票 Ticket ¥45 <b>&", "座位", "E排6座") if word not in text] == []
    assert len(made) < 60_000
