"""/api/v1/loans/: what a lender is asked for one exhibition, with its derived status."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, FilterSet
from rest_framework import serializers

from lenders.api.basics.records import PeriodField, Record
from lenders.api.basics.views import Records
from loans.models import Loan
from loans.queries import loans_visible_to, status_of
from loans.states import LoanStatus
from office.records.actors import Actor


class AgreementRecord(serializers.Serializer[Any]):
    """The written agreement; in force when both sides have signed."""

    uid = serializers.UUIDField()
    reference = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    lender_signed_on = serializers.DateField(source="latest.lender_signed_on", allow_null=True)
    organiser_signed_on = serializers.DateField(source="latest.organiser_signed_on", allow_null=True)


class LoanRecord(Record):
    """One loan. Its status is derived from its lines and its agreement."""

    uid = serializers.UUIDField()
    reference = serializers.CharField()
    lender = serializers.CharField(source="lender.code", help_text="Code of the lender.")
    exhibition = serializers.CharField(source="exhibition.code", help_text="Code of the exhibition.")
    status = serializers.ChoiceField(choices=LoanStatus.choices)
    purpose = serializers.CharField()
    period = PeriodField()
    sent_at = serializers.DateTimeField(allow_null=True)
    agreement = AgreementRecord(allow_null=True)
    demo_record = serializers.BooleanField()
    etag = serializers.CharField()

    computed = ("status",)

    @classmethod
    def compute(cls, records: list[dict[str, Any]], *, visible: QuerySet[Loan]) -> None:
        loans = list(
            visible.filter(uid__in=[record["uid"] for record in records])
            .select_related("agreement")
            .only("uid", "recalled_on", "agreement__issued_on", "agreement__in_force")
        )
        statuses = status_of(loans)
        by_uid = {loan.uid: statuses[loan.pk].value for loan in loans}
        for record in records:
            record["status"] = by_uid[record["uid"]]


class OfLoan(CharFilter):
    """Rows of one loan, named by its reference or uid; `path` leads to the loan."""

    def __init__(self, path: str) -> None:
        super().__init__(field_name=path, help_text="Reference or uid of the loan.")

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        try:
            return rows.filter(**{f"{self.field_name}__uid": UUID(value)})
        except ValueError:
            return rows.filter(**{f"{self.field_name}__reference": value})


class LoanFilters(FilterSet):
    """By lender or exhibition."""

    lender = CharFilter(field_name="lender__code", help_text="Code of the lender.")
    exhibition = CharFilter(field_name="exhibition__code", help_text="Code of the exhibition.")


class Loans(Records):
    """Loans the token may see: all for the organiser's, those sent to it for a lender's."""

    record = LoanRecord
    known_by = "reference"
    filterset_class = LoanFilters
    required_scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {"GET": ("loans:read",)}

    def visible_to(self, actor: Actor) -> QuerySet[Loan]:
        return loans_visible_to(actor)
