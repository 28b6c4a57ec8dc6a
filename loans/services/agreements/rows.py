"""What every step of an agreement needs: its rows locked, who may, and the entry in the file of each loan."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from loans.errors import NotAllowed, WrongState
from loans.models import Agreement, AgreementSignature, AgreementVersion, Loan
from loans.services.loans import record
from office.records.actors import Actor
from office.records.wording import written

ENGLISH = "en"


def locked(version: AgreementVersion) -> AgreementVersion:
    """The version as it is now, with its agreement; the agreement's row is locked until the transaction ends."""
    Agreement.objects.select_for_update().get(pk=version.agreement_id)
    rows = AgreementVersion.objects.select_for_update(of=("self",)).select_related("agreement", "file", "sealed_file")
    return rows.get(pk=version.pk)


def loans_of(agreement: Agreement, *, lock: bool = False) -> list[Loan]:
    """The loans under the agreement, with what every page says of them."""
    rows = Loan.objects.filter(agreement=agreement).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return list(rows.select_related("lender__agent", "lender__terms", "exhibition", "agreement__latest"))


def with_all(versions: QuerySet[AgreementVersion]) -> QuerySet[AgreementVersion]:
    """Versions with their agreement, files, signatures and originals: a fixed number of queries."""
    signatures = AgreementSignature.objects.select_related("event", "drawing")
    return versions.select_related("agreement__latest", "agreement__in_force", "file", "sealed_file").prefetch_related(
        Prefetch("signatures", signatures), "originals__scan"
    )


def record_all(verb: str, loans: Iterable[Loan], *, actor: Actor, **more: Any) -> None:
    """The same entry in the file of every loan under the agreement."""
    for loan in loans:
        record(verb, loan, actor=actor, **more)


def check_agrees(actor: Actor) -> None:
    if not actor.can("loans.agree"):
        raise NotAllowed(_("Your role doesn't issue or record agreements. Ask a registrar."))


def check_draft(version: AgreementVersion) -> None:
    """Raises WrongState when the text is out of our hands."""
    check_stands(version)
    if version.issued_on:
        raise WrongState(
            _("Version %(number)d was issued on %(day)s and stays as it is. Withdraw it first, then write a new one.")
            % {"number": version.number, "day": written(version.issued_on)},
            code="issued",
        )


def check_stands(version: AgreementVersion) -> None:
    """Raises WrongState for a version that was withdrawn or is in force already."""
    if version.withdrawn_on:
        raise WrongState(
            _("Version %(number)d was withdrawn on %(day)s. Work on the newest version.")
            % {"number": version.number, "day": written(version.withdrawn_on)},
            code="withdrawn",
        )
    if version.executed_on:
        raise WrongState(
            _("Version %(number)d is signed by both sides since %(day)s. It changes by an amendment alone.")
            % {"number": version.number, "day": written(version.executed_on)},
            code="executed",
        )


def check_issued(version: AgreementVersion) -> None:
    """Raises WrongState for a version nobody can sign: a draft, a withdrawn one, one that both have signed."""
    check_stands(version)
    if not version.issued_on:
        raise WrongState(_("The agreement has not been issued yet."), code="draft")
