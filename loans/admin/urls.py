"""The pages of our own inside the admin site; config.site puts them before the lists and forms."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, re_path
from django.urls.converters import UUIDConverter

from exhibitions.admin import facility as venue_reports
from exhibitions.admin.checklist import add_page
from loans.admin import (
    agreement_urls,
    asking,
    board,
    cover_urls,
    facility,
    files,
    gates,
    lines,
    loan_page,
    movement_urls,
    moving,
    objections,
    permits,
    report_pages,
    standing,
    starting,
    terms_urls,
)

_SHOW = r"^exhibitions/(?P<code>[-a-zA-Z0-9_]+)"
_LOAN = r"^loans/(?P<reference>L-\d{4}-\d+)"
_LINE = _LOAN + rf"/objects/(?P<uid>{UUIDConverter.regex})"
_REPORT = r"^reports/(?P<reference>CR-\d{4}-\d+)"


def pages(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """Each behind `guard`, which asks for a signed-in member of staff."""
    return [
        path("files/<uuid:uid>/", guard(files.file_page), name="file"),
        path("exhibitions/<slug:code>/board/", guard(board.board), name="board"),
        path("exhibitions/<slug:code>/add-objects/", guard(add_page), name="checklist_add"),
        path("exhibitions/<slug:code>/ask/", guard(asking.ask_page), name="ask"),
        path("exhibitions/<slug:code>/standing/", guard(standing.standing_page), name="standing"),
        path("exhibitions/<slug:code>/standing/template/", guard(standing.template_page), name="standing_template"),
        path("exhibitions/<slug:code>/reports/", guard(report_pages.all_reports), name="exhibition_reports"),
        path("exhibitions/<slug:code>/gates/", guard(gates.board), name="gates"),
        path("exhibitions/<slug:code>/gates/choose/", guard(gates.choose), name="gate_choose"),
        re_path(_SHOW + r"/gates/(?P<name>[a-z_]+)/$", guard(gates.decide_page), name="gate_decide"),
        path("exhibitions/<slug:code>/permits/", guard(permits.list_page), name="permits"),
        path("exhibitions/<slug:code>/permits/new/", guard(permits.new_page), name="permit_new"),
        path("exhibitions/<slug:code>/permits/<uuid:uid>/", guard(permits.change_page), name="permit"),
        path("exhibitions/<slug:code>/facility/", guard(facility.exhibition_page), name="exhibition_facility"),
        path("venues/<uuid:uid>/facility/", guard(venue_reports.draft_page), name="facility_draft"),
        path("facility/<uuid:uid>/", guard(venue_reports.report_page), name="facility"),
        path("facility/<uuid:uid>/write/", guard(venue_reports.write_page), name="facility_write"),
        path("facility/<uuid:uid>/compare/", guard(venue_reports.compare_page), name="facility_compare"),
        path("facility/<uuid:uid>/issue/", guard(venue_reports.issue_page), name="facility_issue"),
        path("facility/<uuid:uid>/discard/", guard(venue_reports.discard_page), name="facility_discard"),
        path("facility/<uuid:uid>/supplement/", guard(venue_reports.supplement_page), name="facility_supplement"),
        path("facility/<uuid:uid>/readers/", guard(facility.readers_page), name="facility_readers"),
        path("facility/<uuid:uid>/pdf/", guard(facility.pdf_page), name="facility_pdf"),
        path("facility/<uuid:uid>/word/<slug:code>/", guard(facility.word_page), name="facility_word"),
        path("facility/questions/<uuid:uid>/", guard(facility.answer_page), name="facility_answer"),
        *agreement_urls.pages(guard),
        *movement_urls.pages(guard),
        *cover_urls.pages(guard),
        *terms_urls.pages(guard),
        path("loans/new/", guard(starting.new_page), name="loan_new"),
        re_path(_LOAN + r"/$", guard(loan_page.loan_page), name="loan"),
        re_path(_LOAN + r"/send/$", guard(starting.send_page), name="loan_send"),
        re_path(_LOAN + r"/add-objects/$", guard(starting.add_page), name="loan_add"),
        re_path(_LOAN + r"/move/$", guard(moving.choose), name="loan_moves"),
        re_path(_LOAN + r"/move/(?P<name>[a-z_]+)/$", guard(moving.move_page), name="loan_move"),
        re_path(_LOAN + r"/reports/$", guard(report_pages.loan_reports), name="loan_reports"),
        re_path(_LINE + r"/(?P<step>hold|release|correct|settle)/$", guard(lines.step_page), name="line_step"),
        re_path(_LINE + r"/objection/$", guard(objections.objection_page), name="line_objection"),
        re_path(_LINE + r"/gates/$", guard(gates.line_page), name="line_gates"),
        re_path(_LINE + r"/gates/(?P<name>[a-z_]+)/forget/$", guard(gates.forget_page), name="gate_forget"),
        re_path(_LINE + r"/report/$", guard(report_pages.start_page), name="report_start"),
        re_path(_REPORT + r"/sign/$", guard(report_pages.sign_page), name="report_sign"),
        re_path(_REPORT + r"/pdf/$", guard(report_pages.pdf_page), name="report_pdf"),
    ]
