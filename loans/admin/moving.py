"""One small page for each move: it asks what that move needs, and makes it for one object or for many."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lenders.models import CollectionObject
from loans.admin.basics import DaysField, DecisionForm, address, carry_out, crumbs, loan_of, people_at
from loans.admin.terms import read_rows
from loans.admin.words import staff_label
from loans.errors import LoanError
from loans.models import Loan, LoanLine, Term, TermStatus
from loans.rules import open_gates_of, standing_of
from loans.services import lines as services
from loans.services import threads
from loans.services.offers import OfferRows
from loans.services.threads import Thread
from loans.states import MOVES, DeclineReason, Move
from office.people.desk import actor_of, may, page
from office.records.wording import listed


def form_for(step: Move) -> type[DaysField]:
    """The form of a move: the facts, and what the table says it needs."""
    wanted: dict[str, forms.Field] = {}
    if "reason_code" in step.needs:
        wanted["reason_code"] = forms.ChoiceField(
            label=_("Reason"), choices=[("", _("Choose a reason")), *DeclineReason.choices]
        )
    if step.name == "offer_substitute":
        wanted["substitute"] = forms.CharField(
            label=_("Accession number of what they offer"),
            required=False,
            help_text=_("Leave it empty if it isn't in our records yet."),
        )
    wanted["reason"] = forms.CharField(
        label=_("Why, in a few words") if "reason" in step.needs else _("Note"),
        required="reason" in step.needs,
        widget=forms.Textarea({"rows": 3}),
    )
    if "terms_of_exit" in step.needs:
        wanted["by"] = forms.CharField(label=_("Who ends the loan"), max_length=200)
        wanted["notice"] = forms.CharField(label=_("With what notice"), max_length=200)
        wanted["costs"] = forms.CharField(label=_("Who bears the costs"), max_length=200)
    base = DecisionForm if step.lender and not step.fact else DaysField
    return type("MoveForm", (base,), wanted)


def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """From the chosen lines and the chosen move to the move's own page; `all` chooses every line the move fits."""
    loan = loan_of(reference)
    name, chosen = request.GET.get("name", ""), request.GET.getlist("line")
    if name in MOVES and "all" in request.GET:
        fitting = loan.lines.filter(status__in=MOVES[name].sources).order_by("number", "id")
        chosen = [str(uid) for uid in fitting.values_list("uid", flat=True)]
        if not chosen:
            messages.info(request, _now("No object of this loan is so far that this can be done."))
            return redirect(address(loan))
    if name not in MOVES or not chosen:
        messages.info(request, _now("Tick the objects first, then choose what to do with them."))
        return redirect(address(loan))
    return redirect(f"{reverse('admin:loan_move', args=(reference, name))}?{urlencode({'line': chosen}, doseq=True)}")


def move_page(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Asks for the facts and moves every chosen line, or none."""
    loan = loan_of(reference)
    if name not in MOVES:
        raise Http404
    step = MOVES[name]
    chosen = _lines(request, loan)
    if not chosen:
        messages.info(request, _now("Tick the objects first, then choose what to do with them."))
        return redirect(address(loan))
    made = form_for(step)
    more = {"people": people_at(loan)} if issubclass(made, DecisionForm) else {}
    # Of somebody who may not make the move nothing is read; the page says why.
    reads = request.method == "POST" and may(request, step.ability)
    asks = "conditions" in step.needs
    again = asks and "more" in request.POST
    reads = reads and not again
    form = made(request.POST, request.FILES, **more) if reads else made(**more, initial=request.POST.dict())
    rows = OfferRows(request.POST or None, amounts=may(request, "values.see"), more=again) if asks else None
    if reads:
        if all(line.status == step.target for line in chosen):
            messages.info(request, _now("That was done already."))
            return redirect(address(loan))
        if carry_out(form, lambda: _move(request, chosen, step, form, rows)):
            messages.success(request, _done(chosen, step))
            return redirect(address(loan))
    return page(
        request,
        "desk/loans/move.html",
        title=staff_label(step),
        crumbs=crumbs(loan),
        form=form,
        rows=rows,
        lines=chosen,
        agreed=_agreed(request, chosen) if "terms" in step.needs else [],
        step=step,
        submit=staff_label(step),
        refusals=_refusals(request, chosen, step),
        warnings=[(line, words) for line, words in open_gates_of(chosen, step) if words],
        back=address(loan),
        people=more.get("people", []),
        status=422 if request.method == "POST" and not again else 200,
    )


def _agreed(request: HttpRequest, chosen: list[LoanLine]) -> list[Thread]:
    """The conditions these objects are confirmed on, their own and the whole loan's."""
    binding = Q(line__isnull=True) | Q(line__in=chosen)
    rows = Term.objects.filter(binding, loan=chosen[0].loan_id).exclude(status=TermStatus.WITHDRAWN)
    return threads.threads(rows, actor=actor_of(request))


def _move(request: HttpRequest, chosen: list[LoanLine], step: Move, form: DaysField, rows: OfferRows | None) -> None:
    said: dict[str, Any] = form.cleaned_data
    if rows is not None:
        read_rows(rows)
    exit_terms = (
        services.ExitTerms(by=said["by"], notice=said["notice"], costs=said["costs"])
        if "terms_of_exit" in step.needs
        else None
    )
    services.move_all(
        chosen,
        step.name,
        actor=actor_of(request),
        facts=form.facts(),
        reason=said["reason"],
        reason_code=said.get("reason_code", ""),
        terms=rows.offers() if rows is not None else [],
        substitute=_substitute(chosen[0].loan, said.get("substitute", "")),
        exit_terms=exit_terms,
    )


def _substitute(loan: Loan, number: str) -> CollectionObject | None:
    if not number.strip():
        return None
    found = CollectionObject.objects.filter(lender=loan.lender_id, accession_number=number.strip()).first()
    if found is None:
        raise LoanError(
            _now(
                "%(lender)s has no object %(number)s in our records. Add it to the objects first, or leave this empty."
            )
            % {"lender": loan.lender, "number": number.strip()},
            field="substitute",
        )
    return found


def _lines(request: HttpRequest, loan: Loan) -> list[LoanLine]:
    wanted = request.POST.getlist("line") or request.GET.getlist("line")
    known = {
        str(line.uid): line
        for line in loan.lines.select_related("object", "loan__agreement", "loan__lender").order_by("number")
    }
    return [known[uid] for uid in dict.fromkeys(wanted) if uid in known]


def _refusals(request: HttpRequest, chosen: list[LoanLine], step: Move) -> list[tuple[str, str]]:
    """Said before the form is filled in, not after: each sentence once, with the objects it is about."""
    actor, standing = actor_of(request), standing_of(chosen)
    about: dict[str, list[str]] = {}
    for line in chosen:
        if sentence := services.refusal(line, step.name, actor=actor, standing=standing[line.pk]):
            about.setdefault(sentence, []).append(line.object.title)
    return [(_about(titles, of=len(chosen)), sentence) for sentence, titles in about.items()]


def _about(titles: list[str], *, of: int) -> str:
    if of == 1:
        return ""
    if len(titles) == of:
        return _now("All %(count)d objects") % {"count": of}
    return listed(titles)


def _done(chosen: list[LoanLine], step: Move) -> str:
    if len(chosen) == 1:
        return _now("%(title)s: %(done)s.") % {"title": chosen[0].object.title, "done": step.done}
    return ngettext("%(count)d object %(done)s.", "%(count)d objects %(done)s.", len(chosen)) % {
        "count": len(chosen),
        "done": step.done,
    }
