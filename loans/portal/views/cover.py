"""The cover of a loan as its lender sees it, and the lender's yes to it: one button."""

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loans.errors import LoanError
from loans.portal import cover_pages, pages
from loans.portal.door import Visit, portal_page
from loans.queries import covers_visible_to, loans_visible_to
from loans.services import cover as services


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def cover(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Every cover that names objects of the loan; a POST accepts one."""
    loan = get_object_or_404(pages.with_people(loans_visible_to(visit.actor)), reference=reference)
    if request.method != "POST":
        return render(request, "portal/cover.html", cover_pages.page(loan, visit))
    wanted = request.POST.get("cover", "")
    covers = {str(each.uid): each for each in covers_visible_to(visit.actor).filter(lines__loan=loan).distinct()}
    if wanted not in covers:
        raise Http404
    try:
        services.accept(covers[wanted], loan, actor=visit.actor)
    except LoanError as error:
        messages.info(request, error.sentence)
    else:
        messages.success(request, _("Recorded: you accept this cover. Thank you."))
    return redirect(f"{reverse('portal:cover', kwargs={'reference': loan.reference})}#content")
