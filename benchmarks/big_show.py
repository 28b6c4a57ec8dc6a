"""A show of 30 lenders with 300 objects on their way: its boards, and moving all objects at once."""

import datetime as dt
import statistics
from functools import partial

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from benchmarks.figures import Figure, figure, percentile, seconds
from exhibitions.models import Exhibition, FacilityReport, Showing, Venue
from lenders.models import CollectionObject, Lender
from loans.models import (
    Agreement,
    AgreementVersion,
    ConditionReport,
    Cover,
    CoverAcceptance,
    FacilityDecision,
    GateRecord,
    Loan,
    LoanLine,
    Permit,
)
from loans.services import lines as services
from loans.states import LineStatus
from office.records.actors import Actor

WRITES = True
LENDERS, LINES = 30, 10
RUNS = 30
_TODAY = dt.date(2026, 3, 3)
_PERIOD = DateRange(dt.date(2028, 8, 1), dt.date(2029, 4, 1))
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def run() -> list[Figure]:
    show = _show()
    lines = _lines(show)
    _evidence(show, lines)
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.get(email="registrar@museum.example"), backend=_BACKEND)
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        found = [
            _page(client, "gate board, 300 objects", reverse("admin:gates", args=(show.code,))),
            _page(client, "status board, 30 lenders", reverse("admin:board", args=(show.code,))),
            _page(
                client, "an object's gates", reverse("admin:line_gates", args=(lines[0].loan.reference, lines[0].uid))
            ),
        ]
    return [*found, _moving(lines)]


def _page(client: Client, name: str, address: str) -> Figure:
    first = client.get(address)
    if first.status_code != 200:
        raise RuntimeError(f"{address}: {first.status_code}")
    times = [seconds(lambda: client.get(address)) * 1000 for _run in range(RUNS)]
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return figure(
        f"{name}, p50",
        percentile(times, 50),
        "ms",
        target=100.0,
        note=f"p95 {percentile(times, 95):.0f} ms, {len(queries)} queries, {len(first.content) / 1024:.0f} KB",
    )


def _moving(lines: list[LoanLine]) -> Figure:
    """All objects from confirmed to packed: three moves, the last asks four gates of each object."""
    user = get_user_model().objects.get(email="registrar@museum.example")
    actor = Actor.staff(user)
    took = {}
    for name in ("prepare", "make_ready", "pack"):
        took[name] = seconds(partial(services.move_all, lines, name, actor=actor))
    return figure(
        "300 objects moved at once",
        statistics.median(took.values()),
        "s",
        target=2.0,
        note=", ".join(f"{name} {value:.2f} s" for name, value in took.items()),
    )


def _show() -> Exhibition:
    show = Exhibition.objects.create(code="BIG300", title="Three hundred objects")
    venue = Venue.objects.get(name="Great Gallery")
    Showing.objects.create(
        exhibition=show, venue=venue, install_date=dt.date(2028, 9, 5), opens_date=dt.date(2028, 9, 26),
        closes_date=dt.date(2029, 2, 23), deinstall_date=dt.date(2029, 3, 9),
    )  # fmt: skip
    report = FacilityReport.objects.create(venue=venue, version=1, issued_on=_TODAY, expires_on=dt.date(2030, 1, 1))
    FacilityDecision.objects.bulk_create(
        FacilityDecision(lender=lender, report=report, verdict="accepted", decided_by="Registrar", decided_on=_TODAY)
        for lender in Lender.objects.all()
    )
    return show


def _lines(show: Exhibition) -> list[LoanLine]:
    lenders = list(Lender.objects.filter(is_organiser=False).order_by("pk")[:LENDERS])
    made = []
    for number in range(LENDERS):
        lender = lenders[number % len(lenders)]
        agreement = Agreement.objects.create(reference=f"BIG-{number:03}", issued_on=_TODAY)
        version = AgreementVersion.objects.create(
            agreement=agreement, number=1, sha256="0" * 64, issued_on=_TODAY, executed_on=_TODAY,
            lender_signed_on=_TODAY, organiser_signed_on=_TODAY,
        )  # fmt: skip
        agreement.latest = agreement.in_force = version
        agreement.save()
        loan = Loan.objects.create(
            reference=f"L-2028-{number:03}", lender=lender, exhibition=show, agreement=agreement, purpose="Exhibition",
            period=_PERIOD,
        )  # fmt: skip
        objects = CollectionObject.objects.filter(lender=lender).order_by("-pk")
        first = number // len(lenders) * LINES
        made += [
            LoanLine(loan=loan, object=each, number=place, period=_PERIOD, status=LineStatus.CONFIRMED)
            for place, each in enumerate(objects[first : first + LINES], start=1)
        ]
    return LoanLine.objects.bulk_create(made)


def _evidence(show: Exhibition, lines: list[LoanLine]) -> None:
    """Most gates are open for most objects, some for none."""
    cover = Cover.objects.create(
        exhibition=show, kind="commercial", period=DateRange(_PERIOD.lower, dt.date(2029, 4, 2))
    )
    cover.lines.set(lines)
    loans = {line.loan_id: line.loan for line in lines}
    CoverAcceptance.objects.bulk_create(
        CoverAcceptance(cover=cover, loan=loan, accepted_on=_TODAY, accepted_by="Director") for loan in loans.values()
    )
    for loan in loans.values():
        permit = Permit.objects.create(
            exhibition=show, kind="export", direction="both", status="granted", number="1", issued_on=_TODAY
        )
        permit.lines.set([line for line in lines if line.loan_id == loan.pk])
    ConditionReport.objects.bulk_create(
        ConditionReport(
            reference=f"CR-2028-{line.pk}", line=line, moment="lender_out", examined_on=_TODAY, examiner="K. Mensah",
            content_hash="0" * 64,
        )
        for line in lines
    )  # fmt: skip
    GateRecord.objects.bulk_create(
        GateRecord(
            line=line, gate=gate, state="satisfied", evidence_number="DD/1", decided_by="Registrar", decided_on=_TODAY
        )
        for line in lines
        for gate in ("due_diligence", "outgoing_report")
    )  # fmt: skip
