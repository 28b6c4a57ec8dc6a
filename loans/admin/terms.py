"""The negotiating table of a loan: every condition by object, whose turn it is, and new ones for many objects at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loans.admin.basics import DecisionForm, carry_out, crumbs, line_of, loan_of, people_at, refused
from loans.errors import LoanError, MissingFact
from loans.models import Loan, LoanLine, Term
from loans.services import fitness, presets, threads
from loans.services import terms as services
from loans.services.fitness import Fitness
from loans.services.offers import OfferRows
from loans.services.presets import ReadyRows
from loans.services.threads import Thread
from loans.states import EXITS, OVER, Party
from office.people.desk import actor_of, may, page
from office.records.audit import NO_FACTS

WHOLE = "loan"
"""What stands for the whole loan where objects are chosen."""


@dataclass(frozen=True, slots=True)
class Group:
    """The conditions of one object or, without a line, of the whole loan."""

    line: LoanLine | None
    rows: list[Thread]
    fitness: Fitness | None = None

    @property
    def ours(self) -> list[str]:
        """The proposals that wait for us and that we can see: “agree to all” is about these."""
        return [row.seen for row in self.rows if row.may_answer]

    @property
    def waiting(self) -> int:
        return sum(row.my_turn for row in self.rows)

    @property
    def settled(self) -> bool:
        return all(row.settled_well for row in self.rows)


def table(loan: Loan) -> str:
    return reverse("admin:terms", args=(loan.reference,))


def groups_of(request: HttpRequest, loan: Loan, lines: Sequence[LoanLine]) -> list[Group]:
    """The whole loan first, then each object that has conditions or that the venue doesn't suit. Eight queries."""
    found: dict[int | None, list[Thread]] = defaultdict(list)
    for thread in threads.threads(Term.objects.filter(loan=loan), actor=actor_of(request)):
        found[thread.term.line_id].append(thread)
    live = [line for line in lines if line.status not in OVER]
    suits = fitness.findings(live)
    groups = [Group(None, found[None])] if found[None] else []
    for line in lines:
        fits = suits.get(line.pk)
        if found[line.pk] or (fits and fits.findings):
            groups.append(Group(line, found[line.pk], fits))
    return groups


def panel(request: HttpRequest, loan: Loan, lines: Sequence[LoanLine]) -> dict[str, Any]:
    """The conditions in short, for the loan's page: how many of each object, and what the venue doesn't keep."""
    groups = groups_of(request, loan, lines)
    return {
        "groups": [group for group in groups if group.rows or (group.fitness and group.fitness.breaches)],
        "unknown": sum(bool(group.fitness and not group.rows and not group.fitness.breaches) for group in groups),
        "waiting": sum(group.waiting for group in groups),
        "of_lines": {group.line.pk: group for group in groups if group.line},
        "address": table(loan),
        "edits": may(request, "loans.edit"),
    }


