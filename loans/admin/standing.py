"""Taking over a running show from a list: look at what would happen, then do it; what is still missing is said."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exhibitions.models import Exhibition
from lenders.services.imports.refusals import ImportRefused
from loans.admin.basics import refused
from loans.services import standing
from loans.services.standing import Missing, Plan
from loans.services.standing.columns import COLUMNS
from office.people.days import DayField
from office.people.desk import actor_of, may, page
from office.people.uploads import take, together
from office.records import files
from office.records.models import StoredFile
from office.records.wording import written

_SALT = "loans.standing"
_KEPT_FOR = 24 * 3600
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABILITY = "loans.record_answer"
MOST_SCANS = 100
SHOWN = 200
"""Rows with a problem that are listed; the number of all of them is said."""


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class ScansField(forms.FileField):
    """Any number of PDFs; each is checked by what it is, not by its name."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = [super(ScansField, self).clean(each, initial) for each in data or ()]
        names = [upload.name.casefold() for upload in uploads]
        twice = next((upload.name for upload in uploads if names.count(upload.name.casefold()) > 1), None)
        if twice:
            raise forms.ValidationError(_now("Two files are called “%(name)s”. Rename one.") % {"name": twice})
        if len(uploads) > MOST_SCANS:
            raise forms.ValidationError(
                _now("%(number)d files at once are too many; send at most %(most)d, then the list again with the rest.")
                % {"number": len(uploads), "most": MOST_SCANS}
            )
        return uploads


