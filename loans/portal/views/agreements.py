"""The agreement: read on screen or as a PDF, compared with the version before, signed by name or by hand."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from loans.errors import LoanError
from loans.models import AgreementVersion
from loans.portal import agreement_pages as pages
from loans.portal.door import Visit, portal_page
from loans.queries import agreement_versions_visible_to
from loans.services import agreements
from office.front.visitors import address_of
from office.people.signatures import SigningForm
from office.people.uploads import together
from office.records import files


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def agreement(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """One version; a POST takes this person's step."""
    versions = _versions(visit, reference)
    shown = _asked_for(request, versions)
    if request.method != "POST":
        contact = visit.contact
        form = SigningForm(initial={"name": contact.name, "title": contact.job_title})
        return _page(request, visit, versions, shown, form=form)
    return _sign(request, visit, versions, shown)


def _versions(visit: Visit, reference: str) -> list[AgreementVersion]:
    rows = agreement_versions_visible_to(visit.actor).filter(agreement__reference=reference).order_by("-number")
    versions = list(agreements.with_all(rows))
    if not versions:
        raise Http404
    return versions


def _asked_for(request: HttpRequest, versions: Sequence[AgreementVersion]) -> AgreementVersion:
    """The version of the address, else the newest that wasn't withdrawn."""
    wanted = request.GET.get("version", "")
    found = next((each for each in versions if str(each.number) == wanted), None)
    return found or next((each for each in versions if not each.withdrawn_on), versions[0])


def _page(
    request: HttpRequest,
    visit: Visit,
    versions: Sequence[AgreementVersion],
    shown: AgreementVersion,
    *,
    form: SigningForm,
    code: int = 200,
) -> HttpResponse:
    words = pages.agreement(versions, shown, request.GET.get("against", ""), actor=visit.actor)
    return render(request, "portal/agreement.html", words | {"form": form, "visit": visit}, status=code)


def _sign(
    request: HttpRequest, visit: Visit, versions: Sequence[AgreementVersion], shown: AgreementVersion
) -> HttpResponse:
    turn = agreements.turn(shown, actor=visit.actor)
    form = SigningForm(request.POST)
    code = 422
    with together() as taken:
        if turn is None:
            form.add_error(None, _("Nothing is to be signed on your side now. This is how it stands."))
            code = 409
        elif form.is_valid():
            try:
                agreements.sign(shown, actor=visit.actor, step=turn.step, ip=address_of(request) or None, **form.said())
            except LoanError as error:
                form.add_error(error.field if error.field in form.fields else None, error.sentence)
                code = 422 if error.field else 409
        if form.errors:
            taken.refuse()
    if not form.errors:
        messages.success(request, _("Recorded. Thank you: your signature stands under this version."))
        return redirect(f"{reverse('portal:agreement', kwargs={'reference': shown.agreement.reference})}#content")
    versions = _versions(visit, shown.agreement.reference)
    return _page(request, visit, versions, _asked_for(request, versions), form=form, code=code)


@require_safe
@portal_page
def pdf(request: HttpRequest, visit: Visit, reference: str, number: int) -> HttpResponseBase:
    """The text as it is signed, the sealed copy once there is one; without amounts for who may not see them."""
    version = next((each for each in _versions(visit, reference) if each.number == number), None)
    if version is None or version.file is None:
        raise Http404
    if agreements.sees_values(visit.actor):
        return files.response(
            version.sealed_file if version.sealed_file and "unsealed" not in request.GET else version.file
        )
    if version.own_paper:
        return render(request, "portal/agreement_paper.html", {"version": version, "visit": visit}, status=403)
    answer = HttpResponse(agreements.pdf(version, values=False), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{reference}-{number}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
