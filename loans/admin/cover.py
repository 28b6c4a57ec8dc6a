"""Cover of an exhibition: who bears the risk of what, where days are missing, what comes together, who said yes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loans.admin.basics import people_at
from loans.admin.cover_forms import ONE_DAY, AcceptForm, CoverForm, initial_of
from loans.admin.show_pages import form_step, show_of, show_page
from loans.models import BorrowerClass, Cover, CoverAcceptance, Loan
from loans.rules.cover import money
from loans.services import cover as services
from loans.services import exposure, lists
from loans.services.exposure import LineCover
from office.people.desk import actor_of, may
from office.records.wording import listed, written


@dataclass(frozen=True, slots=True)
class Yes:
    """A loan a cover names, and what its lender said."""

    loan: Loan
    acceptance: CoverAcceptance | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A cover as the page shows it; `limits` is empty for who may not see values."""

    cover: Cover
    days: str
    tone: str
    state: str
    objects: int
    limits: list[str]
    yeses: list[Yes]
    waiting: int


def cover_page(request: HttpRequest, code: str) -> HttpResponse:
    """A fixed number of questions to the database, whatever the number of objects and covers."""
    show = show_of(code)
    sees = may(request, "values.see")
    found = exposure.of_exhibition(show, actor=actor_of(request), on=timezone.localdate())
    covers = [shown(cover, sees=sees) for cover in found.covers]
    return show_page(
        request,
        "desk/loans/cover.html",
        show,
        here="cover",
        covers=covers,
        gaps=by_lender(row for row in found.lines if row.findings),
        open_lines=found.open_lines,
        closed_lines=len(found.lines) - found.open_lines,
        lines=len(found.lines),
        sums=_sums(found),
        indemnities=[{"indemnity": each, "ours": _ours(each)} for each in found.indemnities or ()],
        claims=[claim for cover in found.covers for claim in cover.claims.all()],
        edits=may(request, "cover.edit"),
        sees=sees,
        in_the_us=lists.shown_in_the_us(show),
    )


def shown(cover: Cover, *, sees: bool) -> Shown:
    """From a cover with its lines (and their loans and lenders) and acceptances prefetched."""
    lines = list(cover.lines.all())
    accepted = {each.loan_id: each for each in cover.acceptances.all()}
    loans = {line.loan_id: line.loan for line in lines}
    yeses = [Yes(loan, accepted.get(pk)) for pk, loan in sorted(loans.items())]
    if cover.granted_on:
        tone, state = "done", _("in force, granted on %(day)s") % {"day": written(cover.granted_on)}
    elif cover.applied_on:
        tone, state = "queued", _("applied for on %(day)s") % {"day": written(cover.applied_on)}
    else:
        tone, state = "draft", _("not applied for yet")
    limits = [
        _("%(what)s %(limit)s") % {"what": what, "limit": money(limit.amount, str(limit.currency))}
        for what, limit in (
            (_("in all"), cover.limit),
            (_("in one vehicle"), cover.limit_vehicle),
            (_("in one place"), cover.limit_location),
        )
        if limit is not None
    ]
    return Shown(
        cover=cover,
        days=days_of(cover),
        tone=tone,
        state=state,
        objects=len(lines),
        limits=limits if sees else [],
        yeses=yeses,
        waiting=sum(each.acceptance is None for each in yeses),
    )


def days_of(cover: Cover) -> str:
    last = cover.period.upper - ONE_DAY
    return _("%(first)s to %(last)s") % {"first": written(cover.period.lower), "last": written(last)}


def by_lender(rows: Iterable[LineCover]) -> list[tuple[str, list[tuple[list[str], list[LineCover]]]]]:
    """Lines of a lender with the same gaps stand together: what is said of thirty objects is said once."""
    lenders: dict[str, dict[tuple[str, ...], list[LineCover]]] = {}
    for row in rows:
        sentences = tuple(each.sentence for each in row.findings)
        lenders.setdefault(row.line.loan.lender.name, {}).setdefault(sentences, []).append(row)
    return [(name, [(list(said), those) for said, those in alike.items()]) for name, alike in lenders.items()]