class ListForm(forms.Form):
    as_of = DayField(label=_("As of"), help_text=_("The day on which the list was true. Nothing before it falls due."))
    file = forms.FileField(
        label=_("The list"), help_text=_("The template filled in, or any CSV file or Excel workbook.")
    )
    scans = ScansField(
        label=_("Scans"), required=False, help_text=_("PDFs of agreements and letters that the list names, together.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = timezone.localdate
        self.fields["as_of"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields["scans"].widget.attrs["accept"] = "application/pdf"
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx,.xls,.ods,.txt"

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _now("%(day)s is still to come. Give the day of the list.") % {"day": written(day)}
            )
        return day


def standing_page(request: HttpRequest, code: str) -> HttpResponse:
    """Upload, then what the list would do, then exactly that."""
    show = get_object_or_404(Exhibition, code=code)
    if not may(request, ABILITY):
        return refused(request, _now("Take over loans as they stand"), "")
    if "ticket" in request.POST:
        return _take(request, show, request.POST["ticket"])
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with together() as taken:
            previewed = _preview(request, show, form)
            if previewed is None:
                taken.refuse()
        if previewed is not None:
            made, ticket, name = previewed
            return _answer(request, show, made, name=name, ticket=ticket)
    return page(
        request,
        "desk/loans/standing.html",
        title=_now("Take over loans as they stand"),
        crumbs=_crumbs(show),
        exhibition=show,
        form=form,
        columns=COLUMNS,
        back=reverse("admin:board", args=(show.code,)),
        status=422 if form.errors else 200,
    )


def template_page(request: HttpRequest, code: str) -> HttpResponse:
    """The template to fill in."""
    show = get_object_or_404(Exhibition, code=code)
    if not may(request, ABILITY):
        return refused(request, _now("Take over loans as they stand"), "")
    answer = HttpResponse(standing.template(), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="loans-as-they-stand-{show.code}.xlsx"'
    return answer


def _preview(request: HttpRequest, show: Exhibition, form: ListForm) -> tuple[Plan, str, str] | None:
    """The plan and the ticket to carry it out; None when the form says why not."""
    upload, as_of = form.cleaned_data["file"], form.cleaned_data["as_of"]
    data = upload.read()
    try:
        scans = {each.name: take(each, allow=("application/pdf",)) for each in form.cleaned_data["scans"]}
    except forms.ValidationError as refusal:
        form.add_error("scans", refusal)
        return None
    for scan in scans.values():
        scan.refresh_from_db(fields=["uid"])
    try:
        made = standing.plan(io.BytesIO(data), exhibition=show, as_of=as_of, actor=actor_of(request), scans=scans)
    except ImportRefused as refusal:
        form.add_error("file", refusal.sentence)
        return None
    for name in set(scans) - made.named(scans):
        _forget(scans.pop(name))
    kept = files.keep_made(data, name=upload.name, media_type="application/octet-stream", by=actor_of(request).name)
    kept.refresh_from_db(fields=["uid"])
    told = {
        "file": str(kept.uid),
        "scans": {name: str(scan.uid) for name, scan in scans.items()},
        "show": show.code,
        "as_of": as_of.isoformat(),
    }
    return made, signing.dumps(told, salt=_SALT, compress=True), upload.name


def _forget(scan: StoredFile) -> None:
    scan.file.delete(save=False)
    scan.delete()


def _take(request: HttpRequest, show: Exhibition, ticket: str) -> HttpResponse:
    again = redirect("admin:standing", show.code)
    try:
        told = signing.loads(ticket, salt=_SALT, max_age=_KEPT_FOR)
        stored = StoredFile.objects.get(uid=told["file"])
    except (signing.BadSignature, StoredFile.DoesNotExist):
        messages.error(request, _now("The preview is too old. Send the list again."))
        return again
    if told["show"] != show.code:
        messages.error(request, _now("The preview was for another exhibition. Send the list again."))
        return again
    kept = {str(each.uid): each for each in StoredFile.objects.filter(uid__in=list(told["scans"].values()))}
    try:
        made = standing.take(
            io.BytesIO(files.read(stored)),
            exhibition=show,
            as_of=ListForm.base_fields["as_of"].clean(told["as_of"]),
            actor=actor_of(request),
            scans={name: kept[uid] for name, uid in told["scans"].items() if uid in kept},
            file_name=stored.original_name,
        )
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        return again
    return _answer(request, show, made, name=stored.original_name, ticket="")


def _answer(request: HttpRequest, show: Exhibition, made: Plan, *, name: str, ticket: str) -> HttpResponse:
    here = [each.loan for each in made.loans if each.loan is not None]
    lacking = {} if ticket else standing.missing(here, on=timezone.localdate())
    rows = [(each, _by_number(lacking.get(each.loan.pk, ())) if each.loan else []) for each in made.loans]
    return page(
        request,
        "desk/loans/standing_result.html",
        title=_now("Loans as they stand: preview") if ticket else _now("Loans as they stand: done"),
        crumbs=_crumbs(show),
        exhibition=show,
        plan=made,
        counts=made.counts,
        rows=rows,
        lacks=any(missing for _each, missing in rows),
        name=name,
        ticket=ticket,
        will=_will(made) if ticket else [],
        refused=made.rejections[:SHOWN],
        more_refused=max(0, len(made.rejections) - SHOWN),
    )


def _by_number(lacking: Iterable[Missing]) -> list[tuple[int, list[str]]]:
    """What is missing for the same number of objects, together."""
    grouped: dict[int, list[str]] = {}
    for each in lacking:
        grouped.setdefault(each.objects, []).append(each.label)
    return sorted(grouped.items(), reverse=True)


def _will(made: Plan) -> Sequence[str]:
    """What taking the list would do, in sentences."""
    told = []
    if made.new_loans:
        told.append(ngettext("%(n)d loan is made.", "%(n)d loans are made.", made.new_loans) % {"n": made.new_loans})
    if made.new_objects:
        told.append(
            ngettext(
                "%(n)d object is new here: it is added to its lender and to the checklist.",
                "%(n)d objects are new here: they are added to their lenders and to the checklist.",
                made.new_objects,
            )
            % {"n": made.new_objects}
        )
    agreements = sum(each.agreement is not None and each.agreement.change == "new" for each in made.loans)
    if agreements:
        told.append(
            ngettext(
                "%(n)d agreement is recorded as signed by both.",
                "%(n)d agreements are recorded as signed by both.",
                agreements,
            )
            % {"n": agreements}
        )
    told.append(_now("No letter is written to anybody, and nothing that fell due before becomes overdue here."))
    return told


def _crumbs(show: Exhibition) -> tuple[tuple[object, str], ...]:
    return ((show.title, reverse("admin:board", args=(show.code,))),)
