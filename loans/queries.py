"""The only way loans leave the database for portal, API and examine; and the questions lists ask, in few queries.

A lender sees what was sent to it: no draft line, no loan without a sent line.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from exhibitions.models import Exhibition, FacilityReport
from lenders.access import bound
from lenders.queries import objects_visible_to
from loans.models import (
    SECRET_KINDS,
    AgreementOriginal,
    AgreementVersion,
    ConditionReport,
    Cover,
    Deadline,
    Document,
    DocumentKind,
    Incident,
    IncidentKind,
    Loan,
    LoanLine,
    ReportPhoto,
    ShipmentLine,
    Term,
)
from loans.rules import behalf, loan_status
from loans.states import OVER, LineStatus, LoanStatus
from office.records.actors import Actor
from office.records.models import AuditEvent, StoredFile


def loans_visible_to(actor: Actor) -> QuerySet[Loan]:
    loans = bound(Loan.objects.all(), actor=actor, path="lender")
    if actor.sees_all:
        return loans
    sent = LoanLine.objects.filter(loan=OuterRef("pk")).exclude(status=LineStatus.DRAFT)
    return loans.filter(Exists(sent))


def lines_visible_to(actor: Actor) -> QuerySet[LoanLine]:
    lines = bound(LoanLine.objects.all(), actor=actor, path="loan__lender")
    return lines if actor.sees_all else lines.exclude(status=LineStatus.DRAFT)


def exhibitions_with_loans_visible_to(actor: Actor) -> QuerySet[Exhibition]:
    """Exhibitions a lender was asked for; all of them for those who see all lenders."""
    if not actor.abilities:
        return Exhibition.objects.none()
    if actor.sees_all:
        return Exhibition.objects.all()
    return Exhibition.objects.filter(Exists(loans_visible_to(actor).filter(exhibition=OuterRef("pk"))))


def reports_visible_to(actor: Actor) -> QuerySet[ConditionReport]:
    """Reports of visible lines; a lender sees our drafts never, its own side's drafts neither yet."""
    reports = ConditionReport.objects.filter(line__in=lines_visible_to(actor).values("pk"))
    return reports if actor.sees_all else reports.exclude(content_hash="")


def documents_visible_to(actor: Actor) -> QuerySet[Document]:
    """An agreement says what the objects are worth: it is for those who see values, and for who signs."""
    documents = Document.objects.filter(loan__in=loans_visible_to(actor).values("pk"))
    if not _reads_agreements(actor):
        documents = documents.exclude(kind=DocumentKind.AGREEMENT)
    return documents if actor.sees_all else documents.filter(for_lender=True)


def agreement_versions_visible_to(actor: Actor) -> QuerySet[AgreementVersion]:
    """Versions over visible loans. A lender sees what was issued, and nothing that is another lender's too."""
    if not actor.abilities:
        return AgreementVersion.objects.none()
    if actor.sees_all:
        return AgreementVersion.objects.all()
    under = Loan.objects.filter(agreement=OuterRef("agreement"))
    return AgreementVersion.objects.filter(
        Exists(loans_visible_to(actor).filter(agreement=OuterRef("agreement"))),
        ~Exists(under.exclude(lender__in=actor.lender_ids or ())),
        issued_on__isnull=False,
        file__isnull=False,
    )


def _reads_agreements(actor: Actor) -> bool:
    return actor.can("values.see") or actor.can("sign")


def _agreement_files() -> Q:
    """Texts, sealed copies and scans of agreements, as a condition on files."""
    versions, originals = AgreementVersion.objects, AgreementOriginal.objects
    return (
        Q(pk__in=versions.filter(file__isnull=False).values("file"))
        | Q(pk__in=versions.filter(sealed_file__isnull=False).values("sealed_file"))
        | Q(pk__in=originals.filter(scan__isnull=False).values("scan"))
    )


