"""Signing on screen: in order on each side, over the hash of exactly what was read, each person once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Agreement, AgreementSignature, AgreementVersion, Loan, SigningMethod, SigningStep
from loans.services.agreements.execution import complete
from loans.services.agreements.rows import check_stands, loans_of, locked
from loans.services.loans import record
from loans.states import Party
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import Authority, StoredFile
from office.records.wording import written

DONE: Mapping[str, object] = {
    SigningStep.PREPARE: gettext_lazy("prepared"),
    SigningStep.APPROVE: gettext_lazy("approved"),
    SigningStep.SIGN: gettext_lazy("signed"),
}
_ABILITY = {
    Party.LENDER: {SigningStep.PREPARE: "decide", SigningStep.APPROVE: "decide", SigningStep.SIGN: "sign"},
    Party.ORGANISER: {
        SigningStep.PREPARE: "loans.agree",
        SigningStep.APPROVE: "loans.agree",
        SigningStep.SIGN: "agreements.sign",
    },
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of one side that is still to be taken; `refusal` says why this person can't, empty when she can."""

    side: Party
    step: SigningStep
    refusal: str = ""


def steps_of(version: AgreementVersion, side: str) -> Sequence[str]:
    return version.lender_steps if side == Party.LENDER else version.organiser_steps


def next_step(version: AgreementVersion, side: str) -> SigningStep | None:
    """The step that is due on a side; None when the side is done, or nothing is to be signed."""
    if not version.issued_on or version.executed_on or version.withdrawn_on:
        return None
    done = {signature.step for signature in version.signatures.all() if signature.side == side}
    if SigningStep.SIGN in done or (version.lender_signed_on if side == Party.LENDER else version.organiser_signed_on):
        return None
    return next((SigningStep(step) for step in steps_of(version, side) if step not in done), None)


def turn(version: AgreementVersion, *, actor: Actor) -> Turn | None:
    """What this person's side has to do next, and whether it is she who may."""
    side = side_of(actor)
    step = next_step(version, side)
    if step is None:
        return None
    try:
        _check_person(version, side, step, actor=actor)
        _check_fresh(version, actor)
    except (NotAllowed, WrongState) as refusal:
        return Turn(side, step, refusal.sentence)
    return Turn(side, step)


def side_of(actor: Actor) -> Party:
    return Party.ORGANISER if actor.kind == "staff" else Party.LENDER


def sees_values(actor: Actor) -> bool:
    """Who signs has to read the whole: the amounts are part of what is signed."""
    return actor.can("values.see") or actor.can("sign") or actor.can("agreements.sign")


def consent(version: AgreementVersion, *, side: str, step: str) -> str:
    """The sentence a person agrees to; it is kept with her signature."""
    said = {"reference": version.agreement.reference, "number": version.number}
    if step == SigningStep.PREPARE:
        return _("I have read agreement %(reference)s, version %(number)d, and it is ready to be signed.") % said
    if step == SigningStep.APPROVE:
        return _("I have read agreement %(reference)s, version %(number)d, and I approve it.") % said
    if side == Party.LENDER:
        return (
            _(
                "I have read agreement %(reference)s, version %(number)d, and I sign it for the lender. My name here stands for my signature by hand."
            )
            % said
        )
    return (
        _(
            "I have read agreement %(reference)s, version %(number)d, and I sign it for the borrower. My name here stands for my signature by hand."
        )
        % said
    )


def sign(
    version: AgreementVersion,
    *,
    actor: Actor,
    step: str,
    method: str,
    name: str,
    consented: bool,
    sha256: str,
    side: str | None = None,
    title: str = "",
    drawing: StoredFile | None = None,
    ip: str | None = None,
    now: dt.datetime | None = None,
) -> AgreementVersion:
    """One person's step, typed or drawn. When both sides have signed, the agreement is in force and its changes are made.

    `sha256` is the hash of what the person had before her. Raises NotAllowed; MissingFact (no name, no consent, no
    drawing); WrongState for another version, a step out of turn, a second signature; Conflict when what an amendment
    does can't be done. Then nothing is written.
    """
    side = Party(side or side_of(actor))
    now = now or timezone.now()
    if step not in SigningStep:
        raise MissingFact(_("There is no step “%(step)s” in signing.") % {"step": step}, field="step")
    if method not in (SigningMethod.TYPED, SigningMethod.DRAWN):
        raise MissingFact(_("Type your name or draw your signature."), field="method")
    try:
        with transaction.atomic():
            version = locked(version)
            check_person(version, side, SigningStep(step), actor=actor)
            _check_text(version, sha256)
            _check_order(version, side, SigningStep(step))
            _check_fresh(version, actor)
            if not name.strip():
                raise MissingFact(_("Write your name: it stands for your signature."), field="name")
            if method == SigningMethod.DRAWN and drawing is None:
                raise MissingFact(_("Draw your signature, or type your name instead."), field="drawing")
            if not consented:
                raise MissingFact(_("Tick the sentence: without your consent nothing is signed."), field="consent")
            said = consent(version, side=side, step=step)
            day = timezone.localdate(now)
            first, *others = loans_of(version.agreement)
            facts = Facts(
                happened_on=day,
                decided_by=name.strip(),
                decided_by_title=title.strip() or actor.title,
                authority=Authority.PORTAL if side == Party.LENDER else "",
            )
            after = {
                "agreement": version.agreement.reference, "version": version.number, "step": step,
                "sha256": version.sha256, "to_sign": str(version.uid),
            }  # fmt: skip
            verb = f"agreement.{side.value}_{DONE_VERB[step]}"
            event = record(verb, first, actor=actor, facts=facts, after=after)
            for loan in others:
                record(verb, loan, actor=actor, facts=facts, after={**after, "to_sign": ""})
            AgreementSignature.objects.create(
                version=version,
                side=side,
                step=step,
                method=method,
                person=person_of(actor),
                name=name.strip()[:200],
                title=(title.strip() or actor.title)[:200],
                signed_on=day,
                signed_at=now,
                ip=ip or None,
                consent=said,
                drawing=drawing if method == SigningMethod.DRAWN else None,
                sha256=version.sha256,
                event=event,
            )
            if step == SigningStep.SIGN:
                setattr(version, f"{side.value}_signed_on", day)
                setattr(version, f"{side.value}_signatory", name.strip()[:200])
                version.save()
                complete(version, actor=actor)
    except IntegrityError as error:
        raise _as_refusal(error) from error
    return version


