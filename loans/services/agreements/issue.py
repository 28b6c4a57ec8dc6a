"""Sending a text out: from here on it is frozen, and its hash is what is signed."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lenders.models import Contact, SigningWay
from loans.errors import MissingFact, WrongState
from loans.models import Agreement, AgreementKind, AgreementOriginal, AgreementVersion, Loan, LoanLine
from loans.services import gates
from loans.services.agreements.compose import is_stale
from loans.services.agreements.data import pdf
from loans.services.agreements.rows import (
    ENGLISH,
    check_agrees,
    check_draft,
    check_stands,
    loans_of,
    locked,
    record_all,
)
from loans.services.agreements.snapshot import lines_of
from loans.states import EXITS, OPEN, OURS_TO_SETTLE, LineStatus, Party
from office.records import files
from office.records.actors import Actor
from office.records.numbers import next_reference
from office.records.wording import listed, written


def issue(version: AgreementVersion, *, actor: Actor, on: dt.date | None = None) -> AgreementVersion:
    """Freezes the draft as a PDF and sends it out to be signed.

    Raises NotAllowed; WrongState when a line is open, the draft is out of date or no draft; GateOpen for what keeps an
    agreement from going out (due diligence).
    """
    check_agrees(actor)
    with transaction.atomic():
        version = locked(version)
        check_draft(version)
        held = loans_of(version.agreement, lock=True)
        for loan in held:
            check_settled(loan)
        if is_stale(version):
            raise WrongState(
                _(
                    "Objects or conditions have changed since this draft was written. Write it anew, read it, then issue it."
                ),
                code="stale",
            )
        gates.check(lines_of(held), "issue_agreement", on=on)
        version.issued_on = on or timezone.localdate()
        if not version.own_paper:
            made = pdf(version)
            name = f"{version.agreement.reference}-{version.number}.pdf"
            version.file = files.keep_made(made, name=name, media_type="application/pdf", by=actor.name)
            version.sha256 = version.file.sha256
        elif version.file is None:
            raise MissingFact(_("Upload the lender's paper first: that file is what both sides sign."), field="file")
        version.save()
        _make_originals(version)
        agreement = version.agreement
        if version.kind == AgreementKind.ORIGINAL:
            agreement.issued_on = version.issued_on
            agreement.save(update_fields=["issued_on"])
        record_all("agreement.issue", held, actor=actor, after=_named(version) | {"to_sign": str(version.uid)})
    return version


def issue_on_paper(loans: Sequence[Loan], *, actor: Actor, on: dt.date | None = None) -> Agreement:
    """Records in one go that an agreement written elsewhere went out on paper over these loans.

    A fact: no gate is asked. Raises NotAllowed, or WrongState when a line is open or a loan has an agreement already.
    """
    check_agrees(actor)
    with transaction.atomic():
        locked_loans = list(
            Loan.objects.select_for_update(of=("self",))
            .filter(pk__in=[loan.pk for loan in loans])
            .select_related("lender", "agreement__latest")
            .order_by("pk")
        )
        for loan in locked_loans:
            if loan.agreement:
                raise WrongState(
                    _("%(loan)s has the agreement %(agreement)s already.") % {"loan": loan, "agreement": loan.agreement}
                )
            check_settled(loan)
        day = on or timezone.localdate()
        agreement = Agreement.objects.create(
            reference=next_reference("A", year=timezone.localdate().year), issued_on=day
        )
        agreement.latest = AgreementVersion.objects.create(
            agreement=agreement, number=1, issued_on=day, signing=SigningWay.INK, own_paper=True,
            languages=[ENGLISH], lender_steps=["sign"], organiser_steps=["sign"],
        )  # fmt: skip
        agreement.save(update_fields=["latest"])
        Loan.objects.filter(pk__in=[loan.pk for loan in locked_loans]).update(agreement=agreement)
        for loan in locked_loans:
            loan.agreement = agreement
        record_all("agreement.issue", locked_loans, actor=actor, after=_named(agreement.latest))
    return agreement


def withdraw(version: AgreementVersion, *, actor: Actor, reason: str, on: dt.date | None = None) -> AgreementVersion:
    """Takes a draft or an issued text back before both have signed it; what was signed under it stays in the file.

    Raises NotAllowed, MissingFact (no reason) or WrongState (in force, withdrawn already).
    """
    check_agrees(actor)
    if not reason.strip():
        raise MissingFact(_("Say why it is withdrawn: the lender reads it."), field="reason")
    with transaction.atomic():
        version = locked(version)
        check_stands(version)
        version.withdrawn_on = on or timezone.localdate()
        version.save()
        agreement = version.agreement
        agreement.latest = agreement.in_force or version
        if agreement.in_force is None:
            agreement.issued_on = None
        agreement.save(update_fields=["latest", "issued_on"])
        record_all("agreement.withdraw", loans_of(agreement), actor=actor, words=reason.strip(), after=_named(version))
    return version


def check_settled(loan: Loan) -> None:
    """Raises WrongState while an object of the loan is still to be answered or settled, or none is lent."""
    statuses = {LineStatus(status) for status in loan.lines.values_list("status", flat=True)}
    if not statuses - EXITS:
        raise WrongState(_("%(loan)s has no object left to agree on.") % {"loan": loan})
    waiting = statuses & (OPEN | OURS_TO_SETTLE | {LineStatus.DRAFT})
    if waiting:
        raise WrongState(
            _("%(loan)s has objects that are still “%(status)s”. Settle or withdraw them first.")
            % {"loan": loan, "status": sorted(waiting)[0].label}
        )


def not_yet(version: AgreementVersion) -> list[str]:
    """What keeps the draft from being issued now, a sentence each; nothing is written."""
    sentences = []
    held = loans_of(version.agreement)
    for loan in held:
        try:
            check_settled(loan)
        except WrongState as refusal:
            sentences.append(refusal.sentence)
    if is_stale(version):
        sentences.append(
            _("Objects or conditions have changed since this draft was written. Write it anew and read it.")
        )
    lines = lines_of(held)
    return sentences + _open_gates(lines)


def _open_gates(lines: Sequence[LoanLine]) -> list[str]:
    """Each open gate once, with the objects it keeps."""
    keeps: dict[str, list[str]] = {}
    for pk, views in gates.open_for(lines, "issue_agreement").items():
        title = next(line.object.title for line in lines if line.pk == pk)
        for view in views:
            keeps.setdefault(view.told, []).append(title)
    everything = _("All %(count)d objects") % {"count": len(lines)}
    return [
        f"{everything if len(titles) == len(lines) > 1 else listed(titles)}: {told}" for told, titles in keeps.items()
    ]


def to_know(version: AgreementVersion) -> list[str]:
    """What a careful registrar looks at before she issues; none of it stops her."""
    sentences = []
    first = version.governing_language
    authentic = version.languages if version.equally_authentic else [first]
    unread = [entry["texts"][first]["title"] for entry in version.clauses
              if any(not entry["texts"].get(each, {}).get("reviewed") for each in authentic)]  # fmt: skip
    if unread:
        sentences.append(
            _("Nobody has reviewed the text that counts of: %(clauses)s.") % {"clauses": "; ".join(unread)}
        )
    if version.signing == SigningWay.ELECTRONIC and not _has_signatory(version):
        sentences.append(_("The lender has no contact who may sign. Add one, or record the signature from paper."))
    without = [str(row["number"]) for row in version.schedule if not row["value"]]
    if without:
        sentences.append(_("No value is agreed for object %(numbers)s.") % {"numbers": ", ".join(without)})
    return sentences


def _has_signatory(version: AgreementVersion) -> bool:
    lenders = {loan.lender_id: loan.lender for loan in loans_of(version.agreement)}
    houses = {lender.agent_id for lender in lenders.values() if lender.agent_id} | set(lenders)
    return Contact.objects.filter(lender__in=houses, may_sign=True, is_active=True).exists()


def _make_originals(version: AgreementVersion) -> None:
    """The lender keeps the first, we the second, and so on in turn."""
    AgreementOriginal.objects.bulk_create(
        AgreementOriginal(
            version=version,
            number=number,
            language=version.governing_language,
            kept_by=Party.LENDER if number % 2 else Party.ORGANISER,
        )
        for number in range(1, version.originals_wanted + 1)
    )


def _named(version: AgreementVersion) -> dict[str, Any]:
    named = {"agreement": version.agreement.reference, "version": version.number, "kind": version.kind}
    return named | ({"issued_on": written(version.issued_on)} if version.issued_on else {})
