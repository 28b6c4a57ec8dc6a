"""Changing a signed agreement: a new version of the whole text, signed again; until then the old one stays in force."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import Showing
from lenders.models import CollectionObject
from loans.errors import MissingFact, WrongState
from loans.models import Agreement, AgreementKind, AgreementVersion, Loan, LoanLine
from loans.services.agreements import compose
from loans.services.agreements.changes import NO_CHANGES, Changes
from loans.services.agreements.compose import Wanted
from loans.services.agreements.execution import check_possible
from loans.services.agreements.rows import check_agrees, check_draft, loans_of, locked, record_all
from loans.states import IN_CUSTODY, OVER
from office.records.actors import Actor
from office.records.wording import written

_NEEDS = {
    AgreementKind.EXTENSION: "until",
    AgreementKind.VALUE: "values",
    AgreementKind.VENUE: "showings",
    AgreementKind.SUBSTITUTION: "substitutes",
}


def amend(
    agreement: Agreement,
    *,
    actor: Actor,
    kind: str,
    summary: str,
    changes: Changes = NO_CHANGES,
    wanted: Wanted | None = None,
    on: dt.date | None = None,
) -> AgreementVersion:
    """Drafts the next version of an agreement that is in force; without `wanted` by the choices of the one in force.

    Raises NotAllowed; MissingFact (what it changes is not said, or can't be so); WrongState (not in force, another
    version is waiting, an object in custody exchanged); Conflict when an object is promised elsewhere by then.
    """
    check_agrees(actor)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        in_force = agreement.in_force
        if in_force is None:
            raise WrongState(
                _("%(agreement)s is not signed by both sides yet. Withdraw the text and write it anew instead.")
                % {"agreement": agreement}
            )
        waiting = agreement.versions.filter(executed_on__isnull=True, withdrawn_on__isnull=True).first()
        if waiting is not None:
            raise WrongState(
                _("Version %(number)d is still waiting to be signed. Withdraw it first, or put both changes into it.")
                % {"number": waiting.number}
            )
        held = loans_of(agreement, lock=True)
        _check(held, kind, changes, summary)
        version = AgreementVersion(
            agreement=agreement,
            number=1 + max(agreement.versions.values_list("number", flat=True)),
            kind=kind,
            summary=summary.strip(),
            changes=changes.as_json(),
        )
        chosen = compose.usual(held, wanted) if wanted else compose.wanted_of(in_force)
        if in_force.own_paper and wanted is None:
            chosen = compose.usual(held, Wanted(signing=in_force.signing, originals=in_force.originals_wanted))
        compose.write(version, held, chosen, on=on or timezone.localdate())
        version.save()
        agreement.latest = version
        agreement.save(update_fields=["latest"])
        after = {"agreement": agreement.reference, "version": version.number, "kind": kind}
        record_all("agreement.amend", held, actor=actor, words=version.summary, after=after)
    return version


def change_amendment(
    version: AgreementVersion, *, actor: Actor, summary: str, changes: Changes, on: dt.date | None = None
) -> AgreementVersion:
    """Writes a draft amendment anew with other changes. Raises as `amend` does."""
    check_agrees(actor)
    with transaction.atomic():
        version = locked(version)
        check_draft(version)
        held = loans_of(version.agreement, lock=True)
        _check(held, version.kind, changes, summary)
        version.summary, version.changes = summary.strip(), changes.as_json()
        compose.write(version, held, compose.wanted_of(version), on=on or timezone.localdate())
        version.save()
        after = {"agreement": version.agreement.reference, "version": version.number, "kind": version.kind}
        record_all("agreement.change", held, actor=actor, words=version.summary, after=after)
    return version


def _check(held: Sequence[Loan], kind: str, changes: Changes, summary: str) -> None:
    if kind not in AgreementKind or kind == AgreementKind.ORIGINAL:
        raise MissingFact(_("Choose what the amendment is about."), field="kind")
    if not summary.strip():
        raise MissingFact(_("Say in a sentence what changes and why: the lender reads it first."), field="summary")
    needed = _NEEDS.get(AgreementKind(kind))
    if needed and not getattr(changes, needed):
        raise MissingFact(_("Say what is to change."), field=needed)
    _check_until(held, changes)
    lines = {str(line.uid): line for line in LoanLine.objects.filter(loan__in=held).select_related("object", "loan")}
    _check_values(lines, changes)
    _check_substitutes(lines, changes)
    if changes.showings:
        known = Showing.objects.filter(exhibition=held[0].exhibition_id, uid__in=changes.showings).count()
        if known != len(set(changes.showings)):
            raise MissingFact(_("Choose among the showings of this exhibition."), field="showings")
    check_possible(list(held), changes)


def _check_until(held: Sequence[Loan], changes: Changes) -> None:
    if changes.until is None:
        return
    last = max(loan.period.upper for loan in held)
    if changes.until <= last and not _earlier_is_possible(held, changes.until):
        raise MissingFact(
            _("The loan runs until %(day)s already. Give a later day, or recall the objects.") % {"day": written(last)},
            field="until",
        )


def _earlier_is_possible(held: Sequence[Loan], until: dt.date) -> bool:
    """A loan may be cut short by agreement, but not to a day that has passed or before it began."""
    last = max(loan.period.upper for loan in held)
    return bool(until != last and until > max(timezone.localdate(), *(loan.period.lower for loan in held)))


def _check_values(lines: dict[str, LoanLine], changes: Changes) -> None:
    for uid, money in changes.values.items():
        if uid not in lines:
            raise MissingFact(_("Choose among the objects of this agreement."), field="values")
        if str(money.currency) not in settings.CURRENCIES:
            raise MissingFact(
                _("“%(currency)s” is no currency we work with. Choose one of %(known)s.")
                % {"currency": money.currency, "known": ", ".join(settings.CURRENCIES)},
                field="values",
            )
        if money.amount < 0:
            raise MissingFact(_("A value can't be below zero."), field="values")


def _check_substitutes(lines: dict[str, LoanLine], changes: Changes) -> None:
    for uid, other in changes.substitutes.items():
        line = lines.get(uid)
        if line is None or line.status in OVER:
            raise MissingFact(_("Choose among the objects of this agreement."), field="substitutes")
        if line.status in IN_CUSTODY:
            raise WrongState(
                _(
                    "“%(title)s” is in our hands or on the road: it can be recalled or returned, not exchanged for another."
                )
                % {"title": line.object.title},
                code="in-custody",
            )
        new = CollectionObject.objects.filter(uid=other, lender=line.object.lender_id).first()
        if new is None or new.pk == line.object_id:
            raise MissingFact(_("A substitute is another object of the same owner."), field="substitutes")
        if any(each.object_id == new.pk and each.status not in OVER for each in lines.values()):
            raise MissingFact(_("“%(title)s” is in the loan already.") % {"title": new.title}, field="substitutes")
