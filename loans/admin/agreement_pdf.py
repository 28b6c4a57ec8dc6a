"""The text of an agreement as a PDF on the desk, with amounts for those alone who may see them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from loans.admin.agreement_pages import version_of
from loans.services import agreements as services
from office.people.desk import may, page
from office.records import files


def pdf_page(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The text as a PDF: the frozen file, the sealed one (`?sealed`), a numbered original to print (`?original=2`).

    Whoever may not see values gets a copy without them.
    """
    version = version_of(reference, number)
    name = f"{version.agreement.reference}-{version.number}.pdf"
    if not may(request, "values.see"):
        if version.own_paper:
            return page(
                request,
                "desk/refused.html",
                title=_("The lender's own paper"),
                words=_("It may say what the objects are worth, and your role doesn't see values. Ask a registrar."),
                status=403,
            )
        return _inline(services.pdf(version, values=False, draft=not version.issued_on), name)
    if "sealed" in request.GET and version.sealed_file:
        return files.response(version.sealed_file, download="download" in request.GET)
    wanted = request.GET.get("original", "")
    if wanted and version.issued_on and not version.own_paper:
        original = (
            version.originals.filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 4 else None
        )
        if original is None:
            raise Http404
        count = version.originals_wanted
        words = _("Original %(number)d of %(count)d") % {"number": original.number, "count": count}
        return _inline(
            services.pdf(version, original=words),
            f"{version.agreement.reference}-{number}-original-{original.number}.pdf",
        )
    if version.file:
        return files.response(version.file)
    return _inline(services.preview(version), name)


def _inline(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
