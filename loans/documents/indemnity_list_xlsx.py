"""The indemnity list as a spreadsheet: one sheet, a page break before each owner, totals that follow a correction."""

import datetime as dt
import io
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from loans.documents import indemnity_list_words as words
from loans.documents.indemnity_list import IndemnityList, IndemnityObject, Numbered, numbered
from loans.documents.tables import places

# Heading and width in characters. Currency and value stand apart, so that a value is a number.
COLUMNS = (
    ("Ref.", 6),
    ("Title and description", 44),
    ("Accession number", 18),
    ("Medium", 26),
    ("Size", 20),
    ("Date", 18),
    ("Maker", 22),
    ("Nationality", 16),
    ("Currency", 9),
    ("Value", 18),
)
LAST = len(COLUMNS) - 1
CURRENCY, VALUE = LAST - 1, LAST
HEAD_ROW = 4
PAPER_A4 = 9
FONT = "Calibri"
LONGEST = 32767  # characters a cell can hold; a longer text would be left out altogether


def write(data: IndemnityList) -> bytes:
    """The workbook's bytes; the same data always gives the same bytes."""
    out = io.BytesIO()
    # Nothing a text begins or looks like may turn it into a formula, a link or a number.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {
            "title": f"{words.KIND}, {data.exhibition}",
            "author": data.borrower,
            "created": data.made_at.astimezone(dt.UTC).replace(tzinfo=None),
        }
    )
    _Sheet(book, data).write()
    book.close()
    return out.getvalue()


