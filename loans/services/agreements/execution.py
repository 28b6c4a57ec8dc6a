"""Signed by both sides: the agreement is in force, and what an amendment says is done in the same transaction."""

from dataclasses import replace
from typing import Final

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from exhibitions.models import Showing
from lenders.models import CollectionObject, SigningWay
from loans.errors import Conflict, WrongState
from loans.models import AgreementVersion, Loan, LoanLine
from loans.services import deadlines, lines
from loans.services import loans as loan_services
from loans.services.agreements.changes import Changes
from loans.services.agreements.rows import loans_of, record_all
from loans.services.lines.moves import as_conflict
from loans.states import BEFORE_COLLECTION, COMMITTED, IN_CUSTODY, OVER
from office.post.nudge import nudge
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import Authority

# What a signed amendment may do in nobody's name but its own.
_POWERS: Final = frozenset(
    {"system", "loans.edit", "loans.request", "loans.record_answer", "loans.agree", "loans.terminate"}
)


def complete(version: AgreementVersion, *, actor: Actor) -> bool:
    """Puts the version in force when nothing is missing any more; says whether it did. The version is locked.

    On paper every original wanted must carry both signatures, or a scan of the signed text is filed. Raises Conflict or
    WrongState when what an amendment does can't be done.
    """
    if version.executed_on or version.lender_signed_on is None or version.organiser_signed_on is None:
        return False
    if version.signing == SigningWay.INK and version.originals_wanted and version.sealed_file_id is None:
        originals = list(version.originals.all())
        if any(not (each.lender_signed_on and each.organiser_signed_on) for each in originals):
            return False
    version.executed_on = max(version.lender_signed_on, version.organiser_signed_on)
    version.save()
    agreement = version.agreement
    agreement.in_force = agreement.latest = version
    agreement.save(update_fields=["in_force", "latest"])
    held = loans_of(agreement, lock=True)
    named = {"agreement": agreement.reference, "version": version.number, "executed": str(version.uid)}
    record_all(
        "agreement.executed", held, actor=Actor.system(), facts=Facts(happened_on=version.executed_on), after=named
    )
    nudge("agreements")
    changes = Changes.of(version.changes)
    if changes:
        _apply(version, held, changes)
    for loan in held:
        loan.agreement = agreement
        deadlines.follow(loan, actor=actor, on=version.executed_on)
        if changes:
            deadlines.reflow(loan, actor=actor)
    return True


def check_possible(held: list[Loan], changes: Changes) -> None:
    """Tries the changes and takes them back: raises what signing them would raise."""
    with transaction.atomic():
        _extend(held, changes)
        for line in _substituted(held, changes):
            _check_leaves(line)
        transaction.set_rollback(True)


def _apply(version: AgreementVersion, held: list[Loan], changes: Changes) -> None:
    _extend(held, changes)
    for line in LoanLine.objects.filter(loan__in=held, uid__in=list(changes.values)).select_for_update():
        if str(line.uid) not in changes.substitutes:
            line.agreed_value = changes.values[str(line.uid)]
            line.save(update_fields=["agreed_value", "agreed_value_currency", "updated_at"])
    if changes.showings:
        showings = list(Showing.objects.filter(uid__in=changes.showings))
        for line in LoanLine.objects.filter(loan__in=held).exclude(status__in=sorted(OVER)):
            line.showings.set(showings)
    for line in _substituted(held, changes):
        _substitute(version, line, changes)


def _extend(held: list[Loan], changes: Changes) -> None:
    """New last days for the loans and for what of them still runs. Raises Conflict naming the other loan."""
    if changes.until is None:
        return
    for loan in held:
        rows = list(LoanLine.objects.select_for_update().filter(loan=loan).exclude(status__in=sorted(OVER)))
        for line in rows:
            if line.period is None:
                continue
            line.period = DateRange(line.period.lower, changes.until)
            try:
                with transaction.atomic():
                    line.save(update_fields=["period", "updated_at"])
            except IntegrityError as error:
                raise as_conflict(error, [line]) from error
        loan.period = DateRange(loan.period.lower, changes.until)
        loan.save(update_fields=["period"])


def _substituted(held: list[Loan], changes: Changes) -> list[LoanLine]:
    rows = LoanLine.objects.filter(loan__in=held, uid__in=list(changes.substitutes))
    return list(rows.select_related("loan__lender", "loan__exhibition", "loan__agreement", "object").order_by("pk"))


def _check_leaves(line: LoanLine) -> None:
    if line.status in IN_CUSTODY:
        raise WrongState(
            _("“%(title)s” is in our hands or on the road: it can be recalled or returned, not exchanged for another.")
            % {"title": line.object.title},
            code="in-custody",
        )
    if line.status not in COMMITTED:
        raise WrongState(
            _("“%(title)s” is “%(status)s”: nothing is left to exchange.")
            % {"title": line.object.title, "status": line.get_status_display()}
        )


def _substitute(version: AgreementVersion, line: LoanLine, changes: Changes) -> None:
    """The old object leaves the loan, the new one enters it confirmed: each by the moves everybody makes."""
    _check_leaves(line)
    by = replace(Actor.system(str(version)), abilities=_POWERS)
    new = CollectionObject.objects.get(uid=changes.substitutes[str(line.uid)])
    reason = _("Replaced by “%(title)s”: %(version)s.") % {"title": new.title, "version": version}
    facts = Facts(
        happened_on=version.executed_on,
        decided_by=version.lender_signatory,
        authority=Authority.OTHER,
        authority_number=str(version),
    )
    if line.status in BEFORE_COLLECTION:
        terms = lines.ExitTerms(by=_("both sides"), notice=_("by amendment"), costs=_("as the amendment says"))
        lines.move(line, "terminate", actor=by, facts=facts, reason=reason, exit_terms=terms)
    else:
        lines.move(line, "withdraw", actor=by, facts=facts, reason=reason)
    added = loan_services.add_lines(line.loan, objects=[new], actor=by)
    if not added:
        raise Conflict(_("“%(title)s” is in the loan already.") % {"title": new.title})
    (entry,) = added
    entry.period, entry.agreed_value = line.period, changes.values.get(str(line.uid))
    entry.save()
    entry.showings.set(line.showings.all())
    for move in ("request", "approve", "confirm"):
        entry = lines.move(entry, move, actor=by, facts=facts)
