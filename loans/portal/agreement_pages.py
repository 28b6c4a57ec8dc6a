"""What the portal shows of agreements: links beside a loan, and one version with all that is to be read and signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loans.models import AgreementKind, AgreementVersion, Loan
from loans.queries import agreement_versions_visible_to
from loans.services import agreements
from loans.services.agreements import Turn
from loans.services.agreements.wording import language_name
from loans.states import Party
from office.records.actors import Actor
from office.records.wording import written


@dataclass(frozen=True, slots=True)
class Link:
    """An agreement beside a loan or on the first page. `mine` says that it waits for this very person."""

    version: AgreementVersion
    state: tuple[str, str]
    words: str
    mine: bool


def links(loans: Iterable[Loan], *, actor: Actor) -> list[Link]:
    """The newest issued version of each agreement over these loans; three queries, none without an agreement."""
    wanted = {loan.agreement_id for loan in loans if loan.agreement_id}
    if not wanted:
        return []
    newest: dict[int, AgreementVersion] = {}
    rows = agreement_versions_visible_to(actor).filter(agreement__in=wanted, withdrawn_on=None).order_by("number")
    for version in agreements.with_all(rows):
        newest[version.agreement_id] = version
    found = []
    for version in newest.values():
        turn = agreements.turn(version, actor=actor)
        found.append(Link(version, state_of(version), words_of(version, turn), bool(turn and not turn.refusal)))
    return found


def state_of(version: AgreementVersion) -> tuple[str, str]:
    if version.withdrawn_on:
        return "withdrawn", _("Withdrawn")
    if version.executed_on:
        return "executed", _("Signed by both")
    if version.lender_signed_on:
        return "agreement_issued", _("Signed by you")
    return "agreement_issued", _("To be signed")


def words_of(version: AgreementVersion, turn: Turn | None) -> str:
    """What a person at the lender wants to know first."""
    if version.withdrawn_on:
        return _("The organiser withdrew this version on %(day)s.") % {"day": written(version.withdrawn_on)}
    if version.executed_on:
        return _("In force since %(day)s.") % {"day": written(version.executed_on)}
    if version.lender_signed_on:
        return _("You have signed. The organiser's signature is next.")
    if turn is not None and not turn.refusal:
        return _("It waits for you: read it, then sign at the end of the page.")
    return turn.refusal if turn is not None else _("It waits to be signed.")


def agreement(
    versions: Sequence[AgreementVersion], shown: AgreementVersion, against: str, *, actor: Actor
) -> dict[str, Any]:
    """Everything the page of one version says; amounts for those alone who may see them."""
    values = agreements.sees_values(actor)
    turn = agreements.turn(shown, actor=actor)
    compared = _compared(versions, shown, against)
    loans = agreements.loans_of(shown.agreement)
    return {
        "version": shown,
        "versions": versions,
        "loans": loans,
        "loan": loans[0],
        "state": state_of(shown),
        "next_words": words_of(shown, turn),
        "turn": turn,
        "may_act": turn is not None and not turn.refusal,
        "consent": agreements.consent(shown, side=Party.LENDER, step=turn.step) if turn else "",
        "governing": language_name(shown.governing_language, get_language() or "en-gb"),
        "content": agreements.content(shown, values=values),
        "totals": agreements.totals(shown) if values else (),
        "shows_values": values,
        "compared": compared,
        "changes": agreements.changed(compared, shown, values=values) if compared else [],
        "apart": agreements.apart(compared, shown, values=values) if compared else [],
        "signatures": list(shown.signatures.all()),
    }


def _compared(versions: Sequence[AgreementVersion], shown: AgreementVersion, against: str) -> AgreementVersion | None:
    """What was asked for, or for an amendment the version in force before it."""
    asked = next((each for each in versions if str(each.number) == against and each != shown), None)
    if asked is not None or shown.kind == AgreementKind.ORIGINAL:
        return asked
    return next((each for each in versions if each.executed_on and each.number < shown.number), None)
