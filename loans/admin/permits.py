"""Permits of a show: decrees, export licences, CITES permits and customs entries, each for the objects it names."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_countries.fields import Country

from exhibitions.models import Exhibition
from loans.admin.basics import carry_out
from loans.models import LoanLine, Permit, PermitDirection, PermitKind, PermitStatus
from loans.services import permits as services
from loans.states import EXITS, LineStatus
from office.people.days import DayField
from office.people.desk import actor_of, may, page
from office.people.uploads import take
from office.records.models import StoredFile


def list_page(request: HttpRequest, code: str) -> HttpResponse:
    """All permits of a show, the newest first, with how many objects each names."""
    show = get_object_or_404(Exhibition, code=code)
    permits = show.permits.select_related("file").prefetch_related("lines__loan__lender", "lines__object")
    today = timezone.localdate()
    return page(
        request,
        "desk/loans/permits.html",
        title=show.title,
        crumbs=((_("Exhibitions"), reverse("admin:exhibitions_exhibition_changelist")),),
        exhibition=show,
        here="permits",
        permits=[
            (each, _tone(each), _lenders(each), bool(each.return_by and each.return_by < today)) for each in permits
        ],
        edits=may(request, "gates.edit"),
    )


def _tone(permit: Permit) -> str:
    return {"granted": "done", "refused": "attention"}.get(permit.status, "waiting")


def _lenders(permit: Permit) -> list[str]:
    return list(dict.fromkeys(line.loan.lender.name for line in permit.lines.all()))


class PermitForm(forms.Form):
    """What stands on the paper, and the objects it names."""

    kind = forms.ChoiceField(label=_("What it is"), choices=PermitKind.choices)
    direction = forms.ChoiceField(label=_("For which way"), choices=PermitDirection.choices)
    status = forms.ChoiceField(label=_("How it stands"), choices=PermitStatus.choices)
    country = forms.ChoiceField(label=_("Country"), required=False)
    number = forms.CharField(label=_("Number"), max_length=100, required=False)
    authority = forms.CharField(
        label=_("Issued by"), max_length=200, required=False, help_text=_("The ministry, commission or office.")
    )
    signatory = forms.CharField(label=_("Signed by"), max_length=200, required=False)
    applied_on = DayField(label=_("Applied for on"), required=False)
    issued_on = DayField(label=_("Dated"), required=False)
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False)
    return_by = DayField(label=_("Objects back by"), required=False, help_text=_("If the paper says so."))
    discharged_on = DayField(label=_("Discharged on"), required=False, help_text=_("Customs entries: when closed."))
    file = forms.FileField(label=_("The paper"), required=False, help_text=_("A PDF or a picture."))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))
    lines = forms.MultipleChoiceField(label=_("Objects it names"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, show: Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("Choose one")), *countries]
        self.rows = {str(line.uid): line for line in _lines_of(show)}
        lines = self.fields["lines"]
        assert isinstance(lines, forms.MultipleChoiceField)
        by_lender: dict[str, list[tuple[str, str]]] = {}
        for uid, line in self.rows.items():
            by_lender.setdefault(line.loan.lender.name, []).append(
                (uid, f"{line.loan.reference}/{line.number} {line.object.title}")
            )
        lines.choices = list(by_lender.items())

    def clean_file(self) -> StoredFile | None:
        upload = self.cleaned_data["file"]
        return take(upload) if upload else None

    def chosen(self) -> list[LoanLine]:
        return [self.rows[uid] for uid in self.cleaned_data["lines"]]

    def facts(self) -> services.PermitFacts:
        said = {name: value for name, value in self.cleaned_data.items() if name != "lines"}
        return services.PermitFacts(**said)


def _lines_of(show: Exhibition) -> list[LoanLine]:
    return list(
        LoanLine.objects.filter(loan__exhibition=show)
        .exclude(status__in=[*EXITS, LineStatus.DRAFT])
        .select_related("loan__lender", "object")
        .order_by("loan__lender__name", "loan__reference", "number")
    )


def new_page(request: HttpRequest, code: str) -> HttpResponse:
    """Records a permit; `line` in the address ticks objects, `kind` and `direction` choose."""
    show = get_object_or_404(Exhibition, code=code)
    initial = {
        "lines": request.GET.getlist("line"),
        "kind": request.GET.get("kind", PermitKind.DECREE),
        "direction": request.GET.get("direction", PermitDirection.OUT),
        "status": PermitStatus.GRANTED,
    }
    return _form_page(request, show, permit=None, initial=initial)


def change_page(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    """Changes what is recorded of a permit."""
    show = get_object_or_404(Exhibition, code=code)
    permit = get_object_or_404(show.permits, uid=uid)
    names = services.PermitFacts.__dataclass_fields__
    initial = {name: getattr(permit, name) for name in names if name != "file"}
    initial["country"] = permit.country.code if isinstance(permit.country, Country) else permit.country
    initial["lines"] = [str(each) for each in permit.lines.values_list("uid", flat=True)]
    return _form_page(request, show, permit=permit, initial=initial)


def _form_page(
    request: HttpRequest, show: Exhibition, *, permit: Permit | None, initial: dict[str, Any]
) -> HttpResponse:
    back = reverse("admin:permits", args=(show.code,))
    reads = request.method == "POST" and may(request, "gates.edit")
    form = PermitForm(request.POST, request.FILES, show=show) if reads else PermitForm(initial=initial, show=show)
    if reads and carry_out(form, lambda: _save(request, show, permit, form)):
        messages.success(request, _now("Recorded. The gates of these objects follow."))
        return redirect(back)
    return page(
        request,
        "desk/loans/permit.html",
        title=str(permit) if permit else _("Record a permit"),
        crumbs=((show.title, back),),
        form=form,
        submit=_("Record it"),
        back=back,
        permit=permit,
        may_edit=may(request, "gates.edit"),
        status=422 if form.errors else 200,
    )


def _save(request: HttpRequest, show: Exhibition, permit: Permit | None, form: PermitForm) -> None:
    actor = actor_of(request)
    if permit is None:
        services.record(show, form.facts(), lines=form.chosen(), actor=actor)
    else:
        services.change(permit, form.facts(), lines=form.chosen(), actor=actor)
