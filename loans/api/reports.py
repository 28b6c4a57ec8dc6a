"""/api/v1/reports/: condition reports with their marks, signatures and the list of their photos."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django_filters.rest_framework import ChoiceFilter, FilterSet, UUIDFilter
from rest_framework import serializers

from lenders.api.basics.records import Record
from lenders.api.basics.views import Records
from loans.api.loans import OfLoan
from loans.models import ConditionClass, ConditionReport, MarkState, Moment, Severity, Side
from loans.queries import reports_visible_to
from office.records.actors import Actor


class Fraction(serializers.FloatField):
    """A place on a photo, from 0 to 1; null for a mark described in words only."""

    def __init__(self) -> None:
        super().__init__(allow_null=True, min_value=0, max_value=1)


class MarkRecord(serializers.Serializer[Any]):
    """One finding; `origin` is the same mark in the report before."""

    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    origin = serializers.UUIDField(source="origin.uid", allow_null=True)
    state = serializers.ChoiceField(choices=MarkState.choices)
    photo = serializers.IntegerField(source="photo.number", allow_null=True, help_text="Number of the photo it is on.")
    x = Fraction()
    y = Fraction()
    width = Fraction()
    height = Fraction()
    zone = serializers.CharField()
    term = serializers.CharField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    extent = serializers.CharField()
    active = serializers.BooleanField()
    note = serializers.CharField()


class PhotoRecord(serializers.Serializer[Any]):
    """A photo of the examination; the picture itself is in the report's PDF."""

    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    caption = serializers.CharField()


class SignatureRecord(serializers.Serializer[Any]):
    """One side's signature."""

    side = serializers.ChoiceField(choices=Side.choices)
    name = serializers.CharField()
    title = serializers.CharField()
    signed_at = serializers.DateTimeField()


class ReportRecord(Record):
    """One examination of one object. A signed report is frozen."""

    uid = serializers.UUIDField()
    reference = serializers.CharField()
    line = serializers.UUIDField(source="line.uid")
    loan = serializers.CharField(source="line.loan.reference", help_text="Reference of the loan.")
    object = serializers.UUIDField(source="line.object.uid")
    moment = serializers.ChoiceField(choices=Moment.choices)
    previous = serializers.CharField(
        source="previous.reference", allow_null=True, help_text="Reference of the report it started from."
    )
    examined_on = serializers.DateField()
    examined_at_place = serializers.CharField()
    examiner = serializers.CharField()
    examiner_title = serializers.CharField()
    method = serializers.CharField()
    lighting = serializers.CharField()
    condition = serializers.ChoiceField(choices=[("", ""), *ConditionClass.choices])
    stable = serializers.BooleanField(allow_null=True)
    complete = serializers.CharField()
    hazards = serializers.CharField()
    summary = serializers.CharField()
    interventions = serializers.CharField()
    handling = serializers.CharField()
    packing = serializers.CharField()
    display = serializers.CharField()
    environment = serializers.CharField()
    signed = serializers.BooleanField()
    marks = MarkRecord(many=True)
    photos = PhotoRecord(many=True)
    signatures = SignatureRecord(many=True)
    etag = serializers.CharField()

    related: ClassVar[Mapping[str, str]] = {
        "marks": "marks__number",
        "photos": "photos__number",
        "signatures": "signatures__id",
    }


class ReportFilters(FilterSet):
    """By loan, line or moment."""

    loan = OfLoan("line__loan")
    line = UUIDFilter(field_name="line__uid", help_text="Uid of the loan line.")
    moment = ChoiceFilter(choices=Moment.choices)


class Reports(Records):
    """Condition reports the token may see: all for the organiser's, signed ones of its objects for a lender's."""

    record = ReportRecord
    known_by = "reference"
    filterset_class = ReportFilters
    required_scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {"GET": ("loans:read",)}

    def visible_to(self, actor: Actor) -> QuerySet[ConditionReport]:
        signed = Case(When(content_hash="", then=Value(False)), default=Value(True), output_field=BooleanField())
        return reports_visible_to(actor).annotate(signed=signed)
