"""Paper: a signature in ink recorded from a letter, and the originals on their way."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from loans import rules
from loans.errors import MissingFact, WrongState
from loans.models import Agreement, AgreementOriginal, AgreementSignature, AgreementVersion, SigningMethod, SigningStep
from loans.services.agreements.execution import complete
from loans.services.agreements.rows import check_agrees, check_issued, loans_of, locked, record_all
from loans.services.loans import record
from loans.states import Party
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import Authority, StoredFile
from office.records.wording import written


def sign_for_lender(agreement: Agreement, *, signatory: str, actor: Actor, facts: Facts = NO_FACTS) -> Agreement:
    """Records the lender's signature under the paper; `facts.happened_on` is the day it was signed."""
    return _latest(agreement, Party.LENDER, signatory=signatory, actor=actor, facts=facts)


def sign_for_organiser(agreement: Agreement, *, signatory: str, actor: Actor, facts: Facts = NO_FACTS) -> Agreement:
    """Records our signature under the paper."""
    return _latest(agreement, Party.ORGANISER, signatory=signatory, actor=actor, facts=facts)


def _latest(agreement: Agreement, side: Party, *, signatory: str, actor: Actor, facts: Facts) -> Agreement:
    check_agrees(actor)
    latest = Agreement.objects.select_related("latest").get(pk=agreement.pk).latest
    if latest is None:
        raise WrongState(_("The agreement has not been issued yet."))
    return record_signature(latest, side=side, signatory=signatory, actor=actor, facts=facts).agreement


def record_signature(
    version: AgreementVersion, *, side: str, signatory: str, actor: Actor, title: str = "", facts: Facts = NO_FACTS
) -> AgreementVersion:
    """Records that a side has signed on paper; `facts.evidence` is the scan, kept as the signed copy.

    Paper is a fact: it counts whatever was prepared or approved on screen. Raises NotAllowed, MissingFact (no name, a
    day to come) or WrongState (the side has signed, the version is no longer to be signed).
    """
    check_agrees(actor)
    side = Party(side)
    if not signatory.strip():
        raise MissingFact(_("Say who signed."), field="signatory")
    rules.check_day(facts.happened_on)
    with transaction.atomic():
        version = locked(version)
        signed_on = getattr(version, f"{side.value}_signed_on")
        if signed_on:
            raise WrongState(
                _("This side signed on %(day)s already (%(who)s).")
                % {"day": written(signed_on), "who": getattr(version, f"{side.value}_signatory")}
            )
        check_issued(version)
        day = facts.happened_on or timezone.localdate()
        _check_person_once(version, signatory)
        setattr(version, f"{side.value}_signed_on", day)
        setattr(version, f"{side.value}_signatory", signatory.strip()[:200])
        if facts.evidence is not None:
            version.sealed_file = facts.evidence
        version.save()
        facts = replace(
            facts,
            decided_by=signatory.strip(),
            decided_by_title=title,
            authority=facts.authority or (Authority.LETTER if side == Party.LENDER else ""),
        )
        first, *others = loans_of(version.agreement)
        after = {"agreement": version.agreement.reference, "version": version.number, "signatory": signatory.strip()}
        event = record(f"agreement.{side.value}_signed", first, actor=actor, facts=facts, after=after)
        record_all(f"agreement.{side.value}_signed", others, actor=actor, facts=facts, after=after)
        sha256 = version.sha256 or (facts.evidence.sha256 if facts.evidence else "")
        if sha256:
            AgreementSignature.objects.create(
                version=version,
                side=side,
                step=SigningStep.SIGN,
                method=SigningMethod.INK,
                person=_on_paper(side, signatory),
                name=signatory.strip()[:200],
                title=title[:200],
                signed_on=day,
                sha256=sha256,
                event=event,
            )
        complete(version, actor=actor)
    return version


def _check_person_once(version: AgreementVersion, signatory: str) -> None:
    """On paper a name is all we know of a person."""
    for each in version.signatures.all():
        if each.name.casefold() == signatory.strip().casefold():
            raise WrongState(
                _("%(who)s has signed this version on %(day)s already; another person signs the next step.")
                % {"who": each.name, "day": written(each.signed_on)},
                code="signed-already",
            )


def _on_paper(side: Party, signatory: str) -> str:
    return f"paper:{side.value}:{signatory.strip().casefold()}"[:220]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalFacts:
    """What is known of one paper original; days that lie ahead are not known yet."""

    printed_on: dt.date | None = None
    sent_on: dt.date | None = None
    sent_how: str = ""
    lender_signed_on: dt.date | None = None
    organiser_signed_on: dt.date | None = None
    returned_on: dt.date | None = None
    kept_by: str = Party.LENDER
    scan: StoredFile | None = None
    note: str = ""


_DAYS = ("printed_on", "sent_on", "lender_signed_on", "organiser_signed_on", "returned_on")


def record_original(original: AgreementOriginal, facts: OriginalFacts, *, actor: Actor) -> AgreementOriginal:
    """Writes down where an original is; a scan already filed stays when none is given.

    When all originals carry both signatures and both signatories are recorded, the version is in force.
    Raises NotAllowed, MissingFact (a day to come, out of order) or WrongState (withdrawn, not issued).
    """
    check_agrees(actor)
    for name in _DAYS:
        given = getattr(facts, name)
        if given is not None and given > timezone.localdate() + dt.timedelta(days=1):
            raise MissingFact(
                _("%(day)s is still to come. Give the day on which it happened.") % {"day": written(given)}, field=name
            )
    if facts.printed_on and facts.sent_on and facts.sent_on < facts.printed_on:
        raise MissingFact(_("It was sent before it was printed. Check the two days."), field="sent_on")
    if facts.sent_on and facts.returned_on and facts.returned_on < facts.sent_on:
        raise MissingFact(_("It came back before it was sent. Check the two days."), field="returned_on")
    with transaction.atomic():
        version = locked(original.version)
        if not version.issued_on or version.withdrawn_on:
            check_issued(version)
        original = AgreementOriginal.objects.select_for_update().get(pk=original.pk)
        before = {name: str(getattr(original, name) or "") for name in _DAYS}
        for name in (*_DAYS, "sent_how", "kept_by", "note"):
            setattr(original, name, getattr(facts, name))
        original.scan = facts.scan or original.scan
        original.save()
        after = {name: str(getattr(original, name) or "") for name in _DAYS} | {"original": original.number}
        record_all("agreement.original", loans_of(version.agreement), actor=actor, before=before, after=after)
        complete(version, actor=actor)
    return original
