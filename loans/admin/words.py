"""Words of the loan pages: what entries of the audit trail say, and what a loan waits for."""

from typing import Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.states import LoanStatus, Move

VERBS: Final[dict[str, object]] = {
    "line.correct": _("entry corrected"),
    "line.hold": _("put on hold"),
    "line.release": _("released from hold"),
    "line.settle_incident": _("incident settled"),
    "loan.create": _("loan drafted"),
    "loan.add_lines": _("objects added"),
    "loan.send_request": _("request sent"),
    "agreement.issue": _("agreement sent out"),
    "agreement.lender_signed": _("agreement signed by the lender"),
    "agreement.organiser_signed": _("agreement signed by us"),
    "deadline.plan": _("deadlines planned"),
    "deadline.reflow": _("deadlines counted anew"),
    "deadline.finish": _("deadline met"),
    "deadline.reopen": _("deadline open again"),
    "report.start": _("condition report started"),
    "report.sign": _("condition report signed"),
    "report.file_pdf": _("condition report filed"),
}

NEXT: Final[dict[LoanStatus, object]] = {
    LoanStatus.DRAFT: _("Not sent yet. Look through the objects, then send the request."),
    LoanStatus.SENT: _("The lender has the request. If the answer comes by letter or telephone, record it here."),
    LoanStatus.UNDER_REVIEW: _("The lender is looking at it."),
    LoanStatus.PARTLY_ANSWERED: _("Some answers are still to come."),
    LoanStatus.ANSWERED: _("Everything is answered. Confirm what you will take, then send out the agreement."),
    LoanStatus.NEGOTIATING: _("Conditions wait for us: read them, then confirm or withdraw each object."),
    LoanStatus.AGREED: _("Everything is settled. Send out the agreement, and record it here."),
    LoanStatus.AGREEMENT_ISSUED: _("The agreement waits for signatures."),
    LoanStatus.EXECUTED: _("Signed by both sides: preparation can begin."),
    LoanStatus.ACTIVE: _("At least one object is with us or on the road."),
    LoanStatus.RETURNING: _("The objects are on their way home."),
    LoanStatus.COMPLETED: _("Everything is home again. Close the objects to close the file."),
    LoanStatus.CLOSED: _("This file is closed."),
    LoanStatus.DECLINED: _("The lender declined. Choose alternates on the checklist."),
    LoanStatus.WITHDRAWN: _("We withdrew this request."),
    LoanStatus.TERMINATED: _("This loan was ended before collection."),
}


def staff_label(move: Move) -> str:
    """A move as staff read it: what the lender decides, they only record."""
    if move.lender and not move.fact:
        words = str(move.label)
        return _now("Record: %(move)s") % {"move": words[:1].lower() + words[1:]}
    return str(move.label)
