"""Immunity from seizure: the days the law counts from the entry of an object, and what must be published before it.

UK: Tribunals, Courts and Enforcement Act 2007, Part 6, and SI 2008/1159. US: 22 U.S.C. 2459.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loans import packs
from loans.packs import Pack
from loans.rules.days import ONE_DAY, plus_months
from loans.rules.findings import Finding, Severity
from office.records.wording import written


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One stay of one object in the UK. `nation` is of the borrower: ENG, SCT, WLS or NIR; `close` the last UK closing
    day; `extensions` the new last protected days as they were granted."""

    entry: dt.date | None
    close: dt.date
    nation: str = "ENG"
    planned_return: dt.date | None = None
    extensions: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An owner or co-owner and the country she lives in, empty: not known."""

    name: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmunityDates:
    """All days inclusive: published from the start of `publish_by`, protected to the end of `lapses`.
    `extendable_to` is the day one further extension could reach, None where the law knows none."""

    entry: dt.date
    publish_by: dt.date
    keep_until: dt.date
    lapses: dt.date
    claims_until: dt.date
    extendable_to: dt.date | None
    bilingual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Immunity:
    """`not_available` says why the line can't be protected; otherwise `dates` hold."""

    dates: ImmunityDates | None
    not_available: str
    findings: tuple[Finding, ...]


def immunity(leg: Leg, *, owners: Sequence[Owner], pack: Pack | None = None) -> Immunity:
    """The immunity of one line on one stay, counted anew whenever its leg moves. `pack` is `uk-immunity`."""
    if leg.entry is None:
        reason = _(
            "The object doesn't enter the United Kingdom on this loan, so there is nothing to protect it from there."
        )
        return Immunity(dates=None, not_available=reason, findings=())
    residents = [owner.name for owner in owners if owner.country == "GB"]
    if residents:
        reason = _(
            "Immunity is not available: %(owner)s is resident in the United Kingdom. Tell the co-owners and the lender before they sign."
        ) % {"owner": ", ".join(residents)}
        return Immunity(dates=None, not_available=reason, findings=())
    pack = pack or packs.current("uk-immunity", on=leg.entry)
    dates = dates_of(leg, leg.entry, pack=pack)
    findings = [_residence_unknown(owner) for owner in owners if not owner.country]
    if not owners:
        findings.append(_residence_unknown(None))
    findings += _extensions(leg, leg.entry, pack=pack)
    if leg.planned_return and leg.planned_return > dates.lapses:
        findings.append(_late_return(leg.planned_return, dates))
    return Immunity(dates=dates, not_available="", findings=tuple(findings))


def dates_of(leg: Leg, entry: dt.date, *, pack: Pack) -> ImmunityDates:
    """The days of a stay. Months keep the day of the month; where it is missing, the earlier day counts (plus_months)."""
    keep_until = max(entry + ONE_DAY * pack.integer("keep_days_after_entry"), leg.close)
    lapses = plus_months(entry, pack.integer("protected_months")) - ONE_DAY
    months = pack.integer("extension_months")
    may_extend = leg.nation in pack.texts("extension_nations")
    if may_extend:
        for granted in sorted(leg.extensions):
            lapses = max(lapses, min(granted, _months_on(lapses, months)))
    return ImmunityDates(
        entry=entry,
        publish_by=entry - ONE_DAY * pack.integer("publish_days_before_entry"),
        keep_until=keep_until,
        lapses=lapses,
        claims_until=keep_until + ONE_DAY * pack.integer("claims_days_after_keeping"),
        extendable_to=_months_on(lapses, months) if may_extend else None,
        bilingual=leg.nation in pack.texts("bilingual_nations"),
    )


def _months_on(last: dt.date, months: int) -> dt.date:
    """A period that ends on a day, so many months longer: to the day before the same day of the month."""
    return plus_months(last + ONE_DAY, months) - ONE_DAY


def _extensions(leg: Leg, entry: dt.date, *, pack: Pack) -> list[Finding]:
    if not leg.extensions:
        return []
    months = pack.integer("extension_months")
    if leg.nation not in pack.texts("extension_nations"):
        sentence = _(
            "The protection can be extended in England and Scotland only: the extension recorded doesn't count. Bring the return forward."
        )
        return [Finding(kind="extension", severity=Severity.BREACH, sentence=sentence)]
    findings = []
    last = plus_months(entry, pack.integer("protected_months")) - ONE_DAY
    for granted in sorted(leg.extensions):
        if granted > _months_on(last, months):
            sentence = _(
                "The extension to %(day)s is longer than the law allows at a time (until %(most)s). Look at the notice again."
            ) % {"day": written(granted), "most": written(_months_on(last, months))}
            findings.append(Finding(kind="extension", severity=Severity.BREACH, sentence=sentence))
        last = max(last, granted)
    return findings


def _late_return(planned: dt.date, dates: ImmunityDates) -> Finding:
    words = {"planned": written(planned), "lapses": written(dates.lapses)}
    if dates.extendable_to:
        sentence = _(
            "The object is to go home on %(planned)s, but its protection lapses at the end of %(lapses)s. Bring the return forward or ask for an extension, which can reach %(day)s."
        ) % {**words, "day": written(dates.extendable_to)}
    else:
        sentence = (
            _(
                "The object is to go home on %(planned)s, but its protection lapses at the end of %(lapses)s. Bring the return forward: the law knows no extension here."
            )
            % words
        )
    return Finding(kind="return-after-lapse", severity=Severity.BREACH, sentence=sentence)


def _residence_unknown(owner: Owner | None) -> Finding:
    sentence = (
        _("Not known: where %(owner)s is resident. Ask, since an owner in the United Kingdom rules immunity out.")
        % {"owner": owner.name}
        if owner
        else _("Not known: who owns the object. Ask, since an owner in the United Kingdom rules immunity out.")
    )
    return Finding(kind="residence", severity=Severity.UNKNOWN, sentence=sentence)


def publication(
    dates: ImmunityDates, *, published_on: dt.date | None, on: dt.date, pack: Pack | None = None
) -> Finding | None:
    """What is the matter with the publication on a day; None when it is in time or still has time."""
    days = (pack or packs.current("uk-immunity", on=dates.entry)).integer("publish_days_before_entry")
    if published_on is None:
        if on <= dates.publish_by:
            return None
        earliest = max(on, dates.publish_by) + ONE_DAY * days
        sentence = _(
            "The list had to be published by %(by)s and isn't. Published today, the object is protected if it enters on %(earliest)s or later: publish and move the transport."
        ) % {"by": written(dates.publish_by), "earliest": written(earliest)}
    elif published_on > dates.publish_by:
        sentence = _(
            "The list was published on %(day)s, too late for the entry on %(entry)s. The object is protected if it enters on %(earliest)s or later: move the transport."
        ) % {
            "day": written(published_on),
            "entry": written(dates.entry),
            "earliest": written(published_on + ONE_DAY * days),
        }
    else:
        return None
    return Finding(kind="publication", severity=Severity.BREACH, sentence=sentence)


def us_apply_by(entry: dt.date, *, pack: Pack | None = None) -> dt.date:
    """The last day to apply for immunity under 22 U.S.C. 2459 before an import on `entry`."""
    weeks = (pack or packs.current("us-2459", on=entry)).integer("apply_weeks_before_import")
    return entry - dt.timedelta(weeks=weeks)
