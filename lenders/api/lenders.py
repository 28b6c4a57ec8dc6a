"""/api/v1/lenders/: who lends."""

from collections.abc import Mapping
from typing import ClassVar

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, FilterSet
from rest_framework import serializers

from lenders.api.basics.records import Record
from lenders.api.basics.views import Records
from lenders.models import Lender, LenderKind
from lenders.queries import lenders_visible_to
from office.records.actors import Actor


class LenderRecord(Record):
    """An institution, private owner or state body. `anonymous` ones are never named to the public."""

    uid = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    native_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=LenderKind.choices)
    country = serializers.CharField(help_text="ISO 3166-1, two letters.")
    city = serializers.CharField()
    time_zone = serializers.CharField()
    language = serializers.CharField()
    isil = serializers.CharField()
    wikidata = serializers.CharField()
    ror = serializers.CharField()
    anonymous = serializers.BooleanField()
    agent = serializers.CharField(source="agent.code", allow_null=True, help_text="Code of the lending agent.")
    is_organiser = serializers.BooleanField()
    demo_record = serializers.BooleanField()
    etag = serializers.CharField()


class LenderFilters(FilterSet):
    """By code or country."""

    code = CharFilter(help_text="The lender's code.")
    country = CharFilter(help_text="ISO 3166-1, two letters.")


class Lenders(Records):
    """Lenders the token may see: all for the organiser's, its own and those it represents for a lender's."""

    record = LenderRecord
    known_by = "code"
    filterset_class = LenderFilters
    required_scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {"GET": ("objects:read", "loans:read")}

    def visible_to(self, actor: Actor) -> QuerySet[Lender]:
        return lenders_visible_to(actor)
