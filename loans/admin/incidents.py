"""Incidents on screen: written down in a minute, whom to telephone at once, and what follows until it is settled."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.admin.basics import DaysField, DecisionForm, address, carry_out, crumbs, line_of, loan_of, people_at, refused
from loans.admin.lines import marks
from loans.admin.movement import form_page
from loans.models import Incident, IncidentKind, LoanLine
from loans.services import incidents as services
from loans.services import locations
from office.people.days import DayField
from office.people.desk import actor_of, may, page
from office.people.uploads import PICTURES, take
from office.records.wording import written


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[(kind.value, kind.label) for kind in services.BY_HAND],
        widget=forms.RadioSelect,
        initial=IncidentKind.DAMAGE,
    )
    words = forms.CharField(
        label=_("What happened"),
        widget=forms.Textarea({"rows": 4}),
        max_length=10_000,
        help_text=_("What you see, where on the object, how large. Say what is known and nothing else."),
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    happened_on = DayField(label=_("Found on"))
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    found_by = forms.CharField(label=_("Found by"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = timezone.localdate
        # A phone offers its camera.
        self.fields["photo"].widget.attrs.update({"accept": "image/*", "capture": "environment"})

    def clean_photo(self) -> Any:
        upload = self.cleaned_data["photo"]
        return take(upload, allow=PICTURES) if upload else None


def report_page(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    """The form; saved, it leads to the incident with the telephone numbers."""
    loan = loan_of(reference)
    line = line_of(loan, uid)
    title = _now("Report damage or loss")
    if not may(request, "loans.handle"):
        return refused(request, title, "")
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        initial={"place": _place(line), "found_by": actor_of(request).name},
    )
    made: list[Incident] = []
    began = timezone.now()
    if request.method == "POST" and carry_out(
        form, lambda: made.append(services.report(line, actor=actor_of(request), **form.cleaned_data))
    ):
        if made[0].created_at < began:
            messages.info(request, _now("This was recorded already, as %(incident)s.") % {"incident": made[0]})
        return redirect("admin:incident", made[0].reference)
    return page(
        request,
        "desk/form.html",
        title=title,
        crumbs=crumbs(loan),
        lead=_now("%(object)s. Damage and loss put it on hold until the lender's consent is recorded.")
        % {"object": line.object},
        form=form,
        submit=_now("Record it"),
        back=address(loan),
        status=422 if request.method == "POST" else 200,
    )


def _place(line: LoanLine) -> str:
    spot = locations.latest([line]).get(line.pk)
    return str(spot.place or spot.get_kind_display()) if spot else ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is to be done about an incident: done on a day, or due by one."""

    what: str
    words: str
    tone: str = ""
    address: str = ""
    action: str = ""


def incident_of(reference: str) -> Incident:
    rows = Incident.objects.select_related(
        "line__object__image", "line__loan__lender__agent", "line__loan__exhibition", "photo"
    )
    return get_object_or_404(rows, reference=reference)


def incident_page(request: HttpRequest, reference: str) -> HttpResponse:
    incident = incident_of(reference)
    line = incident.line
    return page(
        request,
        "desk/loans/incident.html",
        title=_now("%(kind)s, %(incident)s") % {"kind": incident.get_kind_display(), "incident": incident},
        crumbs=crumbs(line.loan),
        incident=incident,
        line=line,
        loan=line.loan,
        mark=marks(line),
        telephones=services.whom_to_telephone(line) if not incident.notified_on and incident.notify_by else [],
        steps=_steps(request, incident),
        open=not incident.settled_on,
    )


def _steps(request: HttpRequest, incident: Incident) -> list[Step]:
    handles, answers = may(request, "loans.handle"), may(request, "loans.record_answer")
    steps = []
    if incident.notify_by:
        steps.append(
            _step(
                incident,
                "told",
                _now("Lender told"),
                _now("Record that the lender was told"),
                may_do=handles,
                done_on=incident.notified_on,
                due=incident.notify_by,
                who=incident.notified_whom,
            )
        )
    if incident.kind in services.HOLDING:
        steps.append(
            _step(
                incident,
                "consent",
                _now("Lender's consent"),
                _now("Record the lender's consent"),
                may_do=answers,
                done_on=incident.consent_on,
                due=None,
                who=_consent_words(incident),
            )
        )
    if incident.report_by:
        steps.append(
            _step(
                incident,
                "reported",
                _now("Our report"),
                _now("Record that our report was sent"),
                may_do=handles,
                done_on=incident.reported_on,
                due=incident.report_by,
                who="",
            )
        )
    waits = incident.kind in services.HOLDING and not incident.consent_on
    steps.append(
        _step(
            incident,
            "settle",
            _now("Settled"),
            _now("Say what was done about it"),
            may_do=handles and not waits,
            done_on=incident.settled_on,
            due=None,
            who=incident.settlement,
        )
    )
    return steps