def covers_visible_to(actor: Actor) -> QuerySet[Cover]:
    """Covers that name a visible line. What they bear at most, and their certificates, are for those who see values."""
    if not actor.abilities:
        return Cover.objects.none()
    if actor.sees_all:
        return Cover.objects.all()
    named = Cover.lines.through.objects.filter(cover=OuterRef("pk"), loanline__in=lines_visible_to(actor).values("pk"))
    return Cover.objects.filter(Exists(named))


def _certificates(actor: Actor) -> QuerySet[Cover]:
    """Covers whose certificate a lender may read."""
    covers = covers_visible_to(actor).filter(certificate__isnull=False, granted_on__isnull=False)
    return covers if actor.can("values.see") else covers.none()


def terms_visible_to(actor: Actor) -> QuerySet[Term]:
    """Conditions of visible loans and lines. Notes and amounts are for loans.services.threads to give out."""
    terms = Term.objects.filter(loan__in=loans_visible_to(actor).values("pk"))
    if actor.sees_all:
        return terms
    return terms.filter(Q(line__isnull=True) | Q(line__in=lines_visible_to(actor).values("pk")))


def _letters_behind_terms(actor: Actor) -> QuerySet[AuditEvent]:
    """What was recorded for the lender with its own letter beside it.

    A letter that (also) speaks of amounts is for those alone who may see them.
    """
    terms = terms_visible_to(actor)
    events = AuditEvent.objects.filter(subject_kind="condition", evidence__isnull=False).exclude(authority="")
    told = events.filter(subject_id__in=terms.values("uid"))
    if actor.can("values.see"):
        return told
    secret = terms.filter(Q(kind__in=SECRET_KINDS) | Q(proposals__amount__isnull=False)).values("uid")
    return told.exclude(evidence__in=events.filter(subject_id__in=secret).values("evidence"))


def _letters_behind_decisions(actor: Actor) -> QuerySet[AuditEvent]:
    """What a lender's decisions about its objects were recorded from, but a paper that was filed there by mistake.

    One that is an agreement's file is seen as that, one that also speaks of a value as its condition is.
    """
    visible = lines_visible_to(actor)
    events = AuditEvent.objects.filter(
        subject_kind=behalf.SUBJECT,
        verb__in=behalf.DECISIONS,
        evidence__isnull=False,
        corrected_by__isnull=True,
        subject_id__in=visible.values("uid"),
    )
    if not _reads_agreements(actor):
        events = events.exclude(evidence__in=StoredFile.objects.filter(_agreement_files()).values("pk"))
    if not actor.can("values.see"):
        secret = _speaking_of_amounts(Term.objects.filter(loan__in=visible.values("loan")))
        events = events.exclude(evidence__in=secret)
    return events


def _speaking_of_amounts(terms: QuerySet[Term]) -> QuerySet[AuditEvent, Any]:
    """The papers beside those of these conditions that name an amount, or may."""
    secret = terms.filter(Q(kind__in=SECRET_KINDS) | Q(proposals__amount__isnull=False))
    told = AuditEvent.objects.filter(subject_kind="condition", evidence__isnull=False)
    return told.filter(subject_id__in=secret.values("uid")).values("evidence")


def openable(events: Iterable[AuditEvent], *, actor: Actor) -> frozenset[int] | None:
    """The papers beside these entries that this person may open; None for staff who see values, who may open all."""
    if actor.sees_all and actor.can("values.see"):
        return None
    wanted = {event.evidence_id for event in events if event.evidence_id}
    if not wanted:
        return frozenset()
    return frozenset(files_visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))


def deadlines_visible_to(actor: Actor) -> QuerySet[Deadline]:
    """Deadlines of visible loans; a lender sees those it owes."""
    if actor.sees_all and actor.abilities:
        return Deadline.objects.all()
    return Deadline.objects.filter(loan__in=loans_visible_to(actor).values("pk"), owed_by="lender")


def facility_reports_visible_to(actor: Actor) -> QuerySet[FacilityReport]:
    """A lender sees the newest issued report of each venue at which a loan of its own is still to be or being shown."""
    if not actor.abilities:
        return FacilityReport.objects.none()
    if actor.sees_all:
        return FacilityReport.objects.all()
    venues = lines_visible_to(actor).exclude(status__in=OVER).values("showings__venue")
    newest = (
        FacilityReport.objects.filter(issued_on__isnull=False).order_by("venue_id", "-version").distinct("venue_id")
    )
    return FacilityReport.objects.filter(pk__in=newest.values("pk"), venue__in=venues)


