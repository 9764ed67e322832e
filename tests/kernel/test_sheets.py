"""Tables to take away: what a spreadsheet opens is what was written."""

import io
import zipfile

from hutong.kernel import sheets

HEAD = ["Name", "Amount"]


def test_a_csv_is_read_as_utf8_and_runs_no_formula() -> None:
    """B-02: a name that begins like a formula stays a name; a negative number stays a number."""
    rows = [["=1+1", 3], ["@sum", -2], ["北京, 东城", 1.5]]
    text = "".join(sheets.lines(HEAD, rows))
    assert text == "\ufeffName,Amount\r\n'=1+1,3\r\n'@sum,-2\r\n\"北京, 东城\",1.5\r\n"


def test_a_workbook_keeps_texts_and_numbers_apart() -> None:
    """B-02: numbers can be summed, and nothing is a formula."""
    with zipfile.ZipFile(io.BytesIO(sheets.xlsx(HEAD, [["=1+1", 3]]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<v>3</v>" in sheet
    assert "<f>" not in sheet
    assert "<t>=1+1</t>" in words