DONE_VERB: Mapping[str, str] = {
    SigningStep.PREPARE: "prepared",
    SigningStep.APPROVE: "approved",
    SigningStep.SIGN: "signed",
}


def person_of(actor: Actor) -> str:
    return f"{actor.kind}:{actor.id}"


def check_person(version: AgreementVersion, side: Party, step: SigningStep, *, actor: Actor) -> None:
    """May this person take this step for this side? Raises NotAllowed."""
    _check_person(version, side, step, actor=actor)


def _check_person(version: AgreementVersion, side: Party, step: SigningStep, *, actor: Actor) -> None:
    if actor.kind not in ("contact", "staff"):
        raise NotAllowed(_("An agreement is signed by a person, in the portal or on paper."))
    if actor.kind == "contact":
        lenders = set(Loan.objects.filter(agreement=version.agreement_id).values_list("lender", flat=True))
        if actor.lender_ids is None or not lenders <= actor.lender_ids:
            raise NotAllowed(_("This agreement is not yours to sign."), code="not-yours")
    if side != side_of(actor):
        raise NotAllowed(
            _("You sign for your own side alone.")
            if actor.kind == "contact"
            else _("Staff sign for us alone. A signature of the lender that came on paper is recorded, with its scan.")
        )
    if not actor.can(_ABILITY[side][step]):
        raise NotAllowed(_who_signs(side, step))
    if side == Party.LENDER and not sees_values(actor) and any(row["value"] for row in version.schedule):
        raise NotAllowed(
            _(
                "The agreement says what the objects are worth, and you may not see values. Ask the organiser to let you."
            )
        )


def _who_signs(side: Party, step: SigningStep) -> str:
    if side == Party.ORGANISER:
        if step == SigningStep.SIGN:
            return _("Your role doesn't sign for us. Ask the head of exhibitions.")
        return _("Your role doesn't prepare or approve agreements. Ask a registrar.")
    if step == SigningStep.SIGN:
        return _("This agreement is with your signatory. If that should be you, ask the organiser to let you sign.")
    return _("A colleague of yours who may decide takes this step. If that should be you, write to the organiser.")


def _check_text(version: AgreementVersion, sha256: str) -> None:
    if version.issued_on is None and version.withdrawn_on is None:
        raise WrongState(_("The agreement has not been issued yet."), code="draft")
    newest = Agreement.objects.values_list("latest__number", flat=True).get(pk=version.agreement_id)
    if version.withdrawn_on:
        raise WrongState(
            _("Version %(number)d was withdrawn on %(day)s. Nothing is to be signed in it any more.")
            % {"number": version.number, "day": written(version.withdrawn_on)},
            code="withdrawn",
        )
    check_stands(version)
    if newest and newest > version.number:
        raise WrongState(
            _("You were reading an older version. Read version %(number)d, then sign that one.") % {"number": newest},
            code="older-version",
        )
    if not version.sha256 or sha256 != version.sha256:
        raise WrongState(
            _("You were reading an older version of this text. Read it again as it is now, then sign."),
            code="older-version",
        )


def _check_order(version: AgreementVersion, side: Party, step: SigningStep) -> None:
    done = next((each for each in version.signatures.all() if each.side == side and each.step == step), None)
    signed_on = version.lender_signed_on if side == Party.LENDER else version.organiser_signed_on
    if done is not None or (step == SigningStep.SIGN and signed_on):
        who = done.name if done else getattr(version, f"{side.value}_signatory")
        day = done.signed_on if done else signed_on
        raise WrongState(
            _("%(who)s has %(done)s this version on %(day)s already.")
            % {"who": who, "done": DONE[step], "day": written(day) if day else ""},
            code="step-done",
        )
    due = next_step(version, side)
    if step not in steps_of(version, side) or due is None:
        raise WrongState(_("This step is not part of the signing of this version."), code="no-such-step")
    if step != due:
        raise WrongState(
            _("Not yet: first it is to be %(done)s on your side.") % {"done": DONE[due]}, code="out-of-turn"
        )


def _check_fresh(version: AgreementVersion, actor: Actor) -> None:
    mine = next((each for each in version.signatures.all() if each.person == person_of(actor)), None)
    if mine is not None:
        raise WrongState(
            _("You have %(done)s this version on %(day)s already. The next step is another person's.")
            % {"done": DONE[mine.step], "day": written(mine.signed_on)},
            code="signed-already",
        )


def _as_refusal(error: IntegrityError) -> Exception:
    """Two people at once: the database's refusal as a sentence; anything else as it was."""
    if "loans_agreement_step_once" in str(error):
        return WrongState(_("Somebody has just taken this step. Load the page again."), code="step-done")
    if "loans_agreement_person_once" in str(error):
        return WrongState(_("You have signed this version already."), code="signed-already")
    return error
