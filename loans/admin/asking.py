"""From the checklist to the lenders: the chosen entries become a draft loan for each lender, or are added to one."""

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exhibitions.admin.checklist import ChecklistAdmin, checklist_address
from exhibitions.models import ChecklistEntry, Exhibition
from lenders.models import CollectionObject, Lender
from loans.admin.basics import refuse, refused
from loans.errors import LoanError
from loans.models import Loan, LoanLine
from loans.services import loans as services
from loans.states import OVER
from office.front.templatetags.caravan import status
from office.people.desk import actor_of, may, page
from office.people.keys import is_key


@admin.action(description=_("Ask lenders …"))
def ask_lenders(modeladmin: Any, request: HttpRequest, queryset: QuerySet[ChecklistEntry]) -> HttpResponse | None:
    """Leads to a page that says which loans would be made."""
    shows = set(queryset.values_list("exhibition__code", flat=True))
    if len(shows) != 1:
        messages.error(request, _now("Choose entries of one exhibition at a time."))
        return None
    numbers = list(queryset.values_list("number", flat=True))
    return redirect(f"{reverse('admin:ask', args=(shows.pop(),))}?{urlencode({'n': numbers}, doseq=True)}")


class AskedFilter(admin.SimpleListFilter):
    """Whether a lender has been asked for the object."""

    title = _("asked for")
    parameter_name = "asked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Not asked for yet")), ("yes", _("Asked for")), ("own", _("Our own"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "own":
            return queryset.filter(object__lender__is_organiser=True)
        if self.value() in ("yes", "no"):
            asked = Exists(LoanLine.objects.filter(object=OuterRef("object"), loan__exhibition=OuterRef("exhibition")))
            rows = queryset.filter(object__lender__is_organiser=False)
            return rows.filter(asked) if self.value() == "yes" else rows.exclude(asked)
        return queryset


@admin.register(ChecklistEntry)
class AskingChecklistAdmin(ChecklistAdmin):
    """The checklist with what the lenders say."""

    list_display = ("picture", "place", "called", "owner", "section", "wish", "answer")
    list_filter = (*ChecklistAdmin.list_filter, AskedFilter)
    list_before_template = "desk/loans/checklist_head.html"
    actions = (ask_lenders, "choose", "drop")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under the heading of the exhibition when the list is that of one exhibition."""
        key = request.GET.get("exhibition__id__exact", "")
        show = Exhibition.objects.filter(pk=key).first() if is_key(key) else None
        heading: dict[str, Any] = {"title": _now("Checklist")}
        if show:
            heading = {"title": show.title, "exhibition": show, "here": "checklist"}
        return super().changelist_view(request, {**heading, **(extra_context or {})})

    def prepare(self, entries: list[Any]) -> None:
        """What became of each entry's object in this show, in one query: the liveliest line counts."""
        lines = LoanLine.objects.filter(
            object__in=[entry.object_id for entry in entries],
            loan__exhibition__in={entry.exhibition_id for entry in entries},
        ).select_related("loan")
        best: dict[tuple[int, int], LoanLine] = {}
        for line in sorted(lines, key=lambda each: (each.status not in OVER, each.pk)):
            best[line.object_id, line.loan.exhibition_id] = line
        for entry in entries:
            entry.line = best.get((entry.object_id, entry.exhibition_id))

    @admin.display(description=_("lender says"))
    def answer(self, entry: Any) -> SafeString | str:
        line = entry.line
        if line is None:
            return "" if entry.object.lender.is_organiser else _now("not asked yet")
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:loan", args=(line.loan.reference,)),
            status(line.status, line.get_status_display()),
        )


class AskForm(forms.Form):
    """For each lender: a new loan, or the draft it has already."""

    purpose = forms.CharField(label=_("Purpose"), max_length=300, required=False, help_text=_("Empty: the exhibition."))


def ask_page(request: HttpRequest, code: str) -> HttpResponse:
    """Says which loans would be made, then makes them; nothing is sent yet."""
    exhibition = get_object_or_404(Exhibition, code=code)
    if not may(request, "loans.edit"):
        return refused(request, exhibition.title, _now("Your role doesn't ask lenders. Ask a curator or registrar."))
    numbers = [int(number) for number in (request.POST.getlist("n") or request.GET.getlist("n")) if is_key(number)]
    wanted, own, there = _sorted(exhibition, numbers)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and wanted:
        try:
            made = _draft(request, exhibition, wanted, purpose=form.cleaned_data["purpose"])
        except LoanError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                ngettext(
                    "%(count)d loan is drafted. Look through it, then send the request.",
                    "%(count)d loans are drafted. Look through them, then send the requests.",
                    len(made),
                )
                % {"count": len(made)},
            )
            if len(made) == 1:
                return redirect("admin:loan", made[0].reference)
            return redirect(
                f"{reverse('admin:loans_loan_changelist')}?exhibition__id__exact={exhibition.pk}&stage=draft"
            )
    return page(
        request,
        "desk/loans/ask.html",
        title=_now("Ask lenders"),
        crumbs=((exhibition.title, checklist_address(exhibition)),),
        form=form,
        wanted=[(lender, things) for lender, things in wanted.items()],
        numbers=numbers,
        own=own,
        there=there,
        submit=ngettext("Draft %(count)d loan", "Draft %(count)d loans", len(wanted)) % {"count": len(wanted)},
        back=checklist_address(exhibition),
        status=422 if form.errors else 200,
    )


def _sorted(exhibition: Exhibition, numbers: list[int]) -> tuple[dict[Lender, list[CollectionObject]], int, int]:
    """The objects to ask for by lender; how many are our own, and how many were asked for already."""
    entries = exhibition.entries.filter(number__in=numbers).select_related("object__lender").order_by("number")
    asked = set(
        LoanLine.objects.filter(loan__exhibition=exhibition, object__in=[entry.object_id for entry in entries])
        .exclude(status__in=sorted(OVER))
        .values_list("object", flat=True)
    )
    wanted: dict[Lender, list[CollectionObject]] = defaultdict(list)
    own = there = 0
    for entry in entries:
        if entry.object.lender.is_organiser:
            own += 1
        elif entry.object_id in asked:
            there += 1
        else:
            wanted[entry.object.lender].append(entry.object)
    return dict(sorted(wanted.items(), key=lambda pair: pair[0].name)), own, there


@transaction.atomic
def _draft(
    request: HttpRequest, exhibition: Exhibition, wanted: dict[Lender, list[CollectionObject]], *, purpose: str
) -> list[Loan]:
    actor = actor_of(request)
    return [
        services.create(exhibition=exhibition, lender=lender, objects=things, purpose=purpose, actor=actor)
        for lender, things in wanted.items()
    ]