def incidents_visible_to(actor: Actor) -> QuerySet[Incident]:
    """Incidents of visible lines. A lender sees those it was told of; what was open when an object moved is on its gates."""
    incidents = Incident.objects.filter(line__in=lines_visible_to(actor).values("pk"))
    if actor.sees_all:
        return incidents
    return incidents.exclude(kind=IncidentKind.OPEN_GATE).filter(notified_on__isnull=False)


def journeys_visible_to(actor: Actor) -> QuerySet[ShipmentLine]:
    """Visible objects in the shipments they travel in, but those called off and those it was left out of.

    A lender is shown its own objects' days and the agent: never times, stages, vehicles or couriers, never another's.
    """
    journeys = ShipmentLine.objects.filter(line__in=lines_visible_to(actor).values("pk"))
    return journeys.filter(shipment__cancelled_on__isnull=True, left_behind=False)


def files_visible_to(actor: Actor) -> QuerySet[StoredFile]:
    """Files that hang on a visible row. Staff see every file; lenders see no original of a picture of ours.

    The security supplement of a venue is for those alone who write its facility report; an agreement, a certificate
    of cover and a letter that speaks of amounts for those who see values.
    """
    if not actor.abilities:
        return StoredFile.objects.none()
    if actor.sees_all:
        found = StoredFile.objects.all()
        if not actor.can("facility.edit"):
            supplements = FacilityReport.objects.filter(security_supplement__isnull=False).values("security_supplement")
            found = found.exclude(Q(pk__in=supplements) | Q(derivative_of__in=supplements))
        if not actor.can("values.see"):
            certificates = Cover.objects.filter(certificate__isnull=False).values("certificate")
            found = found.exclude(Q(pk__in=certificates) | Q(derivative_of__in=certificates))
            found = found.exclude(pk__in=_speaking_of_amounts(Term.objects.all()))
        return found if _reads_agreements(actor) else found.exclude(_agreement_files())
    pictures = objects_visible_to(actor).filter(image__isnull=False).values("image")
    documents = documents_visible_to(actor).values("file")
    photos = ReportPhoto.objects.filter(report__in=reports_visible_to(actor).values("pk")).values("file")
    damage = incidents_visible_to(actor).filter(photo__isnull=False).values("photo")
    return StoredFile.objects.filter(
        Q(pk__in=pictures)
        | Q(pk__in=documents)
        | Q(pk__in=photos)
        | Q(derivative_of__in=pictures)
        | Q(derivative_of__in=photos)
        | Q(pk__in=damage)
        | Q(derivative_of__in=damage)
        | Q(pk__in=_letters_behind_terms(actor).values("evidence"))
        | Q(pk__in=_letters_behind_decisions(actor).values("evidence"))
        | Q(pk__in=_certificates(actor).values("certificate"))
        | Q(derivative_of__in=_certificates(actor).values("certificate"))
    )


def counts_by_loan(loan_ids: Iterable[int]) -> dict[int, Counter[str]]:
    """How many lines each loan has in each status; one query."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rows = LoanLine.objects.filter(loan__in=list(loan_ids)).order_by().values_list("loan", "status")
    for loan, status, number in rows.annotate(number=Count("pk")):
        counts[loan][status] = number
    return counts


def status_of(loans: Iterable[Loan]) -> dict[int, LoanStatus]:
    """The derived status of each loan by primary key; one query, plus the agreements if not selected already."""
    loans = list(loans)
    counts = counts_by_loan(loan.pk for loan in loans)
    return {
        loan.pk: loan_status(counts[loan.pk], agreement=loan.agreement, recalled_on=loan.recalled_on) for loan in loans
    }


def loan_by_uid(uid: uuid.UUID) -> Loan | None:
    return Loan.objects.filter(uid=uid).first()