def _consent_words(incident: Incident) -> str:
    """By whom, and that we wrote it down for the lender when we did."""
    return ". ".join(filter(None, (incident.consent_by, services.consent_recorded(incident))))


def _step(
    incident: Incident, name: str, what: str, action: str, *, may_do: bool, done_on: Any, due: Any, who: str
) -> Step:
    if done_on:
        day = written(done_on)
        return Step(what, f"{day}: {who}" if who else day, tone="done")
    late = bool(due and due < timezone.localdate())
    words = _now("due by %(day)s") % {"day": written(due)} if due else _now("not yet")
    link = reverse("admin:incident_step", args=(incident.reference, name)) if may_do else ""
    return Step(what, words, tone="attention" if late else "", address=link, action=action)


class ToldForm(DaysField):
    happened_on = DayField(label=_("Told on"))
    whom = forms.CharField(
        label=_("Whom"), max_length=200, help_text=_("Who it was, and how: Dr Rahimova, by telephone.")
    )


class SettleForm(DaysField):
    happened_on = DayField(label=_("Settled on"))
    words = forms.CharField(label=_("What was done about it"), widget=forms.Textarea({"rows": 3}), max_length=10_000)


class ReportedForm(DaysField):
    happened_on = DayField(label=_("Sent on"))


def step_page(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Told, consent, reported, settle."""
    incident = incident_of(reference)
    actor = actor_of(request)
    ability, title, form, do = _STEPS[step](request, incident, actor)
    return form_page(
        request,
        form,
        do=do,
        done=_now("It is in the file."),
        to=reverse("admin:incident", args=(reference,)),
        title=title,
        submit=_now("Record it"),
        crumbs=(*crumbs(incident.line.loan), (incident.reference, reverse("admin:incident", args=(reference,)))),
        ability=ability,
        lead=f"{incident.line.object}. {incident.words}",
        template="desk/loans/incident_step.html",
        people=people_at(incident.line.loan) if step in ("consent", "told") else [],
    )


def _told(request: HttpRequest, incident: Incident, actor: Any) -> Any:
    form = ToldForm(request.POST or None)
    form.fields["whom"].widget.attrs["list"] = "people"
    return (
        "loans.handle",
        _now("Record that the lender was told"),
        form,
        lambda: services.notified(
            incident, on=form.cleaned_data["happened_on"], whom=form.cleaned_data["whom"], actor=actor
        ),
    )


def _consent(request: HttpRequest, incident: Incident, actor: Any) -> Any:
    form = DecisionForm(request.POST or None, request.FILES or None, people=people_at(incident.line.loan))
    form.fields["decided_by"].label = _now("Who consented")
    return (
        "loans.record_answer",
        _now("Record the lender's consent"),
        form,
        lambda: services.consent(incident, actor=actor, facts=form.facts()),
    )


def _reported(request: HttpRequest, incident: Incident, actor: Any) -> Any:
    form = ReportedForm(request.POST or None)
    return (
        "loans.handle",
        _now("Record that our report was sent"),
        form,
        lambda: services.reported(incident, on=form.cleaned_data["happened_on"], actor=actor),
    )


def _settle(request: HttpRequest, incident: Incident, actor: Any) -> Any:
    form = SettleForm(request.POST or None)
    return (
        "loans.handle",
        _now("Say what was done about it"),
        form,
        lambda: services.settle(
            incident, words=form.cleaned_data["words"], on=form.cleaned_data["happened_on"], actor=actor
        ),
    )


_STEPS = {"told": _told, "consent": _consent, "reported": _reported, "settle": _settle}
