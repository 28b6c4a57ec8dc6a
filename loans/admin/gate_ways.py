"""Where a registrar goes to open a gate: each gate names what to do about it, and this is the page where it is done."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from loans.gates import Gate
from loans.models import LoanLine
from loans.rules.gates import PERMITS

type Way = tuple[object, str]
"""Label and address."""


def way_to_open(gate: Gate, lines: Sequence[LoanLine], *, code: str) -> Way | None:
    """The page for these objects of the show of that code; None where a word on the gate itself is the way, or each
    object has a page of its own. Lines need `loan` with `agreement`.
    """
    if gate.proof == "permit":
        kind, direction = PERMITS[gate.name]
        asked = urlencode({"line": [str(line.uid) for line in lines], "kind": kind, "direction": direction}, doseq=True)
        return _("Record the permit"), f"{reverse('admin:permit_new', args=(code,))}?{asked}"
    if gate.proof == "report":
        if len(lines) > 1:
            return None
        return _("Start the report"), reverse("admin:report_start", args=(lines[0].loan.reference, lines[0].uid))
    if gate.name == "agreement":
        return _agreement(lines)
    pages = {
        "facility_report": (_("Facility reports"), "exhibition_facility"),
        "immunity": (_("Immunity of the show"), "immunity"),
        "cover": (_("Cover of the show"), "cover"),
        "cover_home": (_("Cover of the show"), "cover"),
        "courier": (_("Shipments of the show"), "shipments"),
    }
    if gate.name not in pages:
        return None
    label, name = pages[gate.name]
    return label, reverse(f"admin:{name}", args=(code,))


def _agreement(lines: Sequence[LoanLine]) -> Way | None:
    loan = lines[0].loan
    if any(line.loan_id != loan.pk for line in lines):
        return None
    if loan.agreement is None:
        return _("Write the agreement"), reverse("admin:agreement_new", args=(loan.reference,))
    return _("Open the agreement"), reverse("admin:agreement", args=(loan.agreement.reference,))
