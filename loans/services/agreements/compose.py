"""Writing the text: clauses chosen and filled, agreed conditions and objects as they are today; a draft until issued."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import Showing
from lenders.models import SigningWay
from loans.errors import MissingFact, WrongState
from loans.models import Agreement, AgreementVersion, Loan, SigningStep
from loans.services import clauses
from loans.services.agreements import snapshot
from loans.services.agreements.changes import NO_CHANGES, Changes
from loans.services.agreements.rows import ENGLISH, check_agrees, check_draft, loans_of, locked, record_all
from loans.services.agreements.sealing import check_paper
from loans.services.agreements.text import checked_languages, checked_steps, clauses_of
from loans.services.agreements.wording import ASKED, Ground, standing_terms, suggested
from office.records import files
from office.records.actors import Actor
from office.records.models import StoredFile
from office.records.numbers import next_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a text is to be written. What is None follows from the lender's standing terms.

    The first of `languages` governs, unless both are equally authentic. `choices` names an alternative by clause, ""
    leaves an optional clause out; `words` are the registrar's own for what the clauses leave open (wording.ASKED).
    """

    languages: tuple[str, ...] | None = None
    equally_authentic: bool | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    signing: str | None = None
    originals: int | None = None
    lender_steps: Sequence[str] = (SigningStep.SIGN,)
    organiser_steps: Sequence[str] = (SigningStep.SIGN,)


def usual(loans: Sequence[Loan], wanted: Wanted = Wanted()) -> Wanted:
    """The same with every gap filled from the standing terms of the lender, and the alternatives that fit."""
    standing = standing_terms(loans[0].lender)
    signing = wanted.signing or (standing.signing if standing else SigningWay.ELECTRONIC)
    second = standing.second_language if standing else ""
    languages = wanted.languages or tuple(dict.fromkeys(filter(None, (ENGLISH, second))))
    ink = signing == SigningWay.INK
    both = wanted.equally_authentic
    if both is None:
        both = ink and len(languages) > 1
    originals = wanted.originals
    if originals is None:
        originals = standing.originals if standing and ink else 0
    lines = snapshot.lines_of(loans)
    agreed = snapshot.terms(loans, lines)
    ground = Ground("", loans, lines, _showings(loans[0], NO_CHANGES), None, languages, signing, originals, agreed)
    choices = suggested(ground, standing=standing, equally_authentic=both) | dict(wanted.choices)
    return replace(
        wanted,
        languages=languages,
        equally_authentic=both,
        signing=signing,
        originals=originals if ink else 0,
        choices=choices,
    )


def draft(
    loans: Sequence[Loan],
    *,
    actor: Actor,
    wanted: Wanted = Wanted(),
    on: dt.date | None = None,
) -> AgreementVersion:
    """Writes a first text over these loans of one lender (or of one agent's lenders) for one exhibition.

    Raises NotAllowed, WrongState (there is an agreement, nothing is lent) or MissingFact naming what a clause needs.
    """
    check_agrees(actor)
    with transaction.atomic():
        held = _locked(loans)
        agreement = _agreement_for(held)
        version = AgreementVersion(
            agreement=agreement,
            number=1 + (agreement.versions.order_by("-number").values_list("number", flat=True).first() or 0),
        )
        write(version, held, usual(held, wanted), on=on or timezone.localdate())
        version.save()
        agreement.latest = version
        agreement.save(update_fields=["latest"])
        Loan.objects.filter(pk__in=[loan.pk for loan in held]).update(agreement=agreement)
        record_all("agreement.draft", held, actor=actor, after=_named(version))
    return version


def change(
    version: AgreementVersion, *, actor: Actor, wanted: Wanted | None = None, on: dt.date | None = None
) -> AgreementVersion:
    """Writes the draft anew, from what the records say today; without `wanted` by the choices made before.

    Raises NotAllowed, WrongState (issued, withdrawn) or MissingFact.
    """
    check_agrees(actor)
    with transaction.atomic():
        version = locked(version)
        check_draft(version)
        held = loans_of(version.agreement)
        write(version, held, usual(held, wanted) if wanted else wanted_of(version), on=on or timezone.localdate())
        version.save()
        record_all("agreement.change", held, actor=actor, after=_named(version))
    return version


def use_own_paper(version: AgreementVersion, *, file: StoredFile, actor: Actor) -> AgreementVersion:
    """The lender's own paper is signed instead of our clauses. Raises WrongState, or MissingFact when it is no PDF."""
    check_agrees(actor)
    if file.media_type != "application/pdf":
        raise MissingFact(_("Send the lender's paper as a PDF: that file is what both sides sign."), field="file")
    check_paper(files.read(file))
    with transaction.atomic():
        version = locked(version)
        check_draft(version)
        version.own_paper, version.file, version.sha256, version.clauses = True, file, file.sha256, []
        version.save()
        record_all("agreement.own_paper", loans_of(version.agreement), actor=actor, after=_named(version))
    return version


