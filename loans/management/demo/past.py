"""Gives the example its past: due days, the letters that went out, and when each thing was recorded.

The services record everything as of now, which is right. A demonstration that was played in seconds has to move its
own entries back to the days they tell of; this module is the only place that does, and only for the demo.
"""

import datetime as dt
from typing import Final

import pgtrigger
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from loans.management.demo.played import Played
from loans.management.demo.scene import GLASS, SILK, Scene
from loans.management.demo.stories import STORIES
from loans.models import Cover, Deadline, DeadlineKind, FacilityDecision, Loan, OwedBy
from loans.notices import dispatch, reminders, term_letters
from loans.services import deadlines, legal_days
from loans.states import EXITS, LineStatus
from office.post.models import Letter
from office.records.actors import Actor

Kind = DeadlineKind
# Days from today; below zero is overdue. Only invented lenders are late, and it is they who owe it.
AGREED_DAYS: Final[dict[tuple[str, DeadlineKind], int]] = {
    ("STA", Kind.ANSWER): 33,
    ("PCT", Kind.ANSWER): -15,
    ("CVM", Kind.ANSWER): -6,
    ("OCM", Kind.ANSWER): -34,
    ("RSC", Kind.ANSWER): -61,
    ("HPM", Kind.ANSWER): -22,
    ("EGM", Kind.VALUES): -12,
    ("BCA", Kind.VALUES): -2,
    ("MVC", Kind.AGREEMENT): -27,
    ("SCC", Kind.CONDITIONS): -9,
    ("LHM", Kind.CONDITIONS): 5,
    ("EGM", Kind.CONDITIONS): 2,
}
# What the stories plan and end themselves: promises, the clock of an incident, days the law sets.
_TOLD: Final = {
    Kind.RETURN,
    Kind.OBLIGATION,
    Kind.INCIDENT_NOTICE,
    Kind.INCIDENT_REPORT,
    Kind.CLAIM,
    Kind.LAWFUL_RETURN,
    Kind.IMMUNITY,
}
_WAITING = {LineStatus.REQUESTED, LineStatus.UNDER_REVIEW, LineStatus.APPROVED_IN_PRINCIPLE}


def settle(scene: Scene, played: Played, *, now: dt.datetime) -> None:
    """Sets due days, writes the letters of the past, and moves what was recorded to its days. One transaction."""
    with transaction.atomic():
        for model, pk, columns in played.moments:
            model._default_manager.filter(pk=pk).update(**columns)
        _set_deadlines(scene, played, today=timezone.localdate(now))
        _write_letters(scene, now=now)
        _move_records(played)
        legal_days.follow_all(on=timezone.localdate(now), actor=Actor.system())


def _set_deadlines(scene: Scene, played: Played, *, today: dt.date) -> None:
    registrar = Actor.staff(scene.staff["registrar"])
    for number, story in enumerate(STORIES):
        loan = played.loans[number]
        created = scene.days.before((story.asked or 3) + 6)
        Loan.objects.filter(pk=loan.pk).update(created_at=_at(created, 9))
        if story.asked is None:
            continue
        sent = scene.days.before(story.asked)
        Loan.objects.filter(pk=loan.pk).update(sent_at=_at(sent, 10))
        _set_of_loan(
            scene, loan, story.lender, sent=sent, today=today, actor=registrar, ended=story.exhibition == GLASS
        )
    _add_of_exhibition(scene, today=today)


def _set_of_loan(
    scene: Scene, loan: Loan, code: str, *, sent: dt.date, today: dt.date, actor: Actor, ended: bool
) -> None:
    invented = scene.lenders[code].demo_record
    statuses = {LineStatus(each) for each in loan.lines.values_list("status", flat=True)}
    answered = loan.lines.aggregate(last=Max("decided_on"))["last"]
    if statuses <= EXITS:
        # Nothing is to come of it: only the answer was due.
        loan.deadlines.exclude(kind=Kind.ANSWER).delete()
    loan = Loan.objects.select_related("agreement").get(pk=loan.pk)
    for kind in (Kind.CONDITIONS,) if (code, Kind.CONDITIONS) in AGREED_DAYS and not ended else ():
        Deadline.objects.create(
            kind=kind,
            exhibition=loan.exhibition,
            loan=loan,
            owed_by=OwedBy.LENDER,
            owner=scene.staff["registrar"],
            due_date=today,
        )
    # The services ended what the story did, today; here the days of the story are told.
    planned = loan.deadlines.exclude(kind__in=_TOLD)
    planned.update(done_on=None, done_by="")
    for place, deadline in enumerate(planned.order_by("pk")):
        kind = DeadlineKind(deadline.kind)
        agreed = None if ended else AGREED_DAYS.get((code, kind))
        done: dt.date | None = None
        if kind == Kind.ANSWER:
            due = sent + dt.timedelta(days=42)
            done = answered if answered and not statuses & _WAITING else None
        elif kind in (Kind.REPORT_OUT, Kind.COURIER) and not ended:
            if deadline.due_date >= today:
                continue
            due = done = deadline.due_date
        else:
            due = _workday(today + dt.timedelta(days=9 + (loan.pk * 7 + place * 5) % 44))
            executed = loan.agreement is not None and loan.agreement.executed
            if kind == Kind.AGREEMENT and executed:
                done = loan.agreement.in_force.executed_on if loan.agreement and loan.agreement.in_force else None
            if kind == Kind.COVER:
                done = _covered(loan)
            if kind == Kind.FACILITY_REPORT:
                done = _accepted(loan)
            if kind == Kind.VALUES and invented and answered and agreed is None:
                done = answered
        if agreed is not None:
            due = _workday(today + dt.timedelta(days=agreed), back=True)
            deadline.owed_by = OwedBy.LENDER
        if ended:
            due = done = done or sent + dt.timedelta(days=150 + place)
        if done:
            due = max(due, done) if due > today else due
        deadline.offset_days += (due - deadline.due_date).days
        deadline.due_date = due
        deadline.save(update_fields=["due_date", "offset_days", "owed_by"])
        if done:
            deadlines.finish(deadline, actor=actor, on=done)


