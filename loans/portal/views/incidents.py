"""What happened to an object of the lender's, and its consent to going on."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loans.errors import LoanError, WrongState
from loans.portal import movement_pages as pages
from loans.portal.door import Visit, portal_page
from loans.queries import incidents_visible_to
from loans.services import incidents


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def incident(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Shows it; a POST records the consent of the person who is here."""
    row = get_object_or_404(pages.with_object(incidents_visible_to(visit.actor)), reference=reference)
    refusal = ""
    if request.method == "POST":
        try:
            incidents.consent(row, actor=visit.actor)
        except WrongState as error:  # pressed twice, or a colleague was first
            messages.info(request, error.sentence)
            return redirect("portal:incident", reference)
        except LoanError as error:
            refusal = error.sentence
        else:
            messages.success(request, _("Recorded: you consent. The organiser reads it at once."))
            return redirect("portal:incident", reference)
    words = pages.incident(row, actor=visit.actor) | {"visit": visit, "refusal": refusal}
    return render(request, "portal/incident.html", words, status=409 if refusal else 200)
