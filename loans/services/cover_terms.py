"""What a cover says: read, checked and compared; and what of it the audit trail may repeat."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import moneyed
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from djmoney.money import Money

from loans import rules
from loans.errors import LoanError, MissingFact, NotAllowed
from loans.models import BorrowerClass, Cover, CoverKind
from office.records.actors import Actor
from office.records.models import StoredFile
from office.records.wording import written

_LIMITS: Final = ("limit", "limit_vehicle", "limit_location")
_AGREED_TO: Final = ("kind", "insurer", "conditions", *_LIMITS)
"""What a lender says yes to: changed, its yes is asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything a cover says, as typed. `period` is [first day, day after the last)."""

    kind: str
    period: DateRange
    reference: str = ""
    insurer: str = ""
    applied_on: dt.date | None = None
    granted_on: dt.date | None = None
    limit: Money | None = None
    limit_vehicle: Money | None = None
    limit_location: Money | None = None
    borrower_class: str = BorrowerClass.OTHER
    claims_days: int | None = None
    conditions: str = ""
    certificate: StoredFile | None = None


def money(amount: Decimal | None, currency: str, *, field: str = "") -> Money | None:
    """An amount as typed. Raises MissingFact for a currency nobody here knows."""
    if amount is None:
        return None
    code = currency.strip().upper()
    if code not in settings.CURRENCIES:
        raise MissingFact(
            _("“%(currency)s” is no currency we know. Choose one of %(known)s.")
            % {"currency": code or "?", "known": ", ".join(settings.CURRENCIES)},
            field=field,
        )
    return Money(amount, moneyed.get_currency(code))


def check_terms(said: Terms, *, actor: Actor, before: Terms | None) -> None:
    if said.kind not in CoverKind:
        raise MissingFact(_("Choose what kind of cover it is."), field="kind")
    if said.borrower_class not in BorrowerClass:
        raise MissingFact(_("Choose the class of the borrower."), field="borrower_class")
    _check_period(said.period)
    for name in _LIMITS:
        _check_limit(name, getattr(said, name))
    limits_typed = any(getattr(said, name) != getattr(before, name, None) for name in _LIMITS)
    if limits_typed and not actor.can("values.see"):
        raise NotAllowed(_("Your role doesn't see values, so it can't set limits. Ask a registrar."))
    for name, label in (("granted_on", said.granted_on), ("applied_on", said.applied_on)):
        try:
            rules.check_day(label)
        except LoanError as error:
            raise MissingFact(error.sentence, field=name) from error
    if said.applied_on and said.granted_on and said.granted_on < said.applied_on:
        raise MissingFact(_("It was granted before it was applied for. Look at the days again."), field="granted_on")
    if said.granted_on and not said.reference.strip():
        raise MissingFact(
            _("A cover in force has a number: give that of the policy, the certificate or the letter it rests on."),
            field="reference",
        )


def _check_period(period: DateRange | None) -> None:
    if period is None or period.lower is None or period.upper is None:
        raise MissingFact(_("Give the first and the last day of the cover."), field="period")
    if period.upper <= period.lower:
        raise MissingFact(
            _("The cover ends on %(last)s, before it starts on %(first)s. Give the days again.")
            % {"last": written(period.upper - dt.timedelta(days=1)), "first": written(period.lower)},
            field="period",
        )


def _check_limit(name: str, limit: Money | None) -> None:
    if limit is None:
        return
    money(limit.amount, str(limit.currency), field=name)
    if limit.amount <= 0:
        raise MissingFact(_("A limit is above zero. Leave it empty if there is none."), field=name)


def said_of(cover: Cover) -> Terms:
    return Terms(**{name: getattr(cover, name) for name in Terms.__dataclass_fields__})


def columns_of(said: Terms) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Terms.__dataclass_fields__}


def is_another(before: Terms, said: Terms) -> bool:
    """Something a lender agreed to is different now, or days are taken away."""
    if any(getattr(before, name) != getattr(said, name) for name in _AGREED_TO):
        return True
    return bool(said.period.lower > before.period.lower or said.period.upper < before.period.upper)


def told(said: Terms, *, before: Terms | None = None) -> dict[str, Any]:
    """What the audit trail may say of a cover: everything but the limits."""
    last = said.period.upper - dt.timedelta(days=1)
    words: dict[str, Any] = {
        "kind": str(said.kind),
        "reference": said.reference,
        "insurer": said.insurer,
        "first_day": str(said.period.lower),
        "last_day": str(last),
        "granted_on": str(said.granted_on or ""),
    }
    if before is not None and any(getattr(before, name) != getattr(said, name) for name in _LIMITS):
        words["limits"] = "changed"
    return words