def _covered(loan: Loan) -> dt.date | None:
    """The day on which the cover of its objects was granted."""
    return Cover.objects.filter(lines__loan=loan).order_by("granted_on").values_list("granted_on", flat=True).last()


def _accepted(loan: Loan) -> dt.date | None:
    """The day on which the lender accepted the facility report: it had it then."""
    said = FacilityDecision.objects.filter(lender=loan.lender_id, section="", verdict="accepted")
    said = said.filter(report__venue__showings__exhibition=loan.exhibition_id).order_by("decided_on")
    return said.values_list("decided_on", flat=True).last()


def _add_of_exhibition(scene: Scene, *, today: dt.date) -> None:
    silk, owners = scene.exhibitions[SILK], scene.staff
    for kind, title, due, owner, done in (
        (
            Kind.FINAL_LIST,
            "Final object list to the designers",
            scene.days.before(61),
            "curator",
            scene.days.before(63),
        ),
        (Kind.IMMUNITY, "", scene.days.show(2024, 8, 5), "registrar", None),
        (Kind.OTHER, "Label texts to the translators", _workday(today + dt.timedelta(days=6)), "curator", None),
        (
            Kind.OTHER,
            "Case drawings signed off by the conservators",
            _workday(today + dt.timedelta(days=1)),
            "conservator",
            None,
        ),
        (Kind.OTHER, "Budget for couriers to the board", _workday(today + dt.timedelta(days=15)), "head", None),
    ):
        Deadline.objects.create(
            kind=kind,
            title=title,
            exhibition=silk,
            owed_by=OwedBy.US,
            owner=owners[owner],
            due_date=due,
            done_on=done,
            done_by=owners[owner].name if done else "",
        )


def _write_letters(scene: Scene, *, now: dt.datetime) -> None:
    """Requests, receipts and notices follow from the events; then the reminders of a week ago."""
    dispatch.write_letters(now=now + dt.timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE post_letter SET status = 'sent', attempts = 1, sent_at = moved.at, created_at = moved.at FROM ("
            " SELECT l.id, time '09:10' + (l.id %% 400) * interval '1 minute' + CASE split_part(l.key, ':', 1)"
            " WHEN 'request' THEN e.happened_on"
            " WHEN 'agreement' THEN CASE split_part(l.key, ':', 3) WHEN 'sign' THEN v.issued_on"
            " ELSE coalesce(v.lender_signed_on, v.issued_on) END"
            " WHEN 'terms' THEN (SELECT max(a.happened_on) FROM records_auditevent a WHERE a.loan_file = e.loan_file"
            " AND a.recorded_by_id = e.recorded_by_id AND a.verb = ANY(%s))"
            " ELSE (SELECT max(a.happened_on) FROM records_auditevent a"
            " WHERE a.loan_file = l.loan_file AND a.verb = ANY(%s)) END AS at FROM post_letter l"
            " LEFT JOIN records_auditevent e ON e.id::text = split_part(l.key, ':', 2)"
            " LEFT JOIN loans_agreementversion v ON v.uid::text = split_part(l.key, ':', 2)"
            ") moved WHERE moved.id = post_letter.id AND moved.at < %s",
            [sorted(term_letters.EVENTS), sorted(dispatch.ANSWERS), now],
        )
    day = scene.days.before(2)
    before = set(Letter.objects.values_list("pk", flat=True))
    reminders.send_reminders(on=day, now=now)
    for place, letter in enumerate(Letter.objects.exclude(pk__in=before).order_by("pk")):
        at = _at(day, 7, minute=place % 60)
        Letter.objects.filter(pk=letter.pk).update(status=Letter.Status.SENT, attempts=1, sent_at=at, created_at=at)


def _move_records(played: Played) -> None:
    """Events to the day they tell of, what staff recorded of a lender's answer up to two days later; signatures too."""
    spans = [span for span in played.days if span[1] > span[0]]
    with (
        pgtrigger.ignore("records.AuditEvent:append_only", "loans.ReportSignature:append_only"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE records_auditevent e SET happened_on = s.day, recorded_at = least("
            " s.day + time '09:30' + (e.id %% 420) * interval '1 minute'"
            " + CASE WHEN e.authority IN ('letter', 'telephone') THEN (e.id %% 3) ELSE 0 END * interval '1 day', now())"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS s(after_id, last_id, day)"
            " WHERE e.id > s.after_id AND e.id <= s.last_id",
            [[span[0] for span in spans], [span[1] for span in spans], [span[2] for span in spans]],
        )
        cursor.execute(
            "UPDATE loans_reportsignature s SET signed_at = r.examined_on + time '16:20' FROM loans_conditionreport r"
            " WHERE r.id = s.report_id AND r.examined_on < current_date"
        )


def _at(day: dt.date, hour: int, *, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)


def _workday(day: dt.date, *, back: bool = False) -> dt.date:
    late = max(0, day.weekday() - 4)
    return day - dt.timedelta(days=late) if back else day + dt.timedelta(days=(7 - day.weekday()) if late else 0)