def use_our_paper(version: AgreementVersion, *, actor: Actor) -> AgreementVersion:
    """Back to our own clauses. Raises WrongState."""
    check_agrees(actor)
    with transaction.atomic():
        version = locked(version)
        check_draft(version)
        version.own_paper, version.file, version.sha256 = False, None, ""
        version.save()
    return change(version, actor=actor, wanted=replace(wanted_of(version), choices={}))


def wanted_of(version: AgreementVersion) -> Wanted:
    """The choices a version was written by."""
    chosen = {entry["code"]: entry["alternative"] for entry in version.clauses}
    words: dict[str, str] = {}
    for entry in version.clauses:
        words |= entry.get("given", {})
    optional = {code: "" for code, matter in clauses.current().items() if not matter.required and code not in chosen}
    return Wanted(
        languages=tuple(version.languages),
        equally_authentic=version.equally_authentic,
        choices=chosen | optional,
        words=words,
        signing=version.signing,
        originals=version.originals_wanted,
        lender_steps=tuple(version.lender_steps),
        organiser_steps=tuple(version.organiser_steps),
    )


def is_stale(version: AgreementVersion) -> bool:
    """True when objects or conditions have changed since the draft was written."""
    held = loans_of(version.agreement)
    lines = snapshot.lines_of(held)
    rows = snapshot.schedule(lines, changes=Changes.of(version.changes))
    return bool(version.schedule != rows or version.terms != snapshot.terms(held, lines))


def write(version: AgreementVersion, held: Sequence[Loan], wanted: Wanted, *, on: dt.date) -> None:
    """Fills the version's columns; saves nothing."""
    changes = Changes.of(version.changes)
    languages = checked_languages(wanted.languages or (ENGLISH,))
    lines = snapshot.lines_of(held)
    if not lines:
        raise WrongState(_("%(loan)s has no object left to agree on.") % {"loan": held[0]})
    version.signing = str(wanted.signing)
    version.originals_wanted = wanted.originals or 0
    version.languages, version.governing_language = list(languages), languages[0]
    version.equally_authentic = bool(wanted.equally_authentic) and len(languages) > 1
    version.lender_steps = checked_steps(wanted.lender_steps)
    version.organiser_steps = checked_steps(wanted.organiser_steps)
    version.terms = snapshot.terms(held, lines)
    version.schedule = snapshot.schedule(lines, changes=changes)
    ground = Ground(
        reference=version.agreement.reference,
        loans=held,
        lines=lines,
        showings=_showings(held[0], changes),
        until=changes.until,
        languages=languages,
        signing=version.signing,
        originals=version.originals_wanted,
        terms=version.terms,
        given={name: words.strip() for name, words in wanted.words.items() if name in ASKED and words.strip()},
    )
    version.clauses = [] if version.own_paper else clauses_of(ground, wanted.choices, on=on)


def _locked(loans: Sequence[Loan]) -> list[Loan]:
    if not loans:
        raise MissingFact(_("Choose the loans the agreement is about."), field="loans")
    rows = Loan.objects.select_for_update(of=("self",)).filter(pk__in=[loan.pk for loan in loans])
    held = list(rows.select_related("lender__agent", "lender__terms", "exhibition", "agreement__latest").order_by("pk"))
    houses = {(loan.lender.agent_id or loan.lender_id, loan.exhibition_id) for loan in held}
    if len(houses) > 1:
        raise WrongState(
            _("One agreement is made with one lender, or with one agent for its lenders, for one exhibition.")
        )
    return held


def _agreement_for(held: Sequence[Loan]) -> Agreement:
    """The agreement these loans have, with every text of it withdrawn; else a new one."""
    present = {loan.agreement_id: loan.agreement for loan in held if loan.agreement}
    for loan in held:
        agreement = loan.agreement
        if agreement is None:
            continue
        latest = agreement.latest
        if agreement.in_force_id or latest is None or latest.withdrawn_on is None or len(present) > 1:
            raise WrongState(
                _("%(loan)s has the agreement %(agreement)s already.") % {"loan": loan, "agreement": agreement}
            )
    for agreement in present.values():
        if agreement is not None:
            return agreement
    return Agreement.objects.create(reference=next_reference("A", year=timezone.localdate().year))


def _showings(loan: Loan, changes: Changes) -> list[Showing]:
    showings = Showing.objects.filter(exhibition=loan.exhibition_id).select_related("venue")
    if changes.showings:
        showings = showings.filter(uid__in=changes.showings)
    return list(showings.order_by("opens_date", "pk"))


def _named(version: AgreementVersion) -> dict[str, Any]:
    return {"agreement": version.agreement.reference, "version": version.number, "kind": version.kind}
