"""The portal's URLs. Loans by reference, lines and files by UUID, never by primary key."""

from django.urls import path, register_converter

from loans.portal.views import agreements, cover, entry, facility, files, incidents, lines, objections, requests, terms


class Reference:
    """A loan's reference as we give it out, so that nothing else reaches the database."""

    regex = r"L-[0-9]{4}-[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AgreementReference(Reference):
    """An agreement's reference."""

    regex = r"A-[0-9]{4}-[0-9]{1,9}"


class IncidentReference(Reference):
    """An incident's reference."""

    regex = r"I-[0-9]{4}-[0-9]{1,9}"


register_converter(Reference, "loan_reference")
register_converter(IncidentReference, "incident_reference")
register_converter(AgreementReference, "agreement_reference")

app_name = "portal"
urlpatterns = [
    path("", entry.home, name="home"),
    path("i/<str:token>/", entry.landing, name="landing"),
    path("code/", entry.code, name="code"),
    path("leave/", entry.leave, name="leave"),
    path("loans/<loan_reference:reference>/", requests.loan, name="loan"),
    path("loans/<loan_reference:reference>/<uuid:uid>/", lines.line, name="line"),
    path("loans/<loan_reference:reference>/<uuid:uid>/objection/", objections.objection, name="objection"),
    path("loans/<loan_reference:reference>/conditions/", terms.add, name="terms"),
    path("loans/<loan_reference:reference>/conditions/<uuid:uid>/", terms.term, name="term"),
    path("agreements/<agreement_reference:reference>/", agreements.agreement, name="agreement"),
    path("agreements/<agreement_reference:reference>/<int:number>/agreement.pdf", agreements.pdf, name="agreement_pdf"),
    path("loans/<loan_reference:reference>/cover/", cover.cover, name="cover"),
    path("facility/<uuid:uid>/", facility.report, name="facility"),
    path("facility/<uuid:uid>/report.pdf", facility.pdf, name="facility_pdf"),
    path("facility/<uuid:uid>/<slug:code>/", facility.section, name="facility_section"),
    path("incidents/<incident_reference:reference>/", incidents.incident, name="incident"),
    path("files/<uuid:uid>/", files.file, name="file"),
]
