"""The template that is handed out: the columns, an example that is no row, and the words that may be written."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from loans.services.standing.columns import COLUMNS, authority_words, reason_words, status_words

_WIDTHS = {"title": 34, "conditions": 40, "reason": 34, "decided_by": 24}


def template() -> bytes:
    """An Excel workbook: the list to fill in, what each column means, and the words for status, authority, reason."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EFEAE0", "bottom": 1})
        needed = book.add_format({"bold": True, "bg_color": "#D9E4F2", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Loans"))
        sheet.freeze_panes(1, 2)
        for place, column in enumerate(COLUMNS):
            # As text, so that 1988.10 stays 1988.10 and a day stays as it was written.
            sheet.set_column(place, place, _WIDTHS.get(column.name, max(14, len(column.header) + 2)), text)
            sheet.write_string(0, place, column.header, needed if column.needed else bold)
        status = next(place for place, column in enumerate(COLUMNS) if column.name == "status")
        choice = {
            "validate": "list",
            "source": f"=Words!$A$2:$A${len(status_words()) + 1}",
            "ignore_blank": True,
            "error_type": "warning",
        }
        sheet.data_validation(1, status, 5000, status, choice)
        help_sheet = book.add_worksheet("How to fill it in")
        help_sheet.set_column(0, 0, 22)
        help_sheet.set_column(1, 1, 70, wrapped)
        help_sheet.write_string(0, 0, _("Column"), bold)
        help_sheet.write_string(0, 1, _("What to write"), bold)
        for row, column in enumerate(COLUMNS, start=1):
            help_sheet.write_string(row, 0, column.header, needed if column.needed else wrapped)
            help_sheet.write_string(row, 1, column.says)
        words = book.add_worksheet("Words")
        for place, (header, known) in enumerate(
            ((_("Status"), status_words()), (_("Authority"), authority_words()), (_("Reason code"), reason_words()))
        ):
            words.set_column(place, place, 26)
            words.write_string(0, place, header, bold)
            for row, word in enumerate(known, start=1):
                words.write_string(row, place, word)
    return out.getvalue()
