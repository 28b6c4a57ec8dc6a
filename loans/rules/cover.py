"""Is an object covered from nail to nail, is too much in one place, and does a state indemnity take it?

Sentences of accumulation and indemnity name values: show them only to those who may see values.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loans import packs
from loans.packs import Pack
from loans.rules.days import Days, plus_months, uncovered
from loans.rules.findings import Finding, Severity, figure
from office.records.wording import listed, written


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPeriod:
    """One policy, indemnity or risk borne by the lender. `days` has first and last covered day; it counts only when
    it is in force (granted, or agreed in writing) and the lender accepted it."""

    name: str
    days: Days
    in_force: bool
    accepted: bool


def nail_to_nail(collected: dt.date, returned: dt.date) -> Days:
    """The days to be covered: both the day of collection and the day of return.

    A line's period is [collection, return): its upper day still needs cover, so hand in `period.lower, period.upper`.
    """
    return Days(collected, returned)


def gaps(span: Days, covers: Iterable[CoverPeriod]) -> list[Days]:
    """The days that no cover in force and accepted by the lender has, in order."""
    return uncovered(span, [cover.days for cover in covers if cover.in_force and cover.accepted])


def cover_findings(span: Days, covers: Sequence[CoverPeriod]) -> list[Finding]:
    """A sentence for each gap, with what would close it; none when every day is covered."""
    found = []
    waiting = [cover for cover in covers if not (cover.in_force and cover.accepted)]
    for gap in gaps(span, covers):
        if gap == span and not covers:
            sentence = _("There is no cover from %(days)s. Take out insurance or apply for an indemnity.") % {
                "days": gap
            }
        else:
            sentence = ngettext(
                "Not covered for %(count)s day, %(days)s.", "Not covered for %(count)s days, %(days)s.", gap.count
            ) % {"count": gap.count, "days": gap}
            sentence += " " + _what_would_close(gap, waiting)
        found.append(Finding(kind="cover-gap", severity=Severity.BREACH, sentence=sentence))
    return found


def _what_would_close(gap: Days, waiting: Sequence[CoverPeriod]) -> str:
    helpful = [cover for cover in waiting if cover.days.shared(gap)]
    drafts = [cover.name for cover in helpful if not cover.in_force]
    unaccepted = [cover.name for cover in helpful if cover.in_force]
    if unaccepted:
        return _("%(covers)s would count once the lender accepts it: ask the lender.") % {"covers": listed(unaccepted)}
    if drafts:
        return _("%(covers)s would count once it is in force: record the certificate.") % {"covers": listed(drafts)}
    return _("Extend a cover to these days, or take out another.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one object counts for in one vehicle or at one location; `amount` None: its value isn't known."""

    place: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most a cover bears in one place; `place` empty: in any vehicle or location."""

    amount: Decimal
    currency: str
    cover: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accumulation:
    """What comes together in one place, per currency: nothing is ever converted."""

    place: str
    totals: dict[str, Decimal]
    unvalued: int
    findings: tuple[Finding, ...]


def accumulation(carried: Iterable[Carried], limits: Sequence[Limit]) -> list[Accumulation]:
    """The total of each vehicle or location against the limits that hold there, places in their order."""
    totals: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    unvalued: dict[str, int] = defaultdict(int)
    for each in carried:
        inside = totals[each.place]
        if each.amount is None:
            unvalued[each.place] += 1
        else:
            inside[each.currency] += each.amount
    return [
        Accumulation(
            place=place,
            totals=dict(sorted(inside.items())),
            unvalued=unvalued[place],
            findings=tuple(_accumulated(place, inside, unvalued[place], limits)),
        )
        for place, inside in totals.items()
    ]


def _accumulated(place: str, totals: dict[str, Decimal], unvalued: int, limits: Sequence[Limit]) -> list[Finding]:
    holding = [limit for limit in limits if limit.place in ("", place)]
    found = []
    for limit in holding:
        total = totals.get(limit.currency, Decimal(0))
        if total > limit.amount:
            sentence = _(
                "%(place)s: %(total)s together, and %(cover)s bears %(limit)s at most. Spread the objects or have the limit raised."
            ) % {
                "place": place,
                "total": money(total, limit.currency),
                "cover": limit.cover,
                "limit": money(limit.amount, limit.currency),
            }
            found.append(Finding(kind="accumulation", severity=Severity.BREACH, sentence=sentence))
        others = [money(sum_, currency) for currency, sum_ in sorted(totals.items()) if currency != limit.currency]
        if others:
            sentence = _(
                "%(place)s: beside %(total)s there are %(others)s. Nothing is converted: ask the insurer whether %(cover)s (%(limit)s) bears them too."
            ) % {
                "place": place,
                "total": money(total, limit.currency),
                "others": listed(others),
                "cover": limit.cover,
                "limit": money(limit.amount, limit.currency),
            }
            found.append(Finding(kind="other-currency", severity=Severity.WARN, sentence=sentence))
    if unvalued and holding:
        sentence = ngettext(
            "%(place)s: %(count)s object has no value yet, so the total is too low. Ask its lender for one.",
            "%(place)s: %(count)s objects have no value yet, so the total is too low. Ask their lenders for one.",
            unvalued,
        ) % {"place": place, "count": unvalued}
        found.append(Finding(kind="unvalued", severity=Severity.UNKNOWN, sentence=sentence))
    return found


def money(amount: Decimal, currency: str) -> str:
    """GBP 1,250,000"""
    return f"{currency} {figure(amount)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """What the borrower bears herself under a state indemnity; `a_year` per financial year, else for these objects."""

    amount: Decimal
    currency: str
    a_year: bool


def minimum_liability(borrower_class: str, values: Iterable[Decimal], *, pack: Pack) -> Liability:
    """`borrower_class` is national or other (BorrowerClass), values in the pack's currency. `pack`: uk-indemnity."""
    table = f"liability.{borrower_class}"
    currency = pack.text("currency")
    if pack.has(f"{table}.a_year"):
        return Liability(amount=pack.number(f"{table}.a_year"), currency=currency, a_year=True)
    an_object, percent = pack.number(f"{table}.an_object"), pack.number(f"{table}.percent")
    percent_from = pack.number(f"{table}.percent_from")
    amount = Decimal(0)
    for value in values:
        own = an_object + (value * percent / 100 if value >= percent_from else 0)
        amount += min(own, value)
    return Liability(amount=amount, currency=currency, a_year=False)


