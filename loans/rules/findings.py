"""What a rule has to say about a loan: how grave it is and the sentence a person reads."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import number_format


class Severity(StrEnum):
    """How grave: something agreed or required by law is broken, something to look at, or something nobody knows yet."""

    BREACH = "breach"
    WARN = "warn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`kind` stays the same for machines; `sentence` says what is the matter and what to do next."""

    kind: str
    severity: Severity
    sentence: str


def figure(number: Decimal | int) -> str:
    """60,400 or 12.5, in the active language, without idle zeros."""
    value = Decimal(number)
    plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return number_format(plain, use_l10n=True, force_grouping=True)
