"""The addresses of agreements on the desk."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, re_path

from loans.admin import agreement_amending, agreement_pages, agreement_pdf, agreement_signing, agreements, clauses

_LOAN = r"^loans/(?P<reference>L-\d{4}-\d+)"
_AGREEMENT = r"^agreements/(?P<reference>A-\d{4}-\d{1,9})"
_STEP = r"(?P<name>write|issue|paper|ours|withdraw|sign|lender|organiser)"


def _number(view: Callable[..., Any]) -> Callable[..., Any]:
    """Numbers of the address as numbers."""

    def with_numbers(request: Any, **found: str) -> Any:
        return view(request, **{name: int(text) if text.isdecimal() else text for name, text in found.items()})

    return with_numbers


def pages(guard: Callable[[Any], Any]) -> list[URLPattern]:
    version = _AGREEMENT + r"/(?P<number>\d{1,4})"
    return [
        re_path(_LOAN + r"/agreement/$", guard(agreements.issue_page), name="agreement_issue"),
        re_path(_LOAN + r"/agreement/new/$", guard(agreements.new_page), name="agreement_new"),
        re_path(_LOAN + r"/agreement/(?P<side>lender|organiser)/$", guard(agreements.sign_page), name="agreement_sign"),
        re_path(_LOAN + r"/recall/$", guard(agreement_amending.recall_page), name="loan_recall"),
        re_path(_AGREEMENT + r"/$", guard(agreement_pages.agreement_page), name="agreement"),
        re_path(_AGREEMENT + r"/amend/$", guard(agreement_amending.amend_page), name="agreement_amend"),
        re_path(version + r"/pdf/$", guard(_number(agreement_pdf.pdf_page)), name="agreement_pdf"),
        re_path(version + rf"/{_STEP}/$", guard(_number(agreements.step_page)), name="agreement_step"),
        re_path(
            version + r"/originals/(?P<place>\d{1,3})/$",
            guard(_number(agreement_signing.original_page)),
            name="agreement_original",
        ),
        path("clauses/<slug:code>/<slug:alternative>/new/", guard(clauses.write_page), name="clause_write"),
        path("clauses/<uuid:uid>/<slug:step>/", guard(clauses.step_page), name="clause_step"),
    ]
