"""/api/v1/lines/: one object in one loan, the unit a lender decides on. Values are never here."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django_filters.rest_framework import CharFilter, FilterSet, MultipleChoiceFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from lenders.api.basics.idempotency import once
from lenders.api.basics.records import PeriodField, Record
from lenders.api.basics.views import Records
from loans.api.conditions import ConditionRecord, as_record
from loans.api.decisions import Decision, decide
from loans.api.loans import OfLoan
from loans.models import LoanLine
from loans.queries import lines_visible_to
from loans.rules import behalf
from loans.services.threads import rows_of
from loans.states import DeclineReason, LineStatus
from office.records.actors import Actor


class LineObjectRecord(serializers.Serializer[Any]):
    """Which object; all of it is at /objects/."""

    uid = serializers.UUIDField()
    accession_number = serializers.CharField()
    title = serializers.CharField()


class LineRecord(Record):
    """One object in one loan."""

    uid = serializers.UUIDField()
    loan = serializers.CharField(source="loan.reference", help_text="Reference of the loan.")
    exhibition = serializers.CharField(source="loan.exhibition.code", help_text="Code of the exhibition.")
    lender = serializers.CharField(source="loan.lender.code", help_text="Code of the lender.")
    number = serializers.IntegerField()
    object = LineObjectRecord()
    pieces = serializers.IntegerField()
    status = serializers.ChoiceField(choices=LineStatus.choices)
    reason_code = serializers.ChoiceField(choices=[("", ""), *DeclineReason.choices])
    reason = serializers.CharField()
    conditions = ConditionRecord(
        many=True, help_text="Its own conditions and those of the whole loan, in the order in which they were opened."
    )
    decided_on = serializers.DateField(allow_null=True)
    decided_by = serializers.CharField()
    recorded = serializers.CharField(
        help_text="Who wrote the lender's answer down for it, and from what; empty when it answered itself."
    )
    substitute = LineObjectRecord(allow_null=True)
    period = PeriodField()
    held_since = serializers.DateField(allow_null=True, help_text="On hold since this day; null when it is not.")
    showings = serializers.ListField(
        child=serializers.UUIDField(), source="showings.uid", help_text="Uids of the showings it is for; none: all."
    )
    updated_at = serializers.DateTimeField()
    etag = serializers.CharField()

    related: ClassVar[Mapping[str, str]] = {"showings": "showings__id"}
    computed: ClassVar[tuple[str, ...]] = ("conditions", "recorded")

    @classmethod
    def compute(cls, records: list[dict[str, Any]], *, visible: QuerySet[LoanLine]) -> None:
        found = rows_of({record["uid"]: record["loan"] for record in records})
        told = behalf.of_uids(found)
        for record in records:
            record["recorded"] = told[record["uid"]].words if record["uid"] in told else ""
            record["conditions"] = [as_record(term) for term in found[record["uid"]]]


class LineFilters(FilterSet):
    """By loan, exhibition, lender or status; several statuses are any of them."""

    loan = OfLoan("loan")
    exhibition = CharFilter(field_name="loan__exhibition__code", help_text="Code of the exhibition.")
    lender = CharFilter(field_name="loan__lender__code", help_text="Code of the lender.")
    status = MultipleChoiceFilter(choices=LineStatus.choices, help_text="Repeat it for any of several.")


class Lines(Records):
    """Loan lines the token may see: all for the organiser's, those sent to it for a lender's."""

    record = LineRecord
    filterset_class = LineFilters
    required_scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {"GET": ("loans:read",), "POST": ("loans:write",)}

    def visible_to(self, actor: Actor) -> QuerySet[LoanLine]:
        return lines_visible_to(actor)

    @extend_schema(request=Decision, responses=LineRecord, summary="Record the lender's decision")
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, key: str) -> Response:
        """Records what the lender decided: for a lender's token in its own name, for the organiser's as it was told.

        The answer is the line as it then is. A refusal says why and changes nothing.
        """
        return once(request, lambda: self._decided(request, key))

    def _decided(self, request: Request, key: str) -> dict[str, Any]:
        line = self.found(key).first()
        if line is None:
            raise Http404
        decide(line, request.data, actor=self.actor)
        return self.one(self.found(key))
