"""A world with two lenders, and the systems of the organiser and of both."""

from dataclasses import dataclass

import pytest

from lenders.models import ObjectPart
from loans.models import ConditionReport, Loan, LoanLine, Moment, Side
from loans.services import reports
from loans.states import LineStatus
from office.records.audit import Facts
from tests.callers import System, system_of
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff

BY_LETTER = Facts(authority="letter")


@dataclass(frozen=True)
class World:
    """Nilufar's museum was asked for one object and has signed its condition; a second loan is still being drafted."""

    loan: Loan
    line: LoanLine
    report: ConditionReport
    report_in_draft: ConditionReport
    draft_loan: Loan
    draft_line: LoanLine
    ours: System
    hers: System
    of_another: System


@pytest.fixture
def world(ruth: Staff, nilufar: Lending, ingrid: Lending) -> World:
    lender = nilufar.contact.lender
    loan = LoanFactory(reference="L-2026-014", lender=lender, exhibition__code="SILK")
    line = LoanLineFactory(loan=loan, status=LineStatus.REQUESTED, object__accession_number="A-17")
    ObjectPart.objects.create(object=line.object, number="A-17.1")
    report = reports.start(
        line, moment=Moment.LENDER_OUT, actor=ruth.actor, condition="good", stable=True, summary="Sound."
    )
    reports.add_mark(report, actor=ruth.actor, term="chip", zone="rim", extent="3 mm")
    reports.sign(
        report, side=Side.LENDER, name="Nilufar Karimova", title="Registrar", actor=ruth.actor, facts=BY_LETTER
    )
    report.refresh_from_db()
    draft_loan = LoanFactory(reference="L-2026-015", lender=lender, exhibition__code="NEXT")
    return World(
        loan=loan,
        line=line,
        report=report,
        report_in_draft=reports.start(line, moment=Moment.BORROWER_IN, actor=ruth.actor),
        draft_loan=draft_loan,
        draft_line=LoanLineFactory(loan=draft_loan, object=line.object, status=LineStatus.DRAFT),
        ours=system_of(None),
        hers=system_of(lender),
        of_another=system_of(ingrid.contact.lender),
    )
