"""Gates: the board of a show (objects by gates), one object's gates with what to do, and a word on one of them."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from exhibitions.models import Exhibition
from lenders.models import Lender
from loans.admin.basics import carry_out, crumbs, line_of, loan_of
from loans.admin.gate_ways import Way, way_to_open
from loans.gates import GATES, Gate, GateState
from loans.models import LoanLine
from loans.rules.gates import GateView, gather, judge
from loans.services import gates as services
from loans.states import EXITS, HOME_AGAIN, IN_CUSTODY, LineStatus
from office.people.days import DayField
from office.people.desk import actor_of, may, page
from office.people.uploads import take
from office.records.models import StoredFile

WORDS: Final = {
    GateState.NOT_NEEDED: ("n", "–"),
    GateState.NEEDED: ("o", _("open")),
    GateState.IN_PROGRESS: ("p", _("begun")),
    GateState.SATISFIED: ("s", _("ok")),
    GateState.FAILED: ("f", _("failed")),
    GateState.WAIVED: ("w", _("waived")),
}
"""A cell of the board: its class and its word. A board of 300 objects has thousands of cells, so both are short."""


@dataclass(frozen=True, slots=True)
class Row:
    line: LoanLine
    cells: SafeString
    open: int


@dataclass(frozen=True, slots=True)
class Group:
    lender: Lender
    rows: list[Row]


def board(request: HttpRequest, code: str) -> HttpResponse:
    """Objects by gates, lender by lender; a fixed number of questions to the database."""
    show = get_object_or_404(Exhibition, code=code)
    way = "home" if request.GET.get("way") == "home" else "out"
    chosen = request.GET.get("lender", "")
    every = [each for each in GATES.values() if each.direction == way]
    rows = (
        LoanLine.objects.filter(loan__exhibition=show)
        .exclude(status__in=[*EXITS, LineStatus.DRAFT, LineStatus.CLOSED])
        .select_related("loan__lender", "loan__agreement", "object")
        .only(
            "uid",
            "number",
            "status",
            "period",
            "loan__reference",
            "loan__exhibition",
            "loan__lender__code",
            "loan__lender__name",
            "loan__lender__country",
            "loan__lender__agent",
            "loan__lender__anonymous",
            "loan__agreement__reference",
            "loan__agreement__issued_on",
            "loan__agreement__in_force",
            "object__title",
            "object__cites_appendix",
            "object__co_owners",
            "object__co_owner_countries",
        )
        .order_by("loan__lender__name", "loan__reference", "number", "id")
    )
    lines = list(rows)
    lenders = {line.loan.lender.code: line.loan.lender.name for line in lines}
    if chosen in lenders:
        lines = [line for line in lines if line.loan.lender.code == chosen]
    today = timezone.localdate()
    found = gather(lines)
    groups: dict[int, Group] = {}
    totals = dict.fromkeys((gate.name for gate in every), 0)
    cells = {state: format_html("<td class={}>{}", look, word) for state, (look, word) in WORDS.items()}
    for line in lines:
        views = [judge(gate, found[line.pk], on=today) for gate in every]
        for view in views:
            totals[view.gate.name] += not view.passes
        group = groups.setdefault(line.loan.lender_id, Group(line.loan.lender, []))
        group.rows.append(
            Row(line, SafeString("".join(cells[view.state] for view in views)), sum(not view.passes for view in views))
        )
    if request.GET.get("only") == "open":
        groups = {pk: Group(each.lender, [row for row in each.rows if row.open]) for pk, each in groups.items()}
        groups = {pk: each for pk, each in groups.items() if each.rows}
    return page(
        request,
        "desk/loans/gates.html",
        title=show.title,
        crumbs=((_("Exhibitions"), reverse("admin:exhibitions_exhibition_changelist")),),
        exhibition=show,
        here="gates",
        way=way,
        only=request.GET.get("only", ""),
        chosen=chosen,
        lenders=sorted(lenders.items(), key=lambda pair: pair[1]),
        gates=[(gate, totals[gate.name]) for gate in every],
        groups=list(groups.values()),
        number=len(lines),
        ready=sum(not row.open for each in groups.values() for row in each.rows),
        span=len(every) + 3,
        edits=may(request, "gates.edit"),
    )


def choose(request: HttpRequest, code: str) -> HttpResponse:
    """From the ticked objects and a gate to the page where a word on it is given."""
    name, chosen = request.GET.get("gate", ""), request.GET.getlist("line")
    back = reverse("admin:gates", args=(code,))
    if name not in GATES or not chosen:
        messages.info(request, _now("Tick the objects first, then choose the gate."))
        return redirect(back)
    return redirect(f"{reverse('admin:gate_decide', args=(code, name))}?{urlencode({'line': chosen}, doseq=True)}")


@dataclass(frozen=True, slots=True)
class Shown:
    view: GateView
    tone: str
    address: str
    removable: bool
    way: Way | None


_TONES: Final = {
    GateState.NOT_NEEDED: "quiet",
    GateState.NEEDED: "waiting",
    GateState.IN_PROGRESS: "waiting",
    GateState.SATISFIED: "done",
    GateState.FAILED: "attention",
    GateState.WAIVED: "action",
}


def line_page(request: HttpRequest, reference: str, uid: str) -> HttpResponse:
    """Every gate of one object: what it blocks, how it stands, what to do about it."""
    loan = loan_of(reference)
    line = line_of(loan, uid)
    views = services.states([line])[line.pk]
    decided = set(line.gate_records.values_list("gate", flat=True))
    code = loan.exhibition.code
    shown = [
        Shown(
            view,
            _TONES[view.state],
            f"{reverse('admin:gate_decide', args=(code, name))}?line={line.uid}",
            name in decided,
            None if view.passes else way_to_open(view.gate, [line], code=code),
        )
        for name, view in views.items()
    ]
    home = line.status in IN_CUSTODY | HOME_AGAIN
    out = [each for each in shown if each.view.gate.direction == "out"]
    back = [each for each in shown if each.view.gate.direction == "home"]
    return page(
        request,
        "desk/loans/line_gates.html",
        title=_("Gates: %(object)s") % {"object": line.object.title},
        crumbs=crumbs(loan),
        loan=loan,
        line=line,
        parts=[(_("On the way home"), back), (_("On the way out"), out)] if home else [
            (_("On the way out"), out),
            (_("On the way home"), back),
        ],
        edits=may(request, "gates.edit"),
    )  # fmt: skip


class GateForm(forms.Form):
    """A word on a gate; which fields it needs follows from the word."""

    state = forms.ChoiceField(label=_("What is decided"))
    reason = forms.CharField(
        label=_("Why, or what is being done"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed for a waiver, for “not needed” and for “failed”."),
    )
    number = forms.CharField(label=_("Number of the evidence"), max_length=100, required=False)
    evidence = forms.FileField(label=_("Evidence"), required=False, help_text=_("A PDF or a picture."))
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False)

    def __init__(self, *args: Any, gate: Gate, waives: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [GateState.IN_PROGRESS, GateState.NEEDED, GateState.NOT_NEEDED, GateState.FAILED]
        if gate.proof in ("evidence", "report"):
            offered.insert(0, GateState.SATISFIED)
        else:
            for name in ("number", "evidence", "valid_from", "valid_until"):
                del self.fields[name]
        if waives:
            offered.append(GateState.WAIVED)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = [("", _("Choose one")), *((each.value, each.label) for each in offered)]

    def clean_evidence(self) -> StoredFile | None:
        """Stored at once: undone when the form or the decision is refused."""
        upload = self.cleaned_data["evidence"]
        return take(upload) if upload else None


def decide_page(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A word on one gate of one or several objects of a show."""
    show = get_object_or_404(Exhibition, code=code)
    if name not in GATES:
        raise Http404
    gate = GATES[name]
    lines = _chosen(request, show)
    back = _of_line(lines[0]) if len(lines) == 1 else reverse("admin:gates", args=(code,))
    if not lines:
        messages.info(request, _now("Tick the objects first, then choose the gate."))
        return redirect(back)
    reads = request.method == "POST" and may(request, "gates.edit")
    waives = may(request, "gates.waive")
    form = (
        GateForm(request.POST, request.FILES, gate=gate, waives=waives) if reads else GateForm(gate=gate, waives=waives)
    )
    if reads and carry_out(form, lambda: _decide(request, lines, name, form)):
        messages.success(
            request,
            _now("Recorded: “%(gate)s” is “%(state)s”.")
            % {"gate": gate.label, "state": GateState(form.cleaned_data["state"]).label},
        )
        return redirect(back)
    views = services.states(lines)
    return page(
        request,
        "desk/loans/gate_decide.html",
        title=gate.label,
        crumbs=((show.title, reverse("admin:gates", args=(code,))),),
        gate=gate,
        form=form,
        submit=_("Record it"),
        back=back,
        lines=[(line, views[line.pk][name]) for line in lines],
        may_edit=may(request, "gates.edit"),
        waives=waives,
        way=way_to_open(gate, lines, code=code) if any(not views[line.pk][name].passes for line in lines) else None,
        status=422 if form.errors else 200,
    )


