"""Lists that go to governments: the objects under the UK indemnity, with their values, and those imported into the US.

Made when asked for and not kept: they follow what is recorded. Who took one with values is in the audit trail.
"""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from exhibitions.models import Exhibition, Showing
from lenders.models import Lender, ValueKind
from lenders.queries import organiser_name
from loans import packs
from loans.documents import indemnity_list, us_list
from loans.documents.indemnity_list import IndemnityList, IndemnityObject, IndemnityOwner
from loans.documents.us_list import USList, USObject, USVenue
from loans.errors import MissingFact, NotAllowed
from loans.models import Cover, CoverKind, LoanLine
from loans.services import travel
from loans.services.exposure import lines_to_cover
from loans.services.worth import worth
from office.records import audit
from office.records.actors import Actor

US = "US"
_ELSEWHERE = (CoverKind.COMMERCIAL, CoverKind.LENDERS_OWN)


def indemnity_pdf(exhibition: Exhibition, *, cover: Cover | None = None, actor: Actor) -> bytes:
    """The list for the Government Indemnity Scheme as PDF. Raises NotAllowed, MissingFact or typst.DocumentError."""
    return indemnity_list.render(_indemnity(exhibition, cover, actor=actor), fonts=settings.FONT_DIR).pdf


def indemnity_xlsx(exhibition: Exhibition, *, cover: Cover | None = None, actor: Actor) -> bytes:
    """The same as a spreadsheet. Raises NotAllowed or MissingFact."""
    return indemnity_list.spreadsheet(_indemnity(exhibition, cover, actor=actor))


def us_pdf(exhibition: Exhibition, *, actor: Actor) -> bytes:
    """The schedule of objects for 22 U.S.C. 2459; it has no values. Raises MissingFact or typst.DocumentError."""
    if not actor.can("see"):
        raise NotAllowed(_("Your role doesn't make lists. Ask a registrar."))
    showings = [show for show in exhibition.showings.select_related("venue") if str(show.venue.country) == US]
    lines = [line for line in lines_to_cover(exhibition) if _shown_in(line, showings)]
    if not lines:
        raise MissingFact(_("No object of this exhibition is shown in the United States, so there is nothing to list."))
    entries = travel.entries(lines, country=US)
    data = USList(
        applicant=organiser_name(),
        exhibition=exhibition.title,
        venues=tuple(
            USVenue(name=show.venue.name, place=show.venue.city, opens=show.opens_date, closes=show.closes_date)
            for show in showings
        ),
        objects=tuple(_us_object(line) for line in lines),
        made_at=_now(),
        import_on=min(entries.values(), default=None),
        reference=exhibition.code,
    )
    return us_list.render(data, fonts=settings.FONT_DIR).pdf


def shown_in_the_us(exhibition: Exhibition) -> bool:
    return exhibition.showings.filter(venue__country=US).exists()


def _shown_in(line: LoanLine, showings: Sequence[Showing]) -> bool:
    return bool({show.pk for show in line.showings.all()} & {show.pk for show in showings})


def _indemnity(exhibition: Exhibition, cover: Cover | None, *, actor: Actor) -> IndemnityList:
    if not actor.can("values.see"):
        raise NotAllowed(_("The list names values, which your role doesn't see. Ask a registrar."))
    today = timezone.localdate()
    kinds = _kinds_of(exhibition)
    lines = [line for line in lines_to_cover(exhibition) if _belongs(line, cover, kinds)]
    if not lines:
        raise MissingFact(
            _("No object is to be indemnified: none is named by this cover.")
            if cover
            else _("No object is to be indemnified: nothing is promised yet, or all of it is insured otherwise.")
        )
    pack = packs.current("uk-indemnity", on=today)
    amounts = worth(lines, on=today, first=ValueKind.INDEMNITY)
    first, last = _days(lines, cover)
    showings = list(exhibition.showings.select_related("venue"))
    data = IndemnityList(
        exhibition=exhibition.title,
        venue="; ".join(f"{show.venue.name}, {show.venue.city}" for show in showings),
        borrower=organiser_name() or (showings[0].venue.name if showings else ""),
        starts=first,
        ends=last,
        owners=_owners(lines, cover, kinds, amounts),
        minimum=pack.number("minimum_value"),
        minimum_currency=pack.text("currency"),
        made_at=_now(),
        reference=(cover.reference if cover else "") or exhibition.code,
    )
    audit.record(
        "cover.list",
        actor=actor,
        subject_kind="exhibition",
        subject_id=exhibition.uid,
        subject_label=exhibition.title,
        after={"objects": len(lines)},
    )
    return data