def indemnity_findings(
    amount: Decimal | None,
    *,
    currency: str,
    cover_starts: dt.date,
    applied: bool,
    on: dt.date,
    pack: Pack | None = None,
) -> list[Finding]:
    """Can one object go onto the UK indemnity list, and is there still time to apply?"""
    pack = pack or packs.current("uk-indemnity", on=on)
    wanted, least = pack.text("currency"), pack.number("minimum_value")
    found = []
    if amount is None:
        sentence = _("The indemnity value is missing: ask the lender for it.")
        found.append(Finding(kind="indemnity-value", severity=Severity.UNKNOWN, sentence=sentence))
    elif currency != wanted:
        sentence = _(
            "The value is in %(currency)s and the indemnity is granted in %(wanted)s. Nothing is converted: agree a value in %(wanted)s with the lender."
        ) % {"currency": currency, "wanted": wanted}
        found.append(Finding(kind="indemnity-currency", severity=Severity.BREACH, sentence=sentence))
    elif amount < least:
        sentence = _(
            "The value of %(value)s is below %(least)s, so the state doesn't indemnify the object. Insure it, or agree that the lender bears the risk."
        ) % {"value": money(amount, currency), "least": money(least, wanted)}
        found.append(Finding(kind="indemnity-minimum", severity=Severity.BREACH, sentence=sentence))
    by = indemnity_apply_by(cover_starts, pack=pack)
    if not applied and on > by:
        sentence = _(
            "The indemnity had to be applied for by %(by)s, since the cover starts on %(starts)s. Apply today and ask whether it can still be granted, or insure the journey."
        ) % {"by": written(by), "starts": written(cover_starts)}
        found.append(Finding(kind="indemnity-late", severity=Severity.BREACH, sentence=sentence))
    return found


def indemnity_apply_by(cover_starts: dt.date, *, pack: Pack | None = None) -> dt.date:
    """The last day to apply. Cover starts at collection, not at the opening."""
    pack = pack or packs.current("uk-indemnity", on=cover_starts)
    return plus_months(cover_starts, -pack.integer("apply_months_before_cover"))
