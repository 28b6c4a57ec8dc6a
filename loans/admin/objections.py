"""What was recorded for a lender, on the loan's page; and the answer when the lender objects to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loans.admin.basics import line_of, loan_of, step
from loans.models import LoanLine
from loans.queries import openable
from loans.rules import behalf
from loans.services import objections
from office.people.desk import actor_of
from office.records.actors import Actor
from office.records.models import AuditEvent, StoredFile
from office.records.wording import written


@dataclass(frozen=True, slots=True)
class Recorded:
    """How we know of a line's answer; the objection to it that waits for us, if any."""

    words: str
    evidence: StoredFile | None
    objection: AuditEvent | None


def recorded(lines: Sequence[LoanLine], *, actor: Actor) -> dict[int, Recorded]:
    """For lines whose answer was recorded for the lender, by primary key. Two queries, and one for who may not open all."""
    told = behalf.of_lines(lines)
    last = behalf.last_words([line.uid for line in lines])
    may_open = openable([each.event for each in told.values()], actor=actor)
    found = {}
    for line in lines:
        if line.pk in told:
            paper = told[line.pk].evidence
            if paper is not None and may_open is not None and paper.pk not in may_open:
                paper = None
            event = last.get(line.uid)
            objection = event if event is not None and event.verb == behalf.OBJECTION else None
            found[line.pk] = Recorded(told[line.pk].words, paper, objection)
    return found


def waiting() -> list[tuple[str, str, str, str]]:
    """What lenders object to, for the morning: whose, what it says, what to do, where. Two queries at most."""
    events = behalf.open_objections()
    if not events:
        return []
    lines = {
        line.uid: line
        for line in LoanLine.objects.filter(uid__in=[event.subject_id for event in events]).select_related(
            "loan__lender", "object"
        )
    }
    return [
        (
            line.loan.lender.name,
            _now("%(title)s, %(day)s: “%(words)s”")
            % {
                "title": line.object.title,
                "day": written(event.happened_on),
                "words": Truncator(event.words).chars(120),
            },
            _now("Answer it"),
            reverse("admin:line_objection", args=(line.loan.reference, line.uid)),
        )
        for event in events
        if (line := lines.get(event.subject_id)) is not None
    ]


class KeepForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the entry stays"), help_text=_("The lender reads it."), widget=forms.Textarea({"rows": 4})
    )


def objection_page(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    """The lender's objection beside what is recorded: keep the entry with a reason, or go and correct it."""
    loan = loan_of(reference)
    line = line_of(loan, uid)
    form = KeepForm(request.POST or None)
    found = recorded([line], actor=actor_of(request)).get(line.pk)
    return step(
        request,
        form,
        loan=loan,
        ability="loans.record_answer",
        template="desk/loans/objection.html",
        do=lambda: objections.keep(line, reason=form.cleaned_data["reason"], actor=actor_of(request)),
        done=_now("The lender reads your answer on the page of the object."),
        title=_now("The lender objects"),
        submit=_now("The entry stays"),
        line=line,
        recorded=found,
        correct=reverse("admin:line_step", args=(loan.reference, line.uid, "correct")),
    )
