"""Conditions that stand ready: what a lender usually asks, and the guideline for climate and light. Each names its source."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from lenders.models import StandingTerms
from loans import packs
from loans.models import Loan, LoanLine, TermKind, TermProposal
from loans.packs import Pack
from loans.rules import terms as rules
from loans.services.terms import Offer

_FIGURES = ("rh_min", "rh_max", "rh_swing", "temperature_min", "temperature_max", "lux", "uv", "dose", "display_days")


def presets(loan: Loan, line: LoanLine | None = None) -> list[Offer]:
    """The lender's standing terms first, then the guideline; for a line, light by the class of its object."""
    return [*standing(loan), *guideline(line)]


def standing(loan: Loan) -> list[Offer]:
    """What the lender usually asks, from its standing terms. None of them: an empty list."""
    try:
        terms = loan.lender.terms
    except ObjectDoesNotExist:
        return []
    source = (_("Standing terms of %(lender)s") % {"lender": loan.lender})[:100]
    found = [
        Offer(
            TermKind.CLIMATE,
            rh_min=_decimal(terms.rh_min),
            rh_max=_decimal(terms.rh_max),
            temperature_min=_decimal(terms.temperature_min),
            temperature_max=_decimal(terms.temperature_max),
            source=source,
        ),
        Offer(TermKind.LIGHT, lux=terms.lux_max, uv=terms.uv, source=source),
        Offer(TermKind.COURIER, words=_courier(terms), source=source),
        Offer(TermKind.INSURANCE, words=terms.insurance, source=source),
        Offer(TermKind.CREDIT_LINE, words=terms.credit_line, source=source),
    ]
    return [offer for offer in found if offer.says_something]


def guideline(line: LoanLine | None = None) -> list[Offer]:
    """Climate and UV of the environment pack, and the light its class of the line's object bears."""
    pack = packs.current("environment", on=timezone.localdate())
    source = name_of(pack)
    climate = Offer(
        TermKind.CLIMATE,
        rh_min=pack.number("climate.rh_min"),
        rh_max=pack.number("climate.rh_max"),
        rh_swing=pack.number("climate.rh_swing"),
        temperature_min=pack.number("climate.temperature_min"),
        temperature_max=pack.number("climate.temperature_max"),
        source=source,
    )
    light_class = line.object.light_class if line is not None else ""
    known = bool(light_class) and pack.has(f"light.{light_class}")
    light = Offer(
        TermKind.LIGHT,
        lux=pack.integer(f"light.{light_class}.lux") if known else None,
        uv=pack.integer("uv.limit"),
        source=source,
    )
    return [climate, light]


def name_of(pack: Pack) -> str:
    """Bizot 2023: how a registrar calls the guideline."""
    return _("Bizot %(version)s") % {"version": pack.version}


def key_of(offer: Offer) -> str:
    """What a ticked preset is known by: its content, so that a tick never means something that has changed since."""
    said = repr([getattr(offer, field.name) for field in fields(offer)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def sentence(offer: Offer) -> str:
    """The preset as people read it."""
    figures = {field.name: getattr(offer, field.name) for field in fields(offer)}
    told = rules.figures(TermProposal(**{name: figures[name] for name in _FIGURES}))
    return "; ".join([*told, *filter(None, [offer.words])])


def not_said_yet(offers: Sequence[Offer], rows: Sequence[tuple[str, str]]) -> list[Offer]:
    """Those whose kind and source no row of the negotiation has already; `rows` are (kind, source)."""
    said = set(rows)
    return [offer for offer in offers if (str(offer.kind), offer.source) not in said]


@dataclass(frozen=True, slots=True)
class Ready:
    """A preset to tick."""

    key: str
    kind: str
    words: str
    source: str
    ticked: bool


class ReadyRows:
    """Presets as a form shows them; `ticked` are keys as the browser sent them."""

    def __init__(self, offers: Sequence[Offer], *, ticked: Collection[str] = ()) -> None:
        known = {key_of(offer): offer for offer in offers}
        self.rows = [
            Ready(key, str(TermKind(offer.kind).label), sentence(offer), offer.source, key in ticked)
            for key, offer in known.items()
        ]
        self.offers = [offer for key, offer in known.items() if key in ticked]
        self.error = (
            _("What stood ready has changed meanwhile. Look at it again and tick what you mean.")
            if set(ticked) - set(known)
            else ""
        )


def _courier(terms: StandingTerms) -> str:
    if terms.courier == StandingTerms.Courier.ALWAYS:
        return _("A courier of the lender travels with the object, there and back.")
    if terms.courier == StandingTerms.Courier.SOMETIMES:
        return _("A courier of the lender travels with some objects: to be agreed for each.")
    return ""


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)
