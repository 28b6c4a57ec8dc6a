"""Exhibitions. The default show opens in half a year and lasts five months."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from exhibitions.models import ChecklistEntry, Exhibition, Section, Showing, Venue
from tests.factories.lenders import CollectionObjectFactory


class ExhibitionFactory(DjangoModelFactory[Exhibition]):
    class Meta:
        model = Exhibition
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"SHOW{n}")
    title = factory.Sequence(lambda n: f"Roads of Silk {n}")

    @factory.post_generation
    def showing(self, create: bool, wanted: object, **fields: object) -> None:
        """`showing=False` makes an exhibition without dates."""
        if create and wanted is not False:
            ShowingFactory(exhibition=self, **fields)


class VenueFactory(DjangoModelFactory[Venue]):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Great Gallery {n}")
    city = "London"
    country = "GB"


class ShowingFactory(DjangoModelFactory[Showing]):
    class Meta:
        model = Showing

    exhibition = factory.SubFactory(ExhibitionFactory, showing=False)
    venue = factory.SubFactory(VenueFactory)
    opens_date = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=180))
    install_date = factory.LazyAttribute(lambda row: row.opens_date - dt.timedelta(days=21))
    closes_date = factory.LazyAttribute(lambda row: row.opens_date + dt.timedelta(days=150))
    deinstall_date = factory.LazyAttribute(lambda row: row.closes_date + dt.timedelta(days=14))


class SectionFactory(DjangoModelFactory[Section]):
    class Meta:
        model = Section

    exhibition = factory.SubFactory(ExhibitionFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Sogdians"


class ChecklistEntryFactory(DjangoModelFactory[ChecklistEntry]):
    class Meta:
        model = ChecklistEntry

    exhibition = factory.SubFactory(ExhibitionFactory)
    object = factory.SubFactory(CollectionObjectFactory)
    number = factory.Sequence(lambda n: n + 1)