def terms_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is negotiated; a POST agrees to one condition or to all of an object."""
    loan = loan_of(reference)
    if request.method == "POST":
        return _agree(request, loan)
    lines = _lines(loan)
    groups = groups_of(request, loan, lines)
    return page(
        request,
        "desk/terms/table.html",
        title=_("Conditions"),
        crumbs=crumbs(loan),
        loan_file=loan,
        groups=groups,
        waiting=sum(group.waiting for group in groups),
        theirs=sum(row.is_open and not row.my_turn for group in groups for row in group.rows),
        edits=may(request, "loans.edit"),
        agrees=may(request, "loans.agree"),
        records=may(request, "loans.record_answer"),
    )


def _lines(loan: Loan) -> list[LoanLine]:
    lines = list(loan.lines.select_related("object__image").order_by("number", "pk"))
    for line in lines:
        line.loan = loan
    return lines


def _agree(request: HttpRequest, loan: Loan) -> HttpResponse:
    """To the proposals that were on the page; a newer one is shown instead."""
    seen, actor = request.POST.getlist("seen"), actor_of(request)
    uid = request.POST.get("line", "")
    try:
        if uid:
            agreed = services.accept_all(line_of(loan, uid), actor=actor, seen=seen)
        else:
            term = Term.objects.filter(loan=loan, current__uid__in=_uids(seen)).select_related("loan").first()
            if term is None:
                raise MissingFact(
                    _now("There is a newer proposal than the one you read. Look at it first, then answer.")
                )
            agreed = [services.accept(term, actor=actor, seen=seen[0])]
    except LoanError as error:
        messages.error(request, error.sentence)
    else:
        messages.success(
            request,
            ngettext("Agreed to %(count)d condition.", "Agreed to %(count)d conditions.", len(agreed))
            % {"count": len(agreed)},
        )
    return redirect(table(loan))


def _uids(texts: Sequence[str]) -> list[str]:
    return [text for text in texts[:1] if len(text) == 36 and set(text) <= set("0123456789abcdef-")]


class AddForm(DecisionForm):
    """For which objects, and whose words they are. What the lender's word needs is asked by the service."""

    by = forms.ChoiceField(
        label=_("Who asks for it"),
        choices=[
            (Party.ORGANISER.value, _("We propose it")),
            (Party.LENDER.value, _("The lender asks for it: we record its word")),
        ],
        initial=Party.ORGANISER.value,
        widget=forms.RadioSelect,
    )
    whom = forms.MultipleChoiceField(
        label=_("For"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the objects it is for, or the whole loan.")},
    )

    def __init__(self, *args: Any, lines: Sequence[LoanLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("decided_by", "authority"):
            self.fields[name].required = False
        whom = self.fields["whom"]
        assert isinstance(whom, forms.MultipleChoiceField)
        whom.choices = [(WHOLE, _("The whole loan")), *((str(line.uid), line.object.title) for line in lines)]

    @property
    def party(self) -> Party:
        return Party(self.cleaned_data["by"])


def add_page(request: HttpRequest, reference: str) -> HttpResponse:
    """New conditions: written in rows, or ticked among what the lender usually asks and the guideline."""
    loan = loan_of(reference)
    title = _("Add conditions")
    if not may(request, "loans.edit"):
        return refused(request, title, "")
    lines = [line for line in _lines(loan) if line.status not in EXITS]
    data = request.POST if request.method == "POST" else None
    more = data is not None and "more" in data
    chosen = request.GET.getlist("line") or [WHOLE]
    form = (
        AddForm(data, request.FILES, lines=lines, people=people_at(loan))
        if data is not None and not more
        else AddForm(lines=lines, people=people_at(loan), initial=_begun(data, whom=chosen))
    )
    about = next((line for line in lines if str(line.uid) in chosen), None)
    rows = OfferRows(data, amounts=may(request, "values.see"), more=more)
    ready = ReadyRows(presets.presets(loan, about), ticked=data.getlist("ready") if data is not None else ())
    if data is not None and not more and carry_out(form, lambda: _add(request, loan, lines, form, rows, ready)):
        messages.success(request, _now("Recorded. The lender reads it in the portal."))
        return redirect(table(loan))
    return page(
        request,
        "desk/terms/add.html",
        title=title,
        crumbs=(*crumbs(loan), (_("Conditions"), table(loan))),
        form=form,
        rows=rows,
        ready=ready,
        people=people_at(loan),
        submit=_("Add them"),
        back=table(loan),
        status=422 if data is not None and not more else 200,
    )


def _begun(data: Any, *, whom: Sequence[str]) -> Mapping[str, Any]:
    """What was typed before more rows were asked for."""
    return {"whom": whom} if data is None else {**data.dict(), "whom": data.getlist("whom")}


def _add(
    request: HttpRequest, loan: Loan, lines: Sequence[LoanLine], form: AddForm, rows: OfferRows, ready: ReadyRows
) -> None:
    read_rows(rows, ready)
    offers = [*ready.offers, *rows.offers()]
    if not offers:
        raise MissingFact(_now("Write down at least one condition, or tick one that stands ready."))
    whom = form.cleaned_data["whom"]
    services.propose_for(
        loan,
        offers,
        lines=[line for line in lines if str(line.uid) in whom],
        whole=WHOLE in whom,
        actor=actor_of(request),
        by=form.party,
        facts=form.facts() if form.party == Party.LENDER else NO_FACTS,
    )


def read_rows(rows: OfferRows, ready: ReadyRows | None = None) -> None:
    """Raises MissingFact when a row can't be read; the row says why beside its field."""
    if ready is not None and ready.error:
        raise MissingFact(ready.error)
    if not rows.is_valid():
        raise MissingFact(_now("Something in the conditions is missing or can't be so. See below."))
