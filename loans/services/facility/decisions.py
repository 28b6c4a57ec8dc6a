"""A lender's word on a facility report: acceptance or concerns, on a section or the whole; staff may record it."""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import FacilityReport
from lenders.models import Contact, Lender
from loans import rules
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import FacilityDecision
from loans.services.facility import files
from loans.services.facility.reading import check_access
from loans.services.facility.standing import open_concerns
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import Authority
from office.records.wording import listed, written

Verdict = FacilityDecision.Verdict
_VERBS: Final = {Verdict.ACCEPTED: "facility.accepted", Verdict.CONCERNS: "facility.concerns"}


def decide(
    report: FacilityReport,
    *,
    lender: Lender,
    verdict: str,
    actor: Actor,
    section: str = "",
    words: str = "",
    facts: Facts = NO_FACTS,
) -> FacilityDecision:
    """Records the lender's word on the newest issued version; no `section` means the report as a whole.

    A contact speaks for its own lender; staff record for it what reached us, with who said it and how. The whole is
    accepted when no concern is open; one that is raised later suspends the acceptance until it is settled. The event
    stands in the file of every loan it touches. Raises NotAllowed, MissingFact or WrongState; then nothing is written.
    """
    section, words = files.section_named(section), words.replace("\x00", "").strip()
    with transaction.atomic():
        # Of two at once the second reads what the first said.
        lender = Lender.objects.select_for_update(of=("self",)).get(pk=lender.pk)
        _check_person(report, lender, actor=actor, facts=facts)
        if actor.kind == "contact":
            facts = Facts(decided_by=actor.name, decided_by_title=actor.title, authority=Authority.PORTAL)
        if verdict not in Verdict:
            raise MissingFact(_("Say whether you accept it or have concerns."), field="verdict")
        verdict = Verdict(verdict)
        rules.check_day(facts.happened_on)
        _check_report(report, verdict)
        _check_verdict(report, lender, section=section, verdict=verdict, words=words)
        loans = files.concerned(report, lender)
        if not loans:
            raise WrongState(
                _("%(lender)s has no loan open at %(venue)s: there is nothing to decide.")
                % {"lender": lender, "venue": report.venue}
            )
        event = files.record(_VERBS[verdict], report, loans, actor=actor, section=section, words=words, facts=facts)
        return FacilityDecision.objects.create(
            lender=lender,
            report=report,
            section=section,
            verdict=verdict,
            words=words,
            decided_by=event.decided_by,
            decided_on=event.happened_on,
            event=event,
        )


def _check_person(report: FacilityReport, lender: Lender, *, actor: Actor, facts: Facts) -> None:
    if actor.kind == "contact":
        contact = Contact.objects.select_related("lender").filter(uid=actor.id).first()
        if contact is None or contact.lender_id != lender.pk:
            raise NotAllowed(_("You can't speak for %(lender)s.") % {"lender": lender})
        check_access(report, contact)
        if not actor.can("decide"):
            raise NotAllowed(_("A colleague of yours decides on this report. You can read it and ask questions."))
        return
    if not (actor.kind == "staff" and actor.can("loans.record_answer")):
        raise NotAllowed(_("Your role doesn't record a lender's answers. Ask a registrar."))
    if not facts.decided_by.strip():
        raise MissingFact(_("Say who at the lender's decided this."), field="decided_by")
    if not facts.authority:
        raise MissingFact(_("Say how the answer reached us: by letter, by telephone …"), field="authority")


def _check_report(report: FacilityReport, verdict: str) -> None:
    files.check_issued(report)
    if verdict == Verdict.ACCEPTED and report.expires_on and report.expires_on < timezone.localdate():
        raise WrongState(
            _("This version was valid until %(day)s. It can't be accepted any more: a new version has to be issued.")
            % {"day": written(report.expires_on)},
            code="expired",
        )


def _check_verdict(report: FacilityReport, lender: Lender, *, section: str, verdict: str, words: str) -> None:
    if verdict == Verdict.CONCERNS:
        if not words:
            raise MissingFact(_("Say what concerns you."), field="words")
        return
    open_ones = [] if section else open_concerns(report, lender)
    if open_ones:
        named = [files.about(each.section) for each in open_ones if each.lender_id == lender.pk]
        others = sorted({each.lender.name for each in open_ones if each.lender_id != lender.pk})
        raise WrongState(
            _("Concerns are open on: %(sections)s. Accept these sections first, then the report as a whole.")
            % {"sections": listed(named)}
            if named
            else _("%(lenders)s has concerns still. They have to be settled first.") % {"lenders": listed(others)},
            code="concerns-open",
        )
    latest = FacilityDecision.objects.filter(lender=lender, report=report, section=section).order_by("-id").first()
    if latest is not None and latest.verdict == Verdict.ACCEPTED:
        raise WrongState(
            _("%(name)s accepted this on %(day)s already.")
            % {"name": latest.decided_by, "day": written(latest.decided_on)},
            code="accepted",
        )
