"""Agreements signed before the loan came here: in force from their day, on whatever paper, with the scan if any."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from lenders.models import SigningWay
from loans.models import Agreement, AgreementVersion, Loan
from loans.services.loans import record
from loans.services.standing.sorting import AgreementPlan, LinePlan
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.numbers import next_reference

ENGLISH = "en"


def take_agreement(
    loan: Loan, planned: AgreementPlan, *, lines: Sequence[LinePlan], as_of: dt.date, actor: Actor
) -> Agreement:
    """Writes the agreement of a loan as signed by both, or files the scan that it lacked.

    Who signed isn't known from a list. `summary` is the paper's own number.
    """
    agreement = loan.agreement
    if agreement is None:
        agreement = Agreement.objects.create(
            reference=next_reference("A", year=timezone.localdate().year), issued_on=planned.on
        )
        version = AgreementVersion.objects.create(
            agreement=agreement,
            number=1,
            summary=planned.number,
            signing=SigningWay.INK,
            languages=[ENGLISH],
            governing_language=ENGLISH,
            own_paper=True,
            lender_steps=["sign"],
            organiser_steps=["sign"],
            file=planned.scan,
            sha256=planned.scan.sha256 if planned.scan else "",
            sealed_file=planned.scan,
            issued_on=planned.on,
            executed_on=planned.on,
            lender_signed_on=planned.on,
            organiser_signed_on=planned.on,
        )
        agreement.latest = agreement.in_force = version
        agreement.save(update_fields=["latest", "in_force"])
        loan.agreement = agreement
        loan.save(update_fields=["agreement"])
    else:
        assert agreement.in_force is not None
        agreement.in_force.sealed_file = planned.scan
        agreement.in_force.save(update_fields=["sealed_file"])
    record(
        "agreement.stand",
        loan,
        actor=actor,
        facts=Facts(happened_on=planned.on, authority_number=planned.number, evidence=planned.scan),
        after={"agreement": agreement.reference, "as_of": as_of.isoformat()},
    )
    return agreement
