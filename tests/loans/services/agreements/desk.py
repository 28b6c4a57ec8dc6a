"""A settled loan, its agreement at each stage, and the people who sign it."""

from dataclasses import replace
from typing import Any

from djmoney.money import Money

from lenders.models import StandingTerms
from loans.models import AgreementVersion, Loan, LoanLine, SigningMethod, SigningStep
from loans.services import agreements, gates
from loans.services.agreements import Wanted
from loans.states import LineStatus
from office.records.actors import Actor
from tests.factories import ContactFactory, LoanFactory, LoanLineFactory, OrganiserFactory
from tests.personas import Lending, Staff

SIGNATORY = {"may_sign": True, "may_decide": False}


def settled(lending: Lending, registrar: Staff, *, lines: int = 2, checked: bool = True, **of_loan: Any) -> Loan:
    """A loan whose objects are confirmed, valued and, unless told otherwise, checked for their provenance."""
    OrganiserFactory(address="Great Russell Street\nLondon WC1B 3DG")
    loan: Loan = LoanFactory(lender=lending.contact.lender, **of_loan)
    rows: list[LoanLine] = [
        LoanLineFactory(
            loan=loan, number=number, status=LineStatus.CONFIRMED, agreed_value=Money(12_500 * number, "GBP")
        )
        for number in range(1, lines + 1)
    ]
    for row in rows:
        row.showings.set(loan.exhibition.showings.all())
    if checked:
        provenance_checked(rows, registrar)
    return loan


def provenance_checked(rows: list[LoanLine], registrar: Staff) -> None:
    gates.decide(rows, "due_diligence", "satisfied", actor=registrar.actor, number="DD-7")


def drafted(loan: Loan, registrar: Staff, **wanted: Any) -> AgreementVersion:
    return agreements.draft([loan], actor=registrar.actor, wanted=Wanted(**wanted))


def issued(loan: Loan, registrar: Staff, **wanted: Any) -> AgreementVersion:
    return agreements.issue(drafted(loan, registrar, **wanted), actor=registrar.actor)


def signatory(lending: Lending, name: str = "Dr Sevara Rahimova", **may: Any) -> Lending:
    """A person at the same lender who signs."""
    email = f"{name.rsplit(maxsplit=1)[-1].lower()}@samarkand.example"
    may = SIGNATORY | may
    return Lending(ContactFactory(lender=lending.contact.lender, name=name, email=email, job_title="Director", **may))


def sign(version: AgreementVersion, actor: Actor, step: str = SigningStep.SIGN, **changes: Any) -> AgreementVersion:
    said: dict[str, Any] = {
        "method": SigningMethod.TYPED,
        "name": actor.name,
        "consented": True,
        "sha256": version.sha256,
        "ip": "203.0.113.7",
    }
    return agreements.sign(version, actor=actor, step=step, **(said | changes))


def executed(loan: Loan, lending: Lending, registrar: Staff, head: Staff, **wanted: Any) -> AgreementVersion:
    """In force: issued, signed for the lender, then for us."""
    version = issued(loan, registrar, **wanted)
    sign(version, signatory(lending).actor)
    version = sign(version, head.actor)
    version.refresh_from_db()
    return version


def with_terms(lending: Lending, **terms: Any) -> StandingTerms:
    terms_row, _made = StandingTerms.objects.update_or_create(lender=lending.contact.lender, defaults=terms)
    return terms_row


def sees_values(actor: Actor) -> Actor:
    return replace(actor, abilities=actor.abilities | {"values.see"})
