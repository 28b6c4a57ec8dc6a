"""The morning: what needs this person, across every show; each row with the one thing to do next."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exhibitions.models import Exhibition
from loans.admin import objections, today_law
from loans.admin.facility import unanswered
from loans.admin.waiting import waiting_for_us
from loans.models import ConditionReport, Deadline, Loan, LoanLine, OwedBy
from loans.states import LENDER_MOVES, MOVES, LineStatus
from office.people.desk import may, page, user_of
from office.people.templatetags.desk import since
from office.post.models import Letter
from office.records.models import AuditEvent, Job
from office.records.wording import written

NEWS_FOR = dt.timedelta(days=7)
AHEAD = dt.timedelta(days=14)
SHOWN = 7
"""Rows of a section; the rest stands behind its link."""


@dataclass(frozen=True, slots=True)
class Item:
    what: str
    sub: str
    action: str
    address: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    items: list[Item]
    none: str
    total: int = 0
    rest: str = ""
    late: bool = False
    more: int = field(default=0)


def today(request: HttpRequest) -> HttpResponse:
    """Twelve questions to the database, however many shows there are."""
    user, now = user_of(request), timezone.now()
    day = timezone.localdate(now)
    if not Exhibition.objects.exists():
        return page(request, "desk/loans/first_day.html", title=_("Welcome"), may_edit=may(request, "exhibitions.edit"))
    due = list(
        Deadline.objects.filter(today_law.near(day, ahead=AHEAD), done_on__isnull=True)
        .select_related("loan__lender", "exhibition", "owner", "line__object")
        .order_by("due_date", "id")[:500]
    )
    bound = [each for each in due if each.kind == today_law.LAWFUL]
    due = [each for each in due if each.kind != today_law.LAWFUL]
    mine = [each for each in due if each.owner_id in (user.pk, None)]
    main = [
        _law(request, bound, now),
        _objections(),
        _answers(now),
        _conditions(),
        _late([each for each in mine if each.due_date < day]),
    ]
    soon = _soon([each for each in mine if each.due_date >= day])
    side = [_questions(request), soon, _drafts(), _reports(), _failures(request)]
    others = len(due) - len(mine)
    return page(
        request,
        "desk/loans/today.html",
        title=_("Today"),
        day=day,
        name=user.name.split(" ")[0],
        main=[each for each in main if each.items or each.none],
        side=[each for each in side if each.items or each.none],
        others=others,
    )


def _section(title: str, items: list[Item], *, none: str, rest: str = "", late: bool = False) -> Section:
    return Section(title, items[:SHOWN], none, total=len(items), rest=rest, late=late, more=max(0, len(items) - SHOWN))


def _law(request: HttpRequest, bound: list[Deadline], now: dt.datetime) -> Section:
    """What nobody can put off, whoever looks after it."""
    rows = [*today_law.returns(bound, day=timezone.localdate(now)), *today_law.lists(request, now=now)]
    items = [Item(*row) for row in rows]
    return Section(_("Bound by law"), items, "", total=len(items), late=any(item.late for item in items))


def _objections() -> Section:
    """What lenders say they never said."""
    items = [Item(*row, late=True) for row in objections.waiting()]
    return _section(_("Lenders object to an entry"), items, none="", late=bool(items))


def _answers(now: dt.datetime) -> Section:
    """What lenders said in the last days, a row for each loan."""
    events = (
        AuditEvent.objects.filter(recorded_at__gte=now - NEWS_FOR, recorded_by_kind__in=("contact", "token"))
        .filter(verb__in=[f"line.{name}" for name in LENDER_MOVES], corrected_by__isnull=True, loan_file__isnull=False)
        .order_by("-id")
        .values_list("loan_file", "verb", "recorded_at")[:1000]
    )
    said: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    latest: dict[uuid.UUID, dt.datetime] = {}
    for loan_file, verb, at in events:
        if loan_file is None:
            continue
        said[loan_file][verb.removeprefix("line.")] += 1
        latest.setdefault(loan_file, at)
    loans = {loan.uid: loan for loan in Loan.objects.filter(uid__in=list(said)).select_related("lender", "exhibition")}
    items = [
        Item(
            what=loans[uid].lender.name,
            sub=_("%(said)s, %(when)s · %(show)s") % {
                "said": ", ".join(f"{number} {MOVES[name].done}" for name, number in counts.most_common()),
                "when": since(timezone.localdate(latest[uid])),
                "show": loans[uid].exhibition.title,
            },
            action=_("Read the answer"),
            address=reverse("admin:loan", args=(loans[uid].reference,)),
        )
        for uid, counts in said.items()
        if uid in loans
    ]  # fmt: skip
    return _section(_("Answers that arrived"), items, none=_("No answer in the last seven days."))


def _conditions() -> Section:
    """What lies with us: conditions to answer, objects to confirm, substitutes to choose, incidents to settle."""
    items = [
        Item(
            what=each.lender,
            sub=f"{each.words} · {each.show}",
            action=_("Answer them") if each.only_answers else _("Settle it"),
            address=reverse("admin:terms" if each.only_answers else "admin:loan", args=(each.reference,)),
            late=bool(each.incidents),
        )
        for each in waiting_for_us()
    ]
    return _section(
        _("Waiting for us"),
        items,
        none=_("Nothing is waiting for us."),
        rest=f"{reverse('admin:loans_loan_changelist')}?stage=conditions",
    )


def _late(deadlines: list[Deadline]) -> Section:
    return _section(
        _("Overdue"),
        [_deadline(each) for each in deadlines],
        none=_("Nothing is overdue."),
        rest=f"{reverse('admin:loans_deadline_changelist')}?when=late",
        late=bool(deadlines),
    )


def _soon(deadlines: list[Deadline]) -> Section:
    return _section(
        _("Due in the next two weeks"),
        [_deadline(each) for each in deadlines],
        none=_("Nothing is due in the next two weeks."),
        rest=reverse("admin:loans_deadline_changelist"),
    )


def _deadline(deadline: Deadline) -> Item:
    loan = deadline.loan
    about = loan.lender.name if loan else deadline.exhibition.title
    owed = _("owed by the lender") if deadline.owed_by == OwedBy.LENDER else _("owed by us")
    late = deadline.due_date < timezone.localdate()
    show_page = reverse("admin:board", args=(deadline.exhibition.code,))
    return Item(
        what=f"{deadline}: {deadline.line.object.title}, {about}" if deadline.line else f"{deadline}: {about}",
        sub=f"{written(deadline.due_date)}, {since(deadline.due_date)} · {owed}",
        action=_remedy(deadline) if late else _("Open"),
        address=reverse("admin:loan", args=(loan.reference,)) if loan else show_page,
        late=late,
    )


def _remedy(deadline: Deadline) -> str:
    return _("Ask the lender") if deadline.owed_by == OwedBy.LENDER else _("Do it now")


def _questions(request: HttpRequest) -> Section:
    """What lenders ask about our facility reports, the oldest first."""
    items = [
        Item(
            what=each.lender.name,
            sub=_("“%(question)s” · %(venue)s, %(when)s")
            % {
                "question": Truncator(each.question).chars(80),
                "venue": each.report.venue,
                "when": since(timezone.localdate(each.asked_at)),
            },
            action=_("Answer"),
            address=reverse("admin:facility_answer", args=(each.uid,)),
        )
        for each in (unanswered() if may(request, "facility.edit") else [])
    ]
    return _section(_("Questions about our facility reports"), items, none="")


def _drafts() -> Section:
    rows = (
        LoanLine.objects.filter(status=LineStatus.DRAFT)
        .order_by("loan__lender__name")
        .values_list("loan__reference", "loan__lender__name", "loan__exhibition__title")
        .annotate(number=Count("pk"))
    )
    items = [
        Item(
            what=lender,
            sub=f"{ngettext('%(n)d object to ask for', '%(n)d objects to ask for', number) % {'n': number}} · {show}",
            action=_("Send the request"),
            address=reverse("admin:loan_send", args=(reference,)),
        )
        for reference, lender, show, number in rows
    ]
    return _section(_("Requests to send"), items, none="", rest=f"{reverse('admin:loans_loan_changelist')}?stage=draft")


def _reports() -> Section:
    drafts = (
        ConditionReport.objects.filter(content_hash="")
        .select_related("line__object", "line__loan")
        .order_by("examined_on", "id")[:200]
    )
    items = [
        Item(
            what=report.line.object.title,
            sub=f"{report.get_moment_display()} · {written(report.examined_on)} · {report.examiner}",
            action=_("Finish and sign"),
            address=reverse("admin:loans_conditionreport_change", args=(report.pk,)),
        )
        for report in drafts
    ]
    return _section(
        _("Condition reports in draft"), items, none="", rest=reverse("admin:loans_conditionreport_changelist")
    )


def _failures(request: HttpRequest) -> Section:
    """Letters that did not go out and jobs that broke off."""
    letters = (
        Letter.objects.filter(status=Letter.Status.FAILED).order_by("-id")[:50] if may(request, "letters.see") else []
    )
    items = [
        Item(
            what=letter.subject,
            sub=_("to %(name)s, %(address)s") % {"name": letter.to_name, "address": letter.to_email},
            action=_("See why"),
            address=reverse("admin:post_letter_change", args=(letter.pk,)),
            late=True,
        )
        for letter in letters
    ]
    broken = Job.objects.filter(status=Job.Status.FAILED, finished_at__gte=timezone.now() - NEWS_FOR).order_by("-id")[
        :20
    ]
    items += [
        Item(
            what=job.title,
            sub=_("broke off: %(message)s") % {"message": job.message},
            action=_("See why"),
            address=reverse("admin:records_job_change", args=(job.pk,)),
            late=True,
        )
        for job in broken
    ]
    return _section(_("What went wrong"), items, none="", late=bool(items))