def _sums(found: exposure.Exposure) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (
            title,
            [
                {
                    "place": each.place,
                    "totals": listed([money(total, currency) for currency, total in each.totals.items()])
                    or _("no value"),
                    "unvalued": each.unvalued,
                    "findings": each.findings,
                }
                for each in rows
            ],
        )
        for title, rows in found.sums or ()
    ]


def _ours(found: exposure.Indemnity) -> str:
    amount = money(found.liability.amount, found.liability.currency)
    if found.liability.a_year:
        return _("At least %(amount)s in a financial year.") % {"amount": amount}
    return _("At least %(amount)s for these objects.") % {"amount": amount}


def new_page(request: HttpRequest, code: str) -> HttpResponse:
    """Arranges a cover; `line` in the address ticks objects."""
    show = show_of(code)
    edits = may(request, "cover.edit")
    options: dict[str, Any] = {"show": show, "with_limits": may(request, "values.see")}
    form = (
        CoverForm(request.POST, request.FILES, **options)
        if request.method == "POST" and edits
        else CoverForm(initial={"lines": request.GET.getlist("line"), "borrower_class": BorrowerClass.OTHER}, **options)
    )
    back = reverse("admin:cover", args=(show.code,))
    return form_step(
        request,
        form,
        do=lambda: services.arrange(show, actor=actor_of(request), lines=form.chosen(), **form.terms()),
        done=_("The cover is recorded. Lenders accept it once it is granted."),
        title=_("Arrange cover"),
        submit=_("Record the cover"),
        template="desk/loans/cover_form.html",
        back=back,
        crumbs=((show.title, back),),
        ability="cover.edit",
    )


def change_page(request: HttpRequest, uid: str) -> HttpResponse:
    cover: Cover = get_object_or_404(Cover.objects.select_related("exhibition", "certificate"), uid=uid)
    show = cover.exhibition
    edits = may(request, "cover.edit")
    options: dict[str, Any] = {"show": show, "with_limits": may(request, "values.see"), "cover": cover}
    form = (
        CoverForm(request.POST, request.FILES, **options)
        if request.method == "POST" and edits
        else CoverForm(initial=initial_of(cover) if edits else {}, **options)
    )
    back = reverse("admin:cover", args=(show.code,))

    def do() -> None:
        services.change(cover, actor=actor_of(request), **form.terms())
        services.name_lines(cover, form.chosen(), actor=actor_of(request))

    return form_step(
        request,
        form,
        do=do,
        done=_("Recorded. Where a lender had accepted something else, its yes is asked for again."),
        title=cover,
        submit=_("Record the change"),
        template="desk/loans/cover_form.html",
        back=back,
        crumbs=((show.title, back),),
        ability="cover.edit",
        lead=_(
            "Making it longer, numbering it or adding its certificate keeps every yes. Changing what it covers, or taking days away, asks the lenders again."
        ),
    )


def accept_page(request: HttpRequest, uid: str, reference: str) -> HttpResponse:
    """Records a lender's yes that came by letter, mail or telephone."""
    cover: Cover = get_object_or_404(Cover.objects.select_related("exhibition"), uid=uid)
    loan = get_object_or_404(
        Loan.objects.select_related("lender__agent"), reference=reference, exhibition=cover.exhibition_id
    )
    people = people_at(loan)
    form = AcceptForm(request.POST or None, request.FILES or None, people=people)
    back = reverse("admin:cover", args=(cover.exhibition.code,))
    return form_step(
        request,
        form,
        do=lambda: services.accept(cover, loan, actor=actor_of(request), facts=form.facts()),
        done=_("%(lender)s accepts this cover: recorded.") % {"lender": loan.lender},
        title=_("Record that %(lender)s accepts") % {"lender": loan.lender},
        submit=_("Record it"),
        back=back,
        crumbs=((cover.exhibition.title, back),),
        ability="cover.edit",
        template="desk/loans/cover_accept.html",
        lead=_("%(cover)s, %(days)s, for %(loan)s.") % {"cover": cover, "days": days_of(cover), "loan": loan.reference},
        people=people,
    )
