"""Decrees, licences, CITES permits and customs entries: recorded once for all the objects they name."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import LoanLine, Permit, PermitDirection, PermitKind, PermitStatus
from loans.services.lines.rows import record as record_line
from office.records.actors import Actor
from office.records.audit import NO_FACTS, Facts
from office.records.models import StoredFile


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """What stands on the paper. Days are inclusive; `return_by` is when the objects must be back by its terms."""

    kind: str
    status: str
    direction: str = PermitDirection.OUT
    country: str = ""
    number: str = ""
    authority: str = ""
    signatory: str = ""
    applied_on: dt.date | None = None
    issued_on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    return_by: dt.date | None = None
    discharged_on: dt.date | None = None
    file: StoredFile | None = None
    note: str = ""


def record(
    exhibition: Exhibition, said: PermitFacts, *, lines: Iterable[LoanLine], actor: Actor, facts: Facts = NO_FACTS
) -> Permit:
    """Records a permit for these lines. Raises NotAllowed, MissingFact or WrongState."""
    return _save(Permit(exhibition=exhibition), said, lines=lines, actor=actor, facts=facts)


def change(
    permit: Permit, said: PermitFacts, *, lines: Iterable[LoanLine], actor: Actor, facts: Facts = NO_FACTS
) -> Permit:
    """Changes what is recorded: granted, refused, extended, discharged, or for other objects. A missing file keeps
    the one that is there."""
    with transaction.atomic():
        permit = Permit.objects.select_for_update(of=("self",)).select_related("exhibition").get(pk=permit.pk)
        return _save(permit, said, lines=lines, actor=actor, facts=facts)


def _save(permit: Permit, said: PermitFacts, *, lines: Iterable[LoanLine], actor: Actor, facts: Facts) -> Permit:
    if not actor.can("gates.edit"):
        raise NotAllowed(_("Your role doesn't record permits. Ask a registrar."))
    _check(said)
    lines = list(lines)
    if not lines:
        raise MissingFact(_("Tick the objects the paper names."), field="lines")
    if any(line.loan.exhibition_id != permit.exhibition_id for line in lines):
        raise WrongState(_("A permit is recorded for the objects of one exhibition."))
    before = {"status": permit.status if permit.pk else "", "number": permit.number}
    with transaction.atomic():
        for name in (
            "kind",
            "status",
            "direction",
            "country",
            "number",
            "authority",
            "signatory",
            "applied_on",
            "issued_on",
            "valid_from",
            "valid_until",
            "return_by",
            "discharged_on",
            "note",
        ):
            setattr(permit, name, getattr(said, name))
        permit.file = said.file or permit.file
        permit.save()
        named = set(permit.lines.values_list("pk", flat=True))
        permit.lines.set(lines)
        for line in sorted(lines, key=lambda each: each.pk):
            if line.pk in named and before == {"status": permit.status, "number": permit.number}:
                continue
            record_line(
                f"permit.{permit.status}",
                line,
                actor=actor,
                facts=facts,
                words=str(permit),
                before=before,
                after={"kind": permit.kind, "status": permit.status, "number": permit.number},
            )
    return permit


def _check(said: PermitFacts) -> None:
    if said.kind not in PermitKind:
        raise MissingFact(_("Choose what kind of permit it is."), field="kind")
    if said.status not in PermitStatus:
        raise MissingFact(_("Say whether it was applied for, granted or refused."), field="status")
    if said.direction not in PermitDirection:
        raise MissingFact(_("Say for which way it is."), field="direction")
    if said.status == PermitStatus.GRANTED:
        if not said.number.strip():
            raise MissingFact(_("A granted permit has a number. Give the one on the paper."), field="number")
        if said.issued_on is None:
            raise MissingFact(_("A granted permit has a date. Give the one on the paper."), field="issued_on")
        if said.kind == PermitKind.DECREE and not (said.signatory.strip() and said.authority.strip()):
            raise MissingFact(
                _("Say who issued the decree and who signed it."),
                field="signatory" if said.authority.strip() else "authority",
            )
    if said.valid_from and said.valid_until and said.valid_until < said.valid_from:
        raise MissingFact(_("The permit ends before it begins."), field="valid_until")
