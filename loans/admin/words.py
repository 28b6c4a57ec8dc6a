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
    "loan.recall": _("recalled by the lender"),
    "agreement.draft": _("agreement drafted"),
    "agreement.change": _("agreement written anew"),
    "agreement.own_paper": _("the lender's own paper filed"),
    "agreement.issue": _("agreement sent out"),
    "agreement.withdraw": _("version of the agreement withdrawn"),
    "agreement.amend": _("amendment drafted"),
    "agreement.lender_prepared": _("agreement prepared at the lender"),
    "agreement.lender_approved": _("agreement approved at the lender"),
    "agreement.organiser_prepared": _("agreement prepared by us"),
    "agreement.organiser_approved": _("agreement approved by us"),
    "agreement.executed": _("agreement in force"),
    "agreement.original": _("paper original noted"),
    "agreement.seal": _("signed agreement sealed"),
    "clause.write": _("clause written"),
    "clause.translate": _("clause translated"),
    "clause.review": _("clause reviewed"),
    "clause.retire": _("clause no longer used"),
    "agreement.lender_signed": _("agreement signed by the lender"),
    "agreement.organiser_signed": _("agreement signed by us"),
    "shipment.plan": _("shipment planned"),
    "shipment.change": _("plan of the shipment changed"),
    "shipment.add_lines": _("objects added to the shipment"),
    "shipment.take_out": _("objects taken out of the shipment"),
    "shipment.pack": _("put into a crate"),
    "shipment.set_legs": _("stages of the shipment written down"),
    "shipment.book_courier": _("courier planned"),
    "shipment.change_courier": _("courier's plan changed"),
    "shipment.give_up_courier": _("courier called off"),
    "shipment.file_paper": _("customs paper filed"),
    "shipment.take_out_paper": _("customs paper taken out"),
    "shipment.release": _("shipment released"),
    "shipment.dispatch": _("collection recorded"),
    "shipment.receive": _("arrival recorded"),
    "shipment.open": _("crates opened"),
    "shipment.cancel": _("shipment called off"),
    "line.sent_onward": _("on the way to the next venue"),
    "line.arrived_onward": _("arrived at the next venue"),
    "crate.create": _("crate made"),
    "crate.change": _("crate changed"),
    "crate.remove": _("crate taken away"),
    "incident.report": _("incident reported"),
    "incident.notified": _("lender told of the incident"),
    "incident.reported": _("report on the incident sent"),
    "incident.consent": _("lender's consent after the incident"),
    "incident.settle": _("incident settled"),
    "deadline.plan": _("deadlines planned"),
    "deadline.reflow": _("deadlines counted anew"),
    "deadline.finish": _("deadline met"),
    "deadline.reopen": _("deadline open again"),
    "report.start": _("condition report started"),
    "report.sign": _("condition report signed"),
    "report.file_pdf": _("condition report filed"),
    "facility.draft": _("facility report drafted"),
    "facility.issue": _("facility report issued"),
    "facility.discard": _("draft of the facility report discarded"),
    "facility.confidentiality": _("confidentiality of the facility report accepted"),
    "facility.question": _("question about the facility report"),
    "facility.answer": _("question about the facility report answered"),
    "term.offer": _("condition proposed"),
    "term.counter": _("condition answered with another proposal"),
    "term.accept": _("condition agreed"),
    "term.reject": _("condition rejected"),
    "term.withdraw": _("condition withdrawn"),
    "deadline.promise": _("promise put on the calendar"),
    "facility.accepted": _("facility report accepted"),
    "facility.concerns": _("concerns about the facility report"),
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
    LoanStatus.RECALLED: _("The lender wants its objects back: see the deadlines for the day."),
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
