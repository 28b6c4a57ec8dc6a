"""What `decide` takes, the one domain call it makes, and how the domain's refusals become problems."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework import serializers

from lenders.api.basics.problems import Problem
from lenders.api.basics.strict import OneLine, Strict
from lenders.models import CollectionObject
from lenders.queries import objects_visible_to
from loans.api.conditions import OfferedCondition, as_offer
from loans.errors import Conflict, LoanError, MissingFact, NotAllowed, WrongState
from loans.models import LoanLine
from loans.services import lines
from loans.states import LENDER_MOVES, MOVES, DeclineReason
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import Authority

_STATUS: Final[dict[type, HTTPStatus]] = {
    NotAllowed: HTTPStatus.FORBIDDEN,
    WrongState: HTTPStatus.CONFLICT,
    Conflict: HTTPStatus.CONFLICT,
    MissingFact: HTTPStatus.UNPROCESSABLE_ENTITY,
}


class Decision(Strict):
    """A decision of the lender on one line, with who made it and on what authority."""

    move = serializers.ChoiceField(
        choices=[(name, str(MOVES[name].label)) for name in LENDER_MOVES], help_text="What the lender decided."
    )
    conditions = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=20_000,
        help_text="To approve with conditions, in words: they become one condition. Or give `terms`.",
    )
    terms = serializers.ListField(
        child=OfferedCondition(), required=False, max_length=50, help_text="To approve with conditions, one by one."
    )
    reason_code = serializers.ChoiceField(
        required=False, allow_blank=True, choices=DeclineReason.choices, help_text="Needed to decline."
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=20_000, help_text="In words.")
    substitute = serializers.UUIDField(required=False, allow_null=True, help_text="Uid of an object offered instead.")
    happened_on = serializers.DateField(
        required=False, allow_null=True, help_text="The day it was decided; today when it is left out."
    )
    decided_by = OneLine(
        required=False, allow_blank=True, max_length=200, help_text="The person at the lender who decided."
    )
    decided_by_title = OneLine(required=False, allow_blank=True, max_length=200)
    authority = serializers.ChoiceField(
        required=False,
        allow_blank=True,
        choices=Authority.choices,
        help_text="How the organiser's system got the answer. A lender's own system leaves it out: it is always api.",
    )
    authority_number = OneLine(required=False, allow_blank=True, max_length=100)
    authority_date = serializers.DateField(required=False, allow_null=True)


def decide(line: LoanLine, body: Any, *, actor: Actor) -> LoanLine:
    """Takes the body of a request and makes the move. Raises ValidationError (400) or Problem (403, 409, 422)."""
    decision = Decision(data=body)
    decision.is_valid(raise_exception=True)
    said = decision.validated_data
    with refusals_as_problems():
        return lines.move(
            line,
            said["move"],
            actor=actor,
            facts=Facts(
                happened_on=said.get("happened_on"),
                decided_by=said.get("decided_by", ""),
                decided_by_title=said.get("decided_by_title", ""),
                # What a lender's own system sends came by the API, whatever it says; only the organiser's has others.
                authority=said.get("authority", "") if actor.sees_all else Authority.API,
                authority_number=said.get("authority_number", ""),
                authority_date=said.get("authority_date"),
            ),
            reason=said.get("reason", ""),
            reason_code=said.get("reason_code", ""),
            conditions=said.get("conditions", ""),
            terms=[as_offer(each) for each in said.get("terms", ())],
            substitute=_substitute(said.get("substitute"), actor=actor),
        )


@contextmanager
def refusals_as_problems() -> Iterator[None]:
    """The sentence stays the domain's; the status says what kind of refusal it is."""
    try:
        yield
    except LoanError as error:
        status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), HTTPStatus.CONFLICT)
        place = [{"pointer": f"/{error.field}", "code": error.code, "message": error.sentence}] if error.field else []
        raise Problem(status, code=error.code, sentence=error.sentence, errors=place) from error


def _substitute(uid: Any, *, actor: Actor) -> CollectionObject | None:
    if uid is None:
        return None
    found = objects_visible_to(actor).filter(uid=uid).first()
    if found is None:
        sentence = _("There is no such object among the lender's. Give the uid of one of its objects.")
        raise MissingFact(sentence, code="unknown-object", field="substitute")
    return found
