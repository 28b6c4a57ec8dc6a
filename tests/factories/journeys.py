"""Shipments with their legs and contents, put there directly as a starting point."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from loans.models import Leg, Shipment, ShipmentDirection, ShipmentLine
from tests.factories.exhibitions import ExhibitionFactory


class ShipmentFactory(DjangoModelFactory[Shipment]):
    class Meta:
        model = Shipment

    reference = factory.Sequence(lambda n: f"S-2026-{n + 1:03d}")
    exhibition = factory.SubFactory(ExhibitionFactory)
    direction = ShipmentDirection.OUT
    collect_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=140))
    deliver_on = factory.LazyAttribute(lambda row: row.collect_on + dt.timedelta(days=3))


class LegFactory(DjangoModelFactory[Leg]):
    class Meta:
        model = Leg

    shipment = factory.SubFactory(ShipmentFactory)
    number = factory.Sequence(lambda n: n + 1)
    vehicle = "AB12 CDE"
    from_place = "Tashkent"
    from_country = "UZ"
    to_place = "London"
    to_country = "GB"


class ShipmentLineFactory(DjangoModelFactory[ShipmentLine]):
    class Meta:
        model = ShipmentLine

    shipment = factory.SubFactory(ShipmentFactory)
