"""What the API says of an exhibition and where it is shown."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, FilterSet
from rest_framework import serializers

from exhibitions.models import Exhibition
from exhibitions.queries import exhibitions_visible_to
from lenders.api.basics.records import Record
from lenders.api.basics.views import Records
from office.records.actors import Actor


class VenueRecord(serializers.Serializer[Any]):
    """Where it is seen."""

    uid = serializers.UUIDField()
    name = serializers.CharField()
    city = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1, two letters.")
    time_zone = serializers.CharField()


class ShowingRecord(serializers.Serializer[Any]):
    """The exhibition at one venue. All four are days of the venue, inclusive."""

    uid = serializers.UUIDField()
    venue = VenueRecord()
    install_date = serializers.DateField()
    opens_date = serializers.DateField()
    closes_date = serializers.DateField()
    deinstall_date = serializers.DateField()


class ExhibitionRecord(Record):
    """What the loans are for. A touring exhibition has several showings."""

    uid = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()
    subtitle = serializers.CharField()
    story = serializers.CharField()
    curators = serializers.CharField()
    demo_record = serializers.BooleanField()
    showings = ShowingRecord(many=True)
    etag = serializers.CharField()

    related: ClassVar[Mapping[str, str]] = {"showings": "showings__opens_date"}


class ExhibitionFilters(FilterSet):
    """By code."""

    code = CharFilter(help_text="The exhibition's code.")


class Exhibitions(Records):
    """Exhibitions the token may see; loans.api widens it for lenders."""

    record = ExhibitionRecord
    known_by = "code"
    filterset_class = ExhibitionFilters
    required_scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {"GET": ("loans:read",)}

    def visible_to(self, actor: Actor) -> QuerySet[Exhibition]:
        return exhibitions_visible_to(actor)
