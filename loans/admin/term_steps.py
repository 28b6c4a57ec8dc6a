"""The small pages of one condition: counter, reject, withdraw, a note, and what the lender said outside the portal."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.admin.basics import DecisionForm, carry_out, crumbs, loan_of, people_at, refused
from loans.admin.terms import table
from loans.errors import MissingFact
from loans.models import Loan, Term
from loans.services import terms as services
from loans.services import threads
from loans.services.offers import OfferForm, initial_of
from loans.states import Party
from office.people.desk import actor_of, may, page


class NoForm(forms.Form):
    """A step that asks for nothing but its button."""


class ReasonForm(forms.Form):
    words = forms.CharField(label=_("Why, in a few words"), required=False, widget=forms.Textarea({"rows": 3}))


class NoteForm(forms.Form):
    words = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 4}))


class RecordForm(DecisionForm):
    """What the lender said about the row, and how we know."""

    said = forms.ChoiceField(
        label=_("What the lender says"),
        choices=[
            ("accept", _("It agrees")),
            ("counter", _("It proposes something else")),
            ("reject", _("It rejects the proposal")),
            ("withdraw", _("It withdraws its condition")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the lender said.")},
    )
    reason = forms.CharField(label=_("Reason it gives"), required=False, widget=forms.Textarea({"rows": 2}))


_STEPS: dict[str, tuple[object, object, object, str, type[forms.Form]]] = {
    "counter": (_("Propose something else"), _("Send this proposal"), _("Proposed."), "loans.edit", NoForm),
    "reject": (_("Reject the proposal"), _("Reject it"), _("Rejected. The lender reads the reason."), "loans.agree", ReasonForm),
    "withdraw": (_("Withdraw the condition"), _("Withdraw it"), _("Withdrawn."), "loans.edit", NoForm),
    "note": (_("A note for ourselves"), _("Keep the note"), _("Noted. The lender never sees it."), "loans.edit", NoteForm),
    "record": (_("Record the lender's word"), _("Record it"), _("Recorded."), "loans.record_answer", RecordForm),
}  # fmt: skip
"""By name of the step: title, button, what is said afterwards, the ability it needs, its form."""


def step_page(request: HttpRequest, reference: str, uid: str, step: str) -> HttpResponse:
    """One step on one condition; the answer is the negotiating table."""
    loan = loan_of(reference)
    term = get_object_or_404(
        Term.objects.select_related("current", "loan__lender", "loan__agreement", "line__object"), loan=loan, uid=uid
    )
    title, submit, done, ability, kind = _STEPS[step]
    if not may(request, ability):
        return refused(request, title, "")
    form, row = _form(request, loan, kind), _row(request, term, step)
    if request.method == "POST" and carry_out(form, lambda: _do(request, term, step, form, row)):
        messages.success(request, str(done))
        return redirect(table(loan))
    (thread,) = threads.threads(Term.objects.filter(pk=term.pk), actor=actor_of(request))
    return page(
        request,
        "desk/terms/step.html",
        title=title,
        crumbs=(*crumbs(loan), (_("Conditions"), table(loan))),
        term=term,
        thread=thread,
        form=form,
        row=row,
        step=step,
        danger=step in ("reject", "withdraw"),
        people=people_at(loan) if step == "record" else [],
        submit=submit,
        back=table(loan),
        status=422 if request.method == "POST" else 200,
    )


def _form(request: HttpRequest, loan: Loan, kind: type[forms.Form]) -> Any:
    more: dict[str, Any] = {"people": people_at(loan)} if issubclass(kind, DecisionForm) else {}
    return kind(request.POST, request.FILES, **more) if request.method == "POST" else kind(**more)


def _row(request: HttpRequest, term: Term, step: str) -> OfferForm | None:
    """The counter-offer, begun with what is on the table."""
    if step not in ("counter", "record") or term.current is None:
        return None
    amounts = may(request, "values.see")
    read = request.method == "POST" and (step == "counter" or request.POST.get("said") == "counter")
    return OfferForm(
        request.POST if read else None,
        kind=term.kind,
        amounts=amounts,
        initial=initial_of(term.current, amounts=amounts),
        prefix="c0",
    )


def _do(request: HttpRequest, term: Term, step: str, form: Any, row: OfferForm | None) -> None:
    actor, seen = actor_of(request), request.POST.get("seen", "")
    said: dict[str, Any] = form.cleaned_data
    more: dict[str, Any] = {"actor": actor}
    name = step
    if step == "record":
        name = said["said"]
        more |= {"by": Party.LENDER, "facts": form.facts()}
    steps: dict[str, Callable[[], object]] = {
        "accept": lambda: services.accept(term, seen=seen, **more),
        "counter": lambda: services.counter(term, _read(row).offer(), seen=seen, **more),
        "reject": lambda: services.reject(term, reason=said.get("words", said.get("reason", "")), seen=seen, **more),
        "withdraw": lambda: services.withdraw(term, **more),
        "note": lambda: services.note(term, said["words"], actor=actor),
    }
    steps[name]()


def _read(row: OfferForm | None) -> OfferForm:
    if row is None or not row.is_valid():
        raise MissingFact(_now("Something in the proposal is missing or can't be so. See below."))
    return row
