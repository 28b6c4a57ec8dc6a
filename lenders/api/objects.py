"""/api/v1/objects/: what lenders own, with parts. Values are never here."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, FilterSet
from rest_framework import serializers

from lenders.api.basics.records import Record
from lenders.api.basics.views import Records
from lenders.models import CitesAppendix, CollectionObject, LightClass
from lenders.queries import objects_visible_to
from office.records.actors import Actor


class Millimetres(serializers.FloatField):
    """A length, or null where it is not known."""

    def __init__(self) -> None:
        super().__init__(allow_null=True)


class PartRecord(serializers.Serializer[Any]):
    """A part with its own number."""

    uid = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    dimensions_text = serializers.CharField()
    height_mm = Millimetres()
    width_mm = Millimetres()
    depth_mm = Millimetres()
    weight_g = serializers.FloatField(allow_null=True)


class ObjectRecord(Record):
    """An object as its owner describes it. Years are historical: -206 is 206 BCE, there is no year 0."""

    uid = serializers.UUIDField()
    lender = serializers.CharField(source="lender.code", help_text="Code of the owner.")
    accession_number = serializers.CharField()
    other_numbers = serializers.ListField(child=serializers.JSONField())
    title = serializers.CharField()
    native_title = serializers.CharField()
    maker = serializers.CharField()
    culture = serializers.CharField()
    date_text = serializers.CharField()
    earliest_year = serializers.IntegerField(allow_null=True)
    latest_year = serializers.IntegerField(allow_null=True)
    edtf = serializers.CharField()
    materials = serializers.CharField()
    technique = serializers.CharField()
    dimensions_text = serializers.CharField()
    height_mm = Millimetres()
    width_mm = Millimetres()
    depth_mm = Millimetres()
    diameter_mm = Millimetres()
    weight_g = serializers.FloatField(allow_null=True)
    piece_count = serializers.IntegerField()
    credit_line = serializers.CharField()
    classification = serializers.CharField()
    provenance = serializers.CharField()
    light_class = serializers.ChoiceField(choices=LightClass.choices)
    rh_min = serializers.IntegerField(allow_null=True)
    rh_max = serializers.IntegerField(allow_null=True)
    hazards = serializers.CharField()
    cites_appendix = serializers.ChoiceField(choices=CitesAppendix.choices)
    image_credit = serializers.CharField()
    source_system = serializers.CharField()
    source_id = serializers.CharField()
    source_url = serializers.CharField()
    licence = serializers.CharField()
    demo_record = serializers.BooleanField()
    updated_at = serializers.DateTimeField()
    parts = PartRecord(many=True)
    etag = serializers.CharField()

    related: ClassVar[Mapping[str, str]] = {"parts": "parts__id"}


class ObjectFilters(FilterSet):
    """By owner, number, or where the record came from."""

    lender = CharFilter(field_name="lender__code", help_text="Code of the owner.")
    accession_number = CharFilter(help_text="The whole number as the owner writes it.")
    source_system = CharFilter()
    source_id = CharFilter()


class Objects(Records):
    """Objects the token may see: every lender's for the organiser's, its own for a lender's."""

    record = ObjectRecord
    filterset_class = ObjectFilters
    required_scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {"GET": ("objects:read",)}

    def visible_to(self, actor: Actor) -> QuerySet[CollectionObject]:
        return objects_visible_to(actor)
