"""What the clauses leave open, filled in from the loan, the lender's standing terms and the house's own practice."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import get_language_info, override

from exhibitions.models import Showing
from lenders.models import Lender, SigningWay, StandingTerms
from loans import packs
from loans.models import Cover, Loan, LoanLine, Permit, PermitKind, PermitStatus, TermKind
from loans.packs import Pack
from loans.services.agreements.rows import ENGLISH
from loans.services.agreements.snapshot import Row

_AND = {"en": "and", "fr": "et", "de": "und", "ru": "и", "uz": "va", "es": "y"}
_DATES_LIKE = {"en": "en-gb"}
_COUNTED = ("renewal_days", "acclimatisation_hours", "withdrawal_days", "recall_days")

ASKED = (
    "agent", "cover_provider", "immunity_law", "decree", "governing_law", "credit_line",
    "renewal_days", "acclimatisation_hours", "notice_days", "report_days", "withdrawal_days", "recall_days",
)  # fmt: skip
"""What a registrar may say in her own words; everything else follows from the records."""


@dataclass(frozen=True, slots=True)
class Ground:
    """All that the words of an agreement rest on. `given` are the registrar's own words, which win."""

    reference: str
    loans: Sequence[Loan]
    lines: Sequence[LoanLine]
    showings: Sequence[Showing]
    until: dt.date | None
    languages: Sequence[str]
    signing: str
    originals: int
    terms: Sequence[Row] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def lender(self) -> Lender:
        return self.loans[0].lender

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """From the first collection to the last return."""
        return (
            min(loan.period.lower for loan in self.loans),
            self.until or max(loan.period.upper for loan in self.loans),
        )


def day(value: dt.date, language: str) -> str:
    """3 March 2026, as that language writes it."""
    with override(_DATES_LIKE.get(language, language)):
        if language == "ru":
            return date_format(value, "j E Y") + " года"  # written out: "г." would end the sentence it stands in
        return date_format(value, "DATE_FORMAT")


def language_name(code: str, language: str) -> str:
    """What a language is called in another."""
    with override(language):
        try:
            return str(get_language_info(code)["name_translated"])
        except KeyError:
            return code


def organiser() -> Lender | None:
    return Lender.objects.filter(is_organiser=True).first()


def standing_terms(lender: Lender) -> StandingTerms | None:
    return StandingTerms.objects.filter(lender=lender).first()


def filler(ground: Ground, *, on: dt.date) -> "Filler":
    """Reads once what the words of every language need."""
    return Filler(ground, packs.current("agreement", on=on))


class Filler:
    """The values of the placeholders in each language."""

    def __init__(self, ground: Ground, pack: Pack) -> None:
        self.ground = ground
        self.pack = pack
        self.us = organiser()
        self.standing = standing_terms(ground.lender)
        self.cover = self._cover()
        self.decree = self._decree()

    def values(self, language: str) -> dict[str, str]:
        ground = self.ground
        first, last = ground.period
        values = {
            "reference": ground.reference,
            "borrower": party_line(self.us) if self.us else "",
            "lender": party_line(ground.lender),
            "exhibition": ground.loans[0].exhibition.title,
            "venues": self._venues(language),
            "period_from": day(first, language),
            "period_to": day(last, language),
            "latest_return": day(self._latest_return(last), language),
            "credit_line": self._credit_line(),
            "cover_provider": self._cover_words() or self._default("cover_provider", language),
            "agent": self._default("agent", language),
            "immunity_law": self._default("immunity_law", language),
            "decree": self._decree_words(language),
            "governing_language": language_name(ground.languages[0], language),
            "authentic_languages": self._languages(language),
            "originals": str(ground.originals or self.pack.integer("originals")),
            "notice_days": self._standing("notice_days"),
            "report_days": self._standing("report_days"),
            **{name: str(self.pack.integer(name)) for name in _COUNTED},
        }
        return values | {name: words for name, words in ground.given.items() if words.strip()}

    def _default(self, name: str, language: str) -> str:
        key = f"{name}.{language}"
        return self.pack.text(key if self.pack.has(key) else f"{name}.{ENGLISH}")

    def _standing(self, name: str) -> str:
        own = getattr(self.standing, name, None)
        return str(own if own is not None else self.pack.integer(name))

    def _languages(self, language: str) -> str:
        names = [language_name(each, language) for each in self.ground.languages]
        return f" {_AND.get(language, ',')} ".join(names)

    def _venues(self, language: str) -> str:
        return "; ".join(
            f"{each.venue.name}, {each.venue.city} ({day(each.opens_date, language)} – {day(each.closes_date, language)})"
            for each in self.ground.showings
        )

    def _credit_line(self) -> str:
        agreed = [
            term["words"] for term in self.ground.terms if term["kind"] == TermKind.CREDIT_LINE and not term["line"]
        ]
        own = self.standing.credit_line if self.standing else ""
        return next(iter(agreed), "") or own or self.ground.lender.public_name

    def _cover(self) -> Cover | None:
        lines = [line.pk for line in self.ground.lines]
        return Cover.objects.filter(lines__in=lines).order_by("pk").first() if lines else None

    def _cover_words(self) -> str:
        return ", ".join(filter(None, (self.cover.insurer, self.cover.reference))) if self.cover else ""

    def _decree(self) -> Permit | None:
        lines = [line.pk for line in self.ground.lines]
        decrees = Permit.objects.filter(kind=PermitKind.DECREE, status=PermitStatus.GRANTED, lines__in=lines)
        return decrees.order_by("pk").first() if lines else None

    def _decree_words(self, language: str) -> str:
        if self.decree is None:
            return ""
        dated = day(self.decree.issued_on, language) if self.decree.issued_on else ""
        return ", ".join(filter(None, (self.decree.number, dated, self.decree.authority, self.decree.signatory)))

    def _latest_return(self, last: dt.date) -> dt.date:
        return min(filter(None, (last, self.decree.return_by if self.decree else None)))


def party_line(party: Lender) -> str:
    """Name and address on one line."""
    return ", ".join([party.name, *(line.strip(" ,") for line in party.address.splitlines() if line.strip())])


def suggested(ground: Ground, *, standing: StandingTerms | None, equally_authentic: bool) -> dict[str, str]:
    """The alternatives that fit the loan, by clause; a clause that isn't named takes its first."""
    fits = {"signature": "ink" if ground.signing == SigningWay.INK else "electronic"}
    courier = any(term["kind"] == TermKind.COURIER for term in ground.terms)
    fits["couriers"] = "courier" if courier else "no_courier"
    lands = {str(each.venue.country) for each in ground.showings}
    fits["immunity"] = "uk" if "GB" in lands and str(ground.lender.country) != "GB" else "not_sought"
    if standing and standing.needs_decree:
        fits["legal_basis"] = "decree"
    if equally_authentic:
        fits["law"] = "neutral"
    cover = Cover.objects.filter(lines__in=[line.pk for line in ground.lines]).order_by("pk").first()
    kinds = {"commercial": "commercial", "lenders_own": "lender_policy", "borne_by_lender": "borne_by_lender"}
    if cover is not None:
        state = "uk_indemnity" if "GB" in lands else "state_indemnity"
        fits["cover"] = kinds.get(cover.kind, state)
    return fits
