"""The list of loans with their derived states, and the form of a loan's own facts."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from loans.admin.basics import address
from loans.admin.lines import PeriodForm, period_words
from loans.models import Loan, LoanLine
from loans.queries import counts_by_loan
from loans.rules import loan_status
from loans.services import deadlines
from loans.states import IN_CUSTODY, OPEN, OVER, LineStatus
from office.front.templatetags.caravan import status
from office.people.desk import DeskAdmin, actor_of

_STAGES = {
    "draft": (_("Still to be sent"), {LineStatus.DRAFT}),
    "waiting": (_("Waiting for the lender"), OPEN),
    "conditions": (_("Conditions to settle"), {LineStatus.APPROVED_WITH_CONDITIONS, LineStatus.SUBSTITUTE_OFFERED}),
    "here": (_("In our custody"), IN_CUSTODY),
}


class StageFilter(admin.SimpleListFilter):
    """By what any of the loan's objects waits for: the loan's own state is derived and can't be filtered."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((name, words) for name, (words, _statuses) in _STAGES.items()), ("over", _("Over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        lines = LoanLine.objects.filter(loan=OuterRef("pk"))
        if self.value() in _STAGES:
            return queryset.filter(Exists(lines.filter(status__in=sorted(_STAGES[self.value() or ""][1]))))
        if self.value() == "over":
            return queryset.filter(Exists(lines)).exclude(Exists(lines.exclude(status__in=sorted(OVER))))
        return queryset


class LoanForm(PeriodForm):
    class Meta:
        model = Loan
        fields = ("purpose", "note")


def answered(counts: dict[str, int]) -> tuple[int, int]:
    """How many objects were answered, of how many that were asked for."""
    asked = sum(number for name, number in counts.items() if name not in (LineStatus.DRAFT, LineStatus.WITHDRAWN))
    return asked - sum(counts.get(name, 0) for name in OPEN), asked


@admin.register(Loan)
class LoanAdmin(DeskAdmin):
    edits = "loans.edit"
    form = LoanForm
    list_display = ("called", "show", "state", "answers", "days")
    list_select_related = ("lender", "exhibition", "agreement")
    list_filter = (StageFilter, ("exhibition", AutocompleteSelectFilter), ("lender", AutocompleteSelectFilter))
    search_fields = ("reference", "lender__name", "lender__native_name", "lender__code")
    search_help_text = _("Reference or lender")
    ordering = ("-id",)
    empty_title = _("No loan yet")
    empty_words = _(
        "Choose objects on the checklist of an exhibition, then “Ask lenders”: that drafts a loan for each lender."
    )
    fieldsets = ((None, {"fields": ("purpose", ("first_day", "last_day"), "note")}),)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("admin:loan_new")

    def prepare(self, loans: list[Any]) -> None:
        """The derived state and the number of answers of every loan shown, in one query."""
        counts = counts_by_loan(loan.pk for loan in loans)
        for loan in loans:
            loan.counts = counts[loan.pk]
            loan.status = loan_status(loan.counts, agreement=loan.agreement, recalled_on=loan.recalled_on)

    def address_of(self, loan: Loan) -> str:
        return address(loan)

    @admin.display(description=_("lender"), ordering="lender__name")
    def called(self, loan: Loan) -> SafeString:
        return format_html('<span class="thing">{}</span><span class="sub">{}</span>', loan.lender.name, loan.reference)

    @admin.display(description=_("exhibition"), ordering="exhibition__title")
    def show(self, loan: Loan) -> str:
        return loan.exhibition.title

    @admin.display(description=_("status"))
    def state(self, loan: Any) -> SafeString:
        return status(loan.status, loan.status.label)

    @admin.display(description=_("answers"))
    def answers(self, loan: Any) -> str:
        done, asked = answered(loan.counts)
        if not asked:
            drafts = loan.counts.get(LineStatus.DRAFT, 0)
            return _now("%(count)d to be sent") % {"count": drafts} if drafts else _now("no objects yet")
        return _now("%(done)d of %(asked)d answered") % {"done": done, "asked": asked}

    @admin.display(description=_("period"), ordering="period")
    def days(self, loan: Loan) -> str:
        return period_words(loan.period)

    def save_model(self, request: HttpRequest, obj: Loan, form: Any, change: bool) -> None:
        """New days move the deadlines with them; lines keep theirs, which the lender agreed to."""
        super().save_model(request, obj, form, change)
        moved = deadlines.reflow(obj, actor=actor_of(request))
        if moved:
            self.message_user(request, _now("%(count)d deadlines moved with the new days.") % {"count": len(moved)})

    def response_change(self, request: HttpRequest, obj: Loan) -> HttpResponse:
        super().response_change(request, obj)
        return redirect(address(obj))
