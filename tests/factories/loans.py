"""Loans. A line made here is put into a status directly, as a starting point; changes go through the services."""

import datetime as dt
from typing import cast

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from factory.django import DjangoModelFactory

from loans.gates import GATES, GateState
from loans.models import Agreement, AgreementVersion, Deadline, DeadlineKind, GateRecord, Loan, LoanLine
from tests.factories.exhibitions import ExhibitionFactory
from tests.factories.lenders import CollectionObjectFactory, LenderFactory


def _half_a_year() -> DateRange:
    today = timezone.localdate()
    return DateRange(today + dt.timedelta(days=140), today + dt.timedelta(days=360))


class LoanFactory(DjangoModelFactory[Loan]):
    class Meta:
        model = Loan

    reference = factory.Sequence(lambda n: f"L-2026-{n + 1:03d}")
    lender = factory.SubFactory(LenderFactory)
    exhibition = factory.SubFactory(ExhibitionFactory)
    purpose = "Exhibition"
    period = factory.LazyFunction(_half_a_year)


class LoanLineFactory(DjangoModelFactory[LoanLine]):
    class Meta:
        model = LoanLine

    loan = factory.SubFactory(LoanFactory)
    object = factory.SubFactory(CollectionObjectFactory, lender=factory.SelfAttribute("..loan.lender"))
    number = factory.Sequence(lambda n: n + 1)
    period = factory.SelfAttribute("loan.period")


class DeadlineFactory(DjangoModelFactory[Deadline]):
    class Meta:
        model = Deadline

    kind = DeadlineKind.ANSWER
    loan = factory.SubFactory(LoanFactory)
    exhibition = factory.SelfAttribute("loan.exhibition")
    due_date = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=14))


class AgreementFactory(DjangoModelFactory[Agreement]):
    """An agreement that is issued; `executed=True` signs it for both sides."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"A-2026-{n + 501:03d}")
    issued_on = factory.LazyFunction(timezone.localdate)

    @factory.post_generation
    def executed(self, create: bool, extracted: bool | None, **_: object) -> None:
        if not create:
            return
        agreement = cast("Agreement", self)
        day = agreement.issued_on if extracted else None
        version = AgreementVersion.objects.create(
            agreement=agreement,
            number=1,
            sha256="0" * 64,
            issued_on=agreement.issued_on,
            executed_on=day,
            lender_signed_on=day,
            lender_signatory="Dr Rahimova" if day else "",
            organiser_signed_on=day,
            organiser_signatory="Hanna Weiss" if day else "",
        )
        agreement.latest = version
        agreement.in_force = version if day else None
        agreement.save()


def waive(line: LoanLine, *steps: str, but: tuple[str, ...] = ()) -> None:
    """Lets the line through the gates of these steps, as if the head of exhibitions had waived each; not those in
    `but`. A starting point for tests about something else."""
    for gate in GATES.values():
        if gate.name not in but and set(steps or gate.blocks) & set(gate.blocks):
            GateRecord.objects.update_or_create(
                line=line,
                gate=gate.name,
                defaults={
                    "state": GateState.WAIVED,
                    "reason": "Waived for this test",
                    "decided_by": "Hanna Weiss",
                    "decided_on": timezone.localdate(),
                },
            )
