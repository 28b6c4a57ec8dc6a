"""Lenders, their people and objects."""

import datetime as dt
import hashlib

import factory
from factory.django import DjangoModelFactory

from lenders.models import ApiToken, CollectionObject, Contact, Lender, Valuation


class LenderFactory(DjangoModelFactory[Lender]):
    class Meta:
        model = Lender

    code = factory.Sequence(lambda n: f"LEND{n}")
    name = factory.Sequence(lambda n: f"Museum of the Oasis {n}")
    country = "UZ"
    city = "Samarkand"
    time_zone = "Asia/Samarkand"
    language = "en-gb"


class OrganiserFactory(LenderFactory):
    class Meta:
        model = Lender
        django_get_or_create = ("code",)

    code = "US"
    name = "The organising museum"
    country = "GB"
    city = "London"
    time_zone = "Europe/London"
    is_organiser = True


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    lender = factory.SubFactory(LenderFactory)
    name = factory.Sequence(lambda n: f"Dr Nilufar Karimova {n}")
    job_title = "Chief registrar"
    email = factory.Sequence(lambda n: f"contact{n}@oasis.example")
    may_decide = True


class CollectionObjectFactory(DjangoModelFactory[CollectionObject]):
    class Meta:
        model = CollectionObject

    lender = factory.SubFactory(LenderFactory)
    accession_number = factory.Sequence(lambda n: f"A-{n}")
    accession_sort = factory.LazyAttribute(lambda row: row.accession_number)
    title = factory.Sequence(lambda n: f"Ewer {n}")
    date_text = "8th century"
    earliest_year = 701
    latest_year = 800
    materials = "silver"
    search = factory.LazyAttribute(lambda row: f"{row.accession_number} {row.title}".lower())


class ValuationFactory(DjangoModelFactory[Valuation]):
    class Meta:
        model = Valuation

    object = factory.SubFactory(CollectionObjectFactory)
    amount = 250_000
    valued_on = dt.date(2026, 1, 12)


class ApiTokenFactory(DjangoModelFactory[ApiToken]):
    """A token row by itself; `lenders.services.tokens` makes one whose secret is known."""

    class Meta:
        model = ApiToken

    name = factory.Sequence(lambda n: f"System {n}")
    prefix = factory.Sequence(lambda n: f"pre{n}")
    key_hash = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    scopes = ("loans:read",)