def _kinds_of(exhibition: Exhibition) -> dict[int, dict[int, str]]:
    """By line, the kind of each cover that names it."""
    kinds: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Cover.lines.through.objects.filter(cover__exhibition=exhibition)
    for line, cover, kind in rows.values_list("loanline", "cover", "cover__kind"):
        kinds[line][cover] = kind
    return kinds


def _belongs(line: LoanLine, cover: Cover | None, kinds: Mapping[int, Mapping[int, str]]) -> bool:
    """What the cover names and what its owner bears; before there is a cover, all that isn't insured otherwise."""
    own = kinds.get(line.pk, {})
    if CoverKind.BORNE_BY_LENDER in own.values():
        return True
    if cover is not None:
        return cover.pk in own
    return CoverKind.STATE_INDEMNITY in own.values() or not set(own.values()) & set(_ELSEWHERE)


def _owners(
    lines: Sequence[LoanLine],
    cover: Cover | None,
    kinds: Mapping[int, Mapping[int, str]],
    amounts: Mapping[int, Money | None],
) -> tuple[IndemnityOwner, ...]:
    """What an owner lends at its own risk stands apart from what is indemnified."""
    groups: dict[tuple[int, bool], list[LoanLine]] = defaultdict(list)
    lenders: dict[int, Lender] = {}
    for line in lines:
        lender = line.loan.lender
        own = kinds.get(line.pk, {})
        named = cover is not None and cover.pk in own
        lenders[lender.pk] = lender
        groups[lender.pk, CoverKind.BORNE_BY_LENDER in own.values() and not named].append(line)
    return tuple(
        IndemnityOwner(
            name=lenders[lender].name,
            address=lenders[lender].address or lenders[lender].city,
            own_risk=own_risk,
            objects=tuple(_indemnity_object(line, amounts.get(line.pk)) for line in those),
        )
        for (lender, own_risk), those in groups.items()
    )


def _indemnity_object(line: LoanLine, value: Money | None) -> IndemnityObject:
    thing = line.object
    amount: Decimal | None = value.amount if value is not None else None
    return IndemnityObject(
        title=thing.title,
        description=", ".join(filter(None, (thing.culture, thing.features))),
        accession_number=thing.accession_number,
        medium=", ".join(filter(None, (thing.materials, thing.technique))),
        size=thing.dimensions_text,
        date=thing.date_text,
        maker=thing.maker,
        # A culture is the object's; where a maker came from is on no record.
        nationality="",
        value=amount,
        currency=str(value.currency) if value is not None else "GBP",
    )


def _us_object(line: LoanLine) -> USObject:
    thing, lender = line.object, line.loan.lender
    return USObject(
        title=thing.title,
        artist=thing.maker,
        culture=thing.culture,
        date=thing.date_text,
        medium=", ".join(filter(None, (thing.materials, thing.technique))),
        dimensions=thing.dimensions_text,
        accession_number=thing.accession_number,
        owner=", ".join(filter(None, (lender.name, thing.co_owners))),
        provenance=thing.provenance,
    )


def _days(lines: Sequence[LoanLine], cover: Cover | None) -> tuple[dt.date, dt.date]:
    """First and last day, both included; a loan is covered on the day of return too."""
    if cover is not None:
        return cover.period.lower, cover.period.upper - dt.timedelta(days=1)
    periods = [line.period for line in lines if line.period is not None]
    return min(period.lower for period in periods), max(period.upper for period in periods)


def _now() -> dt.datetime:
    return timezone.now().astimezone(zoneinfo.ZoneInfo("UTC")).replace(microsecond=0)
