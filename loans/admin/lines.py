"""Loan lines: the list a board's number leads to, the line's own facts, and the steps beside its moves."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesCheckboxFilter

from lenders.admin.searching import TrigramSearch
from loans.admin.basics import DaysField, address, line_of, loan_of, step
from loans.models import LoanLine
from loans.services import lines as services
from loans.states import COMMITTED
from office.front.templatetags.caravan import status
from office.people.days import DayField
from office.people.desk import PICTURE, DeskAdmin, actor_of, may
from office.people.templatetags.desk import thumbnail
from office.records.wording import written


class PeriodForm(forms.ModelForm[Any]):
    """A form whose `period` is typed as its first and last day."""

    first_day = DayField(label=_("From"), help_text=_("The day of collection."))
    last_day = DayField(label=_("To"), help_text=_("The day of return."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        period = getattr(self.instance, "period", None)
        if period:
            self.fields["first_day"].initial, self.fields["last_day"].initial = period.lower, period.upper

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if isinstance(first, dt.date) and isinstance(last, dt.date):
            if last <= first:
                self.add_error("last_day", _now("The last day must come after the first."))
            else:
                self.instance.period = DateRange(first, last)
        return said


class LineForm(PeriodForm):
    class Meta:
        model = LoanLine
        fields = ("pieces", "showings", "agreed_value")
        widgets = {"showings": forms.CheckboxSelectMultiple}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        line = self.instance
        if line.status in COMMITTED and line.period:
            other = (
                LoanLine.objects.filter(object=line.object_id, status__in=COMMITTED, period__overlap=line.period)
                .exclude(pk=line.pk)
                .select_related("loan__exhibition")
                .first()
            )
            if other:
                self.add_error(
                    "first_day",
                    _now("In these days the object is promised to “%(show)s” (%(loan)s). Choose other days.")
                    % {"show": other.loan.exhibition, "loan": other.loan.reference},
                )
        return said


@admin.register(LoanLine)
class LineAdmin(TrigramSearch, DeskAdmin):
    edits = "loans.edit"
    adds = ""
    form = LineForm
    list_display = ("picture", "called", "loan_of", "state", "days")
    list_display_links = ("called",)
    list_select_related = ("object__image", "loan__lender", "loan__exhibition")
    list_filter = (
        ("loan__exhibition", AutocompleteSelectFilter),
        ("loan__lender", AutocompleteSelectFilter),
        ("status", ChoicesCheckboxFilter),
    )
    search_fields = ("object__search",)
    search_column = "object__search"
    search_help_text = _("Number, title, maker, culture, material")
    ordering = ("-loan_id", "number", "id")
    history_hides = ("agreed_value", "agreed_value_currency")
    empty_title = _("No object has been asked for yet")
    empty_words = _("Choose objects on the checklist of an exhibition, then “Ask lenders”.")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        value = ("agreed_value",) if may(request, "values.see") else ()
        return ((None, {"fields": (("first_day", "last_day"), "pieces", "showings", *value)}),)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "showings" and request.resolver_match:
            line = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = db_field.related_model.objects.filter(exhibition__loans__lines=line).distinct()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def response_change(self, request: HttpRequest, obj: LoanLine) -> HttpResponse:
        super().response_change(request, obj)
        return redirect(address(obj.loan))

    def address_of(self, line: LoanLine) -> str:
        return f"{address(line.loan)}#object-{line.number}"

    @admin.display(description=PICTURE)
    def picture(self, line: LoanLine) -> SafeString:
        return thumbnail(line.object.image)

    @admin.display(description=_("object"), ordering="object__title")
    def called(self, line: LoanLine) -> SafeString:
        return format_html(
            '<span class="thing">{}</span><span class="sub">{}</span>', line.object.title, line.object.accession_number
        )

    @admin.display(description=_("loan"), ordering="loan__reference")
    def loan_of(self, line: LoanLine) -> SafeString:
        return format_html('{}<span class="sub">{}</span>', line.loan.lender.name, line.loan.reference)

    @admin.display(description=_("status"), ordering="status")
    def state(self, line: LoanLine) -> SafeString:
        return marks(line)

    @admin.display(description=_("period"))
    def days(self, line: LoanLine) -> str:
        return period_words(line.period)


def marks(line: LoanLine) -> SafeString:
    """The status, and what lies over it."""
    shown = status(line.status, line.get_status_display())
    if line.held_since:
        shown += status("on_hold", _now("On hold"))
    if line.incident_since:
        shown += status("incident", _now("Incident open"))
    return SafeString(shown)


def period_words(period: Any) -> str:
    if not period or period.lower is None or period.upper is None:
        return _now("no days yet")
    return _now("%(first)s to %(last)s") % {"first": written(period.lower), "last": written(period.upper)}


class WhyForm(DaysField):
    reason = forms.CharField(label=_("Why, in a few words"), widget=forms.Textarea({"rows": 3}))


class CorrectForm(forms.Form):
    reason = forms.CharField(label=_("Why was the entry wrong"), widget=forms.Textarea({"rows": 3}))


def step_page(request: HttpRequest, reference: str, uid: str, step: str) -> HttpResponse:
    """Hold, release, correct, settle an incident."""
    loan = loan_of(reference)
    return _STEPS[step](request, loan, line_of(loan, uid))


def _hold(request: HttpRequest, loan: Any, line: LoanLine) -> HttpResponse:
    form = WhyForm(request.POST or None)
    return step(
        request,
        form,
        loan=loan,
        do=lambda: services.hold(line, actor=actor_of(request), reason=form.cleaned_data["reason"], facts=form.facts()),
        done=_now("%(title)s is on hold.") % {"title": line.object.title},
        title=_now("Put on hold"),
        lead=_now("%(object)s: nothing is packed or promised until the hold is released.") % {"object": line.object},
        submit=_now("Put on hold"),
    )


def _release(request: HttpRequest, loan: Any, line: LoanLine) -> HttpResponse:
    form = DaysField(request.POST or None)
    return step(
        request,
        form,
        loan=loan,
        do=lambda: services.release(line, actor=actor_of(request), facts=form.facts()),
        done=_now("The hold on %(title)s is released.") % {"title": line.object.title},
        title=_now("Release the hold"),
        lead=_now("%(object)s was put on hold: %(reason)s") % {"object": line.object, "reason": line.hold_reason},
        submit=_now("Release the hold"),
    )


def _correct(request: HttpRequest, loan: Any, line: LoanLine) -> HttpResponse:
    form = CorrectForm(request.POST or None)
    return step(
        request,
        form,
        loan=loan,
        do=lambda: services.correct(line, actor=actor_of(request), reason=form.cleaned_data["reason"]),
        done=_now("The latest entry on %(title)s was undone; both stay in the file.") % {"title": line.object.title},
        title=_now("Correct the latest entry"),
        lead=_now("%(object)s is “%(status)s”. Undoing the latest entry puts it back where it was; both stay visible.")
        % {"object": line.object, "status": line.get_status_display()},
        submit=_now("Undo the latest entry"),
        danger=True,
    )


def _incident(line: LoanLine) -> str:
    """What happened, in the words of the open incidents."""
    return " ".join(line.incidents.filter(settled_on__isnull=True).order_by("pk").values_list("words", flat=True))


def _settle(request: HttpRequest, loan: Any, line: LoanLine) -> HttpResponse:
    form = WhyForm(request.POST or None)
    form.fields["reason"].label = _now("What was done about it")
    return step(
        request,
        form,
        loan=loan,
        do=lambda: services.settle_incident(
            line, actor=actor_of(request), reason=form.cleaned_data["reason"], facts=form.facts()
        ),
        done=_now("The incident on %(title)s is settled.") % {"title": line.object.title},
        title=_now("Settle the incident"),
        lead=f"{line.object}. {_incident(line)}",
        submit=_now("Settle it"),
    )


_STEPS = {"hold": _hold, "release": _release, "correct": _correct, "settle": _settle}
