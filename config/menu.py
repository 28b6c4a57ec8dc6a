"""The admin's menu, arranged by the day's work; each person sees what her role may open."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.models import Deadline
from office.people.desk import may


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of entries as unfold draws them; a group without entries isn't drawn."""
    if not may(request, "see"):
        return []
    groups: list[tuple[str, list[dict[str, Any]]]] = [
        ("", [_entry(_("Today"), reverse("admin:index"), "today", exactly=True)]),
        (
            _("Shows and loans"),
            [
                _list(_("Exhibitions"), "exhibitions_exhibition", "museum", also="/admin/exhibitions/"),
                _list(_("Loans"), "loans_loan", "handshake", also="/admin/loans/L-"),
                _list(_("Deadlines"), "loans_deadline", "event", badge=_overdue()),
                _list(_("Condition reports"), "loans_conditionreport", "stethoscope"),
                _list(_("Clauses"), "loans_clausetext", "gavel"),
            ],
        ),
        (
            _("Collections"),
            [
                _list(_("Objects"), "lenders_collectionobject", "deployed_code"),
                _list(_("Lenders"), "lenders_lender", "account_balance"),
                _list(_("Contacts"), "lenders_contact", "contacts"),
            ],
        ),
        (
            _("Office"),
            [
                *([_list(_("Post"), "post_letter", "mail")] if may(request, "letters.see") else []),
                _list(_("Jobs"), "records_job", "pending_actions"),
                _list(_("Audit trail"), "records_auditevent", "history"),
                *([_list(_("People"), "people_user", "badge")] if may(request, "people.edit") else []),
                *([_list(_("API tokens"), "lenders_apitoken", "key")] if may(request, "tokens.edit") else []),
                _list(_("Venues"), "exhibitions_venue", "location_on", also="/admin/facility/"),
            ],
        ),
    ]
    return [{"title": title, "items": entries} for title, entries in groups if entries]


def _list(title: str, name: str, icon: str, *, also: str = "", badge: int = 0) -> dict[str, Any]:
    return _entry(title, reverse(f"admin:{name}_changelist"), icon, also=also, badge=badge)


def _entry(
    title: str, link: str, icon: str, *, exactly: bool = False, also: str = "", badge: int = 0
) -> dict[str, Any]:
    entry: dict[str, Any] = {"title": title, "link": link, "icon": icon, "active": _active(link, exactly, also)}
    if badge:
        entry["badge"] = badge
    return entry


def _active(link: str, exactly: bool, also: str) -> Callable[[HttpRequest], bool]:
    """Lit for its list and what lies under it; `also` is where its own pages live, outside other lists."""

    def lit(request: HttpRequest) -> bool:
        path = request.path
        if exactly:
            return path == link
        inside_another_list = path.startswith(("/admin/exhibitions/venue/",))
        return path.startswith(link) or (bool(also) and path.startswith(also) and not inside_another_list)

    return lit


def _overdue() -> int:
    """Open deadlines that have passed; the partial index on open deadlines answers it."""
    return Deadline.objects.filter(done_on__isnull=True, due_date__lt=timezone.localdate()).count()
