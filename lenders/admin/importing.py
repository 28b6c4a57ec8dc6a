"""Importing a list of objects in two steps: look at what would happen, then do it."""

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenders.models import Lender
from lenders.services.imports.batch import ImportResult, import_objects
from lenders.services.imports.profiles import PROFILES
from lenders.services.imports.refusals import ImportRefused
from office.people.desk import actor_of, may, page
from office.records import files
from office.records.models import StoredFile

_SALT = "lenders.import"
_KEPT_FOR = 24 * 3600
SHOWN = 200
"""Rows with a problem that are listed; the number of all of them is said."""


class UploadForm(forms.Form):
    lender = forms.ModelChoiceField(
        Lender.objects.order_by("name"),
        label=gettext_lazy("Whose objects"),
        empty_label=gettext_lazy("Choose a lender"),
    )
    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy("A CSV file or an Excel workbook. The first row names the columns."),
    )
    profile = forms.ChoiceField(
        label=gettext_lazy("Columns"),
        required=False,
        choices=[("", gettext_lazy("Find out from their names")), *((name, name) for name in sorted(PROFILES))],
    )


def import_page(request: HttpRequest) -> HttpResponse:
    """Upload, then a preview of a dry run, then the import of exactly the file that was previewed."""
    if not may(request, "objects.import"):
        return page(request, "desk/refused.html", title=_("Import objects"), status=403)
    if "ticket" in request.POST:
        return _import(request, request.POST["ticket"])
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload, lender = form.cleaned_data["file"], form.cleaned_data["lender"]
        data = upload.read()
        try:
            result = _run(
                request, data, lender=lender, name=upload.name, profile=form.cleaned_data["profile"], dry=True
            )
        except ImportRefused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            kept = files.keep_made(
                data, name=upload.name, media_type="application/octet-stream", by=actor_of(request).name
            )
            kept.refresh_from_db(fields=["uid"])
            ticket = {"file": str(kept.uid), "lender": lender.pk, "profile": form.cleaned_data["profile"]}
            return _answer(request, result, lender=lender, name=upload.name, ticket=signing.dumps(ticket, salt=_SALT))
    return page(
        request,
        "desk/lenders/import.html",
        title=_("Import objects"),
        crumbs=_crumbs(),
        form=form,
        status=422 if form.errors else 200,
    )


def _import(request: HttpRequest, ticket: str) -> HttpResponse:
    try:
        previewed = signing.loads(ticket, salt=_SALT, max_age=_KEPT_FOR)
        stored = StoredFile.objects.get(uid=previewed["file"])
        lender = Lender.objects.get(pk=previewed["lender"])
    except (signing.BadSignature, StoredFile.DoesNotExist, Lender.DoesNotExist):
        messages.error(request, _("The preview is too old. Upload the file again."))
        return redirect("admin:lenders_collectionobject_import")
    try:
        result = _run(
            request,
            files.read(stored),
            lender=lender,
            name=stored.original_name,
            profile=previewed["profile"],
            dry=False,
        )
    except ImportRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("admin:lenders_collectionobject_import")
    return _answer(request, result, lender=lender, name=stored.original_name, ticket="")


def _run(request: HttpRequest, data: bytes, *, lender: Lender, name: str, profile: str, dry: bool) -> ImportResult:
    return import_objects(
        io.BytesIO(data), lender=lender, actor=actor_of(request), file_name=name, profile=profile, dry_run=dry
    )


def _answer(request: HttpRequest, result: ImportResult, *, lender: Lender, name: str, ticket: str) -> HttpResponse:
    context: dict[str, Any] = {
        "result": result,
        "lender": lender,
        "name": name,
        "ticket": ticket,
        "refused": result.rejections[:SHOWN],
        "more_refused": max(0, len(result.rejections) - SHOWN),
        "objects": f"{reverse('admin:lenders_collectionobject_changelist')}?lender__id__exact={lender.pk}",
    }
    title = _("Import objects: preview") if ticket else _("Import objects: done")
    return page(request, "desk/lenders/import_result.html", title=title, crumbs=_crumbs(), **context)


def _crumbs() -> tuple[tuple[object, str], ...]:
    return ((_("Objects"), reverse("admin:lenders_collectionobject_changelist")),)
