"""Loans. A line made here is put into a status directly, as a starting point; changes go through the services."""

import datetime as dt

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from factory.django import DjangoModelFactory

from loans.models import Deadline, DeadlineKind, Loan, LoanLine
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
