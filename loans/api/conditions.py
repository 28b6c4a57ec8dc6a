"""Conditions in the API: each row as it stands, and how a system proposes them. Amounts are never here."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from rest_framework import serializers

from lenders.api.basics.strict import Strict
from loans.models import SECRET_KINDS, Rhythm, Term, TermKind, TermStatus
from loans.services.terms import Offer
from loans.states import Party

_FIGURES: Final = (
    "rh_min",
    "rh_max",
    "rh_swing",
    "temperature_min",
    "temperature_max",
    "lux",
    "uv",
    "dose",
    "display_days",
)


def _tenths(words: str) -> Any:
    """A figure with at most one decimal; more of them are rounded."""
    return serializers.FloatField(allow_null=True, required=False, min_value=-99.9, max_value=999.9, help_text=words)


def _whole(words: str) -> Any:
    return serializers.IntegerField(allow_null=True, required=False, min_value=0, max_value=2**31 - 1, help_text=words)


class ConditionRecord(serializers.Serializer[Any]):
    """One condition as it stands now; what is agreed is what was proposed last."""

    uid = serializers.UUIDField()
    of = serializers.ChoiceField(
        choices=["object", "loan"], help_text="Whether it binds this object or the whole loan."
    )
    kind = serializers.ChoiceField(choices=TermKind.choices)
    status = serializers.ChoiceField(choices=TermStatus.choices)
    by = serializers.ChoiceField(choices=Party.choices, help_text="The side that spoke last.")
    words = serializers.CharField(help_text="Empty for what is about values: those are never here.")
    rh_min = serializers.FloatField(allow_null=True, help_text="% RH")
    rh_max = serializers.FloatField(allow_null=True, help_text="% RH")
    rh_swing = serializers.FloatField(allow_null=True, help_text="% RH within 24 hours, either way")
    temperature_min = serializers.FloatField(allow_null=True, help_text="°C")
    temperature_max = serializers.FloatField(allow_null=True, help_text="°C")
    lux = serializers.IntegerField(allow_null=True, help_text="Light at most, in lux.")
    uv = serializers.IntegerField(allow_null=True, help_text="UV at most, in µW/lm.")
    dose = serializers.IntegerField(allow_null=True, help_text="Light dose at most, in lux-hours for the whole show.")
    display_days = serializers.IntegerField(allow_null=True, help_text="Days on display at most.")
    promise = serializers.CharField(help_text="What is owed later; empty: nothing.")
    promise_by = serializers.ChoiceField(choices=[("", ""), *Party.choices])
    promise_on = serializers.DateField(allow_null=True)
    promise_every = serializers.ChoiceField(choices=Rhythm.choices)
    settled_on = serializers.DateField(allow_null=True)


class OfferedCondition(Strict):
    """A condition as a system proposes it: a kind with its figures, words, and perhaps something owed later."""

    kind = serializers.ChoiceField(choices=TermKind.choices)
    words = serializers.CharField(required=False, allow_blank=True, max_length=5_000)
    rh_min = _tenths("% RH")
    rh_max = _tenths("% RH")
    rh_swing = _tenths("% RH within 24 hours, either way")
    temperature_min = _tenths("°C")
    temperature_max = _tenths("°C")
    lux = _whole("Light at most, in lux.")
    uv = _whole("UV at most, in µW/lm.")
    dose = _whole("Light dose at most, in lux-hours for the whole show.")
    display_days = _whole("Days on display at most.")
    promise = serializers.CharField(required=False, allow_blank=True, max_length=200)
    promise_by = serializers.ChoiceField(required=False, allow_blank=True, choices=Party.choices)
    promise_on = serializers.DateField(required=False, allow_null=True)
    promise_every = serializers.ChoiceField(required=False, choices=Rhythm.choices)


def as_record(term: Term) -> dict[str, Any]:
    """The row with its proposal on the table. Of a row about values neither words nor amounts."""
    proposal = term.current
    record: dict[str, Any] = {
        "uid": term.uid,
        "of": "loan" if term.line_id is None else "object",
        "kind": term.kind,
        "status": term.status,
        "by": proposal.by if proposal else "",
        "words": proposal.words if proposal and term.kind not in SECRET_KINDS else "",
    }
    for name in _FIGURES:
        figure = getattr(proposal, name, None)
        record[name] = figure if figure is None or isinstance(figure, int) else float(figure)
    secret = term.kind in SECRET_KINDS
    record["promise"] = proposal.promise if proposal and not secret else ""
    record["promise_by"] = proposal.promise_by if proposal and not secret else ""
    record["promise_on"] = proposal.promise_on if proposal and not secret else None
    record["promise_every"] = proposal.promise_every if proposal else Rhythm.ONCE
    return record | {"settled_on": term.settled_on}


def as_offer(said: Mapping[str, Any]) -> Offer:
    """As the domain takes it: figures with one decimal."""
    told: dict[str, Any] = {
        name: Decimal(str(round(value, 1))) if isinstance(value, float) else value for name, value in said.items()
    }
    return Offer(**told)