def _decide(request: HttpRequest, lines: list[LoanLine], name: str, form: GateForm) -> None:
    said = form.cleaned_data
    services.decide(
        lines,
        name,
        said["state"],
        actor=actor_of(request),
        reason=said["reason"],
        evidence=said.get("evidence"),
        number=said.get("number", ""),
        valid_from=said.get("valid_from"),
        valid_until=said.get("valid_until"),
    )


class ForgetForm(forms.Form):
    reason = forms.CharField(label=_("Why it is taken back"), widget=forms.Textarea({"rows": 3}))


def forget_page(request: HttpRequest, reference: str, uid: str, name: str) -> HttpResponse:
    """Takes a word on a gate back; it is computed again."""
    loan = loan_of(reference)
    line = line_of(loan, uid)
    if name not in GATES:
        raise Http404
    form = ForgetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and carry_out(
        form, lambda: services.forget(line, name, actor=actor_of(request), reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _now("Taken back. The gate stands as its records say."))
        return redirect(_of_line(line))
    return page(
        request,
        "desk/form.html",
        title=_("Take back: %(gate)s") % {"gate": GATES[name].label},
        crumbs=crumbs(loan),
        form=form,
        submit=_("Take it back"),
        back=_of_line(line),
        lead=line.object.title,
        status=422 if form.errors else 200,
    )


def _of_line(line: LoanLine) -> str:
    return reverse("admin:line_gates", args=(line.loan.reference, line.uid))


def _chosen(request: HttpRequest, show: Exhibition) -> list[LoanLine]:
    """The lines the address names, of this show; what is no line of it is passed over."""
    wanted = [each for each in request.GET.getlist("line") if len(each) == _UUID_LENGTH]
    known = {str(uid): pk for uid, pk in LoanLine.objects.filter(loan__exhibition=show).values_list("uid", "pk")}
    return list(
        LoanLine.objects.filter(pk__in=[known[each] for each in wanted if each in known])
        .select_related("loan__lender", "loan__agreement__in_force", "loan__exhibition", "object")
        .order_by("loan__reference", "number")
    )


_UUID_LENGTH: Final = 36