class _Sheet:
    """Writes the one sheet from top to bottom; `row` is the next free row."""

    def __init__(self, book: xlsxwriter.Workbook, data: IndemnityList) -> None:
        self.book = book
        self.data = data
        self.sheet: Worksheet = book.add_worksheet("Indemnity list")
        self.formats: dict[str, Format] = {}
        self.row = HEAD_ROW + 1
        self.first = self.row
        self.subtotals: dict[tuple[bool, str], list[str]] = {}

    def write(self) -> None:
        owners = numbered(self.data)
        self.page()
        self.head(owners)
        breaks = []
        for group in owners:
            if self.row > self.first:
                breaks.append(self.row)
            self.owner(group)
        if owners:
            breaks.append(self.row)
        self.ending(owners)
        self.sheet.set_h_pagebreaks(breaks)

    def page(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(PAPER_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        sheet.set_footer(f"&L{_in_footer(self.data.reference)}&Rpage &P of &N")
        sheet.repeat_rows(HEAD_ROW)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.hide_gridlines(2)
        for number, (_, width) in enumerate(COLUMNS):
            sheet.set_column(number, number, width)

    def head(self, owners: list[Numbered]) -> None:
        data, say = self.data, self.text
        say(0, 0, f"{words.KIND}: {data.exhibition}", "title")
        facts: list[tuple[int, str, str | dt.date]] = [
            (1, "Venue", data.venue),
            (3, "Borrower", data.borrower),
            (5, "From", data.starts),
            (7, "To", data.ends),
            (9, "Made on", data.made_at.date()),
        ]
        for column, label, value in facts:
            if isinstance(value, dt.date):
                say(1, column - 1, label, "label")
                self.sheet.write_datetime(1, column, dt.datetime.combine(value, dt.time()), self.format("day"))
            else:
                say(1, column - 1, label, "label")
                say(1, column, value, "text")
        for at, sentence in enumerate(words.risk(data, owners)[:2]):
            say(2 + at, 1, sentence, "plain")
        for column, (label, _) in enumerate(COLUMNS):
            say(HEAD_ROW, column, label, "head_right" if column == VALUE else "head")

    def owner(self, group: Numbered) -> None:
        name = group.owner.name + (" (own risk, not to be indemnified)" if group.owner.own_risk else "")
        self.text(self.row, 0, name, "owner")
        self.row += 1
        first = self.row
        for number, each in group.objects:
            self.thing(number, each)
        for currency, value in group.totals.items():
            span = f"{{0}}{first + 1}:{{0}}{first + len(group.objects)}"
            formula = f'=SUMIFS({span.format("J")},{span.format("I")},"{currency}")'
            self.subtotals.setdefault((group.owner.own_risk, currency), []).append(f"J{self.row + 1}")
            self.sum(f"Subtotal, {group.owner.name}", currency, value, formula)

    def thing(self, number: int, each: IndemnityObject) -> None:
        row = self.row
        self.sheet.write_number(row, 0, number, self.format("reference"))
        title = "\n".join(part for part in (each.title.strip(), each.description.strip()) if part)
        cells = (title, each.accession_number, each.medium, each.size, each.date, each.maker, each.nationality)
        for column, text in enumerate(cells, start=1):
            self.text(row, column, text, "text")
        if each.value is None:
            self.text(row, CURRENCY, "", "text")
            self.text(row, VALUE, "No value", "absent")
        else:
            self.text(row, CURRENCY, each.currency, "text")
            self.sheet.write_number(row, VALUE, float(each.value), self.format(_money(each.currency)))
        self.row += 1

    def sum(self, label: str, currency: str, value: Decimal, formula: str) -> None:
        """A row with a formula, its result stored beside it for readers that don't calculate."""
        for column in range(CURRENCY):
            self.text(self.row, column, label if column == 1 else "", "sum")
        self.text(self.row, CURRENCY, currency, "sum")
        self.sheet.write_formula(self.row, VALUE, formula, self.format(_money(currency, total=True)), float(value))
        self.row += 1

    def ending(self, owners: list[Numbered]) -> None:
        self.text(self.row, 0, "Totals by currency, never converted", "owner")
        self.row += 1
        for label, own_risk, sums in (
            ("To be indemnified", False, words.to_indemnify(owners)),
            ("At the owners' own risk, not to be indemnified", True, words.at_own_risk(owners)),
        ):
            for currency, value in sums.items():
                self.sum(label, currency, value, "=" + "+".join(self.subtotals[own_risk, currency]))
        for sentence in words.cautions(self.data, owners):
            self.row += 1
            self.text(self.row, 1, sentence, "plain")

    def text(self, row: int, column: int, text: str, look: str) -> None:
        if text:
            self.sheet.write_string(row, column, text[:LONGEST], self.format(look))
        else:
            self.sheet.write_blank(row, column, None, self.format(look))

    def format(self, look: str) -> Format:
        if look not in self.formats:
            self.formats[look] = self.book.add_format(
                {"font_name": FONT, "font_size": 10, "valign": "top"} | _look(look)
            )
        return self.formats[look]


def _look(look: str) -> dict[str, object]:
    rule = {"bottom": 1, "bottom_color": "#DDD5C6"}
    looks: dict[str, dict[str, object]] = {
        "title": {"bold": True, "font_size": 14},
        "label": {"font_color": "#6B6256", "align": "right"},
        "plain": {},
        "day": {"num_format": "d mmmm yyyy", "align": "left"},
        "head": {"bold": True, "bottom": 2, "bg_color": "#FBF8F1", "text_wrap": True},
        "head_right": {"bold": True, "bottom": 2, "bg_color": "#FBF8F1", "align": "right"},
        "owner": {"bold": True, "font_size": 12, "font_color": "#26538D"},
        "reference": {"bold": True, "align": "left", **rule},
        "text": {"text_wrap": True, **rule},
        "absent": {"bold": True, "font_color": "#A3333D", "align": "right", **rule},
        "sum": {"bold": True, **rule},
    }
    if look in looks:
        return looks[look]
    kind, _, digits = look.partition(":")
    decimals = "." + "0" * int(digits) if int(digits) else ""
    return {"num_format": f"#,##0{decimals}", "align": "right", "bold": kind == "total", **rule}


def _money(currency: str, *, total: bool = False) -> str:
    return f"{'total' if total else 'money'}:{places(currency)}"


def _in_footer(text: str) -> str:
    """An ampersand begins an instruction in a footer, unless doubled."""
    return text.replace("&", "&&")
