"""“That isn't what we said”: the lender's word on an entry that was made in its name."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lenders.queries import organiser_name
from loans.errors import LoanError
from loans.portal import pages
from loans.portal.door import Visit, portal_page
from loans.queries import lines_visible_to
from loans.rules import behalf
from loans.services import objections


class ObjectionForm(forms.Form):
    words = forms.CharField(
        label=_("What you said, or what is wrong"),
        strip=True,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Say what you said instead, or what is wrong.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def objection(request: HttpRequest, visit: Visit, reference: str, uid: uuid.UUID) -> HttpResponseBase:
    """Shows the entry and asks what is wrong with it; a POST says so to the registrar."""
    row = get_object_or_404(pages.with_object(lines_visible_to(visit.actor)), loan__reference=reference, uid=uid)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            objections.object_to(row, form.cleaned_data["words"], actor=visit.actor)
        except LoanError as error:
            form.add_error("words" if error.field else None, error.sentence)
        else:
            messages.success(request, _now("Your words are with the registrar. The answer will stand here."))
            return redirect("portal:line", reference=reference, uid=uid)
    return render(
        request,
        "portal/objection.html",
        {
            "line": row,
            "loan": row.loan,
            "organiser": organiser_name(),
            "told": behalf.of_uids([row.uid]).get(row.uid),
            "form": form,
            "visit": visit,
        },
        status=422 if form.errors else 200,
    )
