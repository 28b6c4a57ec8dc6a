"""Editions of the immunity list: made as page and PDF for the museum's own website, then recorded as published there."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition, Showing
from lenders.queries import organiser_name
from loans.documents import immunity_pack as pack
from loans.documents.condition_data import PhotoData
from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.models import ImmunityEntry, ImmunityList, LoanLine
from loans.services import immunity, legal_days
from loans.services.immunity import LineImmunity
from office.records import audit, files
from office.records.actors import Actor
from office.records.models import StoredFile
from office.records.wording import written

SUBJECT = "immunity list"


def make_list(showing: Showing, lines: Sequence[LoanLine], *, actor: Actor) -> ImmunityList:
    """Makes the next edition of these lines, with consecutive references; it counts once it is published.

    Raises NotAllowed, MissingFact (what must be published of an object is not known) or WrongState (not available, no
    day of entry yet, not shown there), naming the object; then nothing is kept.
    """
    _check(actor)
    if not lines:
        raise MissingFact(_("Choose the objects that go onto the list."), field="lines")
    day = timezone.localdate()
    rows = _rows(showing, lines, on=day)
    with transaction.atomic():
        # Editions of one exhibition are numbered together: references never repeat between its venues.
        show = Exhibition.objects.select_for_update().get(pk=showing.exhibition_id)
        last = ImmunityList.objects.filter(showing__exhibition=show).aggregate(last=Max("number"))["last"] or 0
        number = last + 1
        references = references_of(show.code, number, len(rows))
        data = _pack(showing, number, dict(zip(references, rows, strict=True)))
        page, paper = pack.publish(data, pictures="inside"), pack.render(data, fonts=settings.FONT_DIR)
        name = f"immunity-list-{show.code}-{number}"
        edition = ImmunityList.objects.create(
            showing=showing,
            number=number,
            made_on=day,
            html=files.keep_made(page.html.encode(), name=f"{name}.html", media_type="text/html", by=actor.name),
            pdf=files.keep_made(paper.pdf, name=f"{name}.pdf", media_type="application/pdf", by=actor.name),
        )
        ImmunityEntry.objects.bulk_create(
            ImmunityEntry(edition=edition, line=row.line, reference=reference)
            for reference, row in zip(references, rows, strict=True)
        )
        _record("immunity.make_list", edition, actor=actor, after={"objects": len(rows), "number": number})
    return edition


def references_of(code: str, number: int, count: int) -> list[str]:
    """SILK24-1/001 and so on: none begins like another, so each is found on the page by itself."""
    width = max(3, len(str(count)))
    return [f"{code}-{number}/{place:0{width}d}" for place in range(1, count + 1)]


def publish(edition: ImmunityList, *, url: str, on: dt.date, actor: Actor) -> ImmunityList:
    """Records where and since when the edition stands on the museum's website; from that day it counts.

    Published already, only its address changes. Raises NotAllowed, MissingFact or WrongState.
    """
    _check(actor)
    url = checked_address(url)
    if on > timezone.localdate():
        raise MissingFact(
            _("%(day)s is still to come. Record the list once it stands there.") % {"day": written(on)}, field="on"
        )
    with transaction.atomic():
        edition = ImmunityList.objects.select_for_update(of=("self",)).select_related("showing").get(pk=edition.pk)
        if edition.published_on and url == edition.url:
            raise WrongState(
                _("It stands at this address since %(day)s already.") % {"day": written(edition.published_on)}
            )
        if on < edition.made_on and not edition.published_on:
            raise MissingFact(
                _("This edition was made on %(day)s and can't have been published before.")
                % {"day": written(edition.made_on)},
                field="on",
            )
        before = {"url": edition.url, "published_on": str(edition.published_on or "")}
        edition.url, edition.published_on = url, edition.published_on or on
        edition.save(update_fields=["url", "published_on"])
        after = {"url": url, "published_on": str(edition.published_on)}
        lines = list(edition.lines.select_related("loan"))
        for loan in {line.loan_id: line.loan for line in lines}.values():
            _record("immunity.publish", edition, actor=actor, loan_file=loan.uid, before=before, after=after)
        legal_days.follow({line.loan_id for line in lines}, on=timezone.localdate(), actor=actor)
    return edition


def checked_address(url: str) -> str:
    """An address of the web. Raises MissingFact."""
    url = url.strip()
    try:
        URLValidator(schemes=["http", "https"])(url)
        if urlsplit(url).username or len(url) > 500:
            raise ValidationError("")
    except (ValidationError, ValueError) as error:
        raise MissingFact(
            _("Give the public address of the page, such as https://www.museum.org/immunity."), field="url"
        ) from error
    return url


def _check(actor: Actor) -> None:
    if not actor.can("cover.edit"):
        raise NotAllowed(_("Your role doesn't publish immunity lists. Ask a registrar."))


def _rows(showing: Showing, lines: Sequence[LoanLine], *, on: dt.date) -> list[LineImmunity]:
    wanted = immunity.with_everything(LoanLine.objects.filter(pk__in=[line.pk for line in lines]))
    rows = immunity.of_lines(list(wanted), on=on)
    for row in rows.values():
        if refusal := refusal_of(row, showing):
            raise refusal
    return list(rows.values())


def refusal_of(row: LineImmunity, showing: Showing) -> LoanError | None:
    """Why a line can't go onto a list of this showing; None when it can."""
    title = row.line.object.title
    if showing.pk not in {show.pk for show in immunity.uk_showings(row.line)}:
        return WrongState(_("%(title)s is not shown at %(venue)s.") % {"title": title, "venue": showing.venue})
    if not row.available:
        return WrongState(f"{title}: {row.immunity.not_available}")
    if row.missing:
        return MissingFact(f"{title}: {row.missing[0].sentence}", field="lines")
    if row.assumed:
        return WrongState(
            _("%(title)s: no shipment says yet when it enters the country. Plan the shipment with its stages first.")
            % {"title": title}
        )
    if not showing.venue.claims_contact.strip():
        return MissingFact(
            _("%(venue)s has no contact for claims, and one must stand on the list. Enter it under Venues.")
            % {"venue": showing.venue}
        )
    return None


def _pack(showing: Showing, number: int, rows: dict[str, LineImmunity]) -> pack.ImmunityPack:
    groups: dict[dt.date, list[tuple[str, LineImmunity]]] = defaultdict(list)
    for reference, row in rows.items():
        assert row.immunity.dates is not None
        groups[row.immunity.dates.entry].append((reference, row))
    any_row = next(iter(rows.values()))
    return pack.ImmunityPack(
        museum=showing.venue.name or organiser_name(),
        exhibition=showing.exhibition.title,
        reference=f"{showing.exhibition.code}-{number}",
        groups=tuple(_group(those) for _entry, those in sorted(groups.items())),
        enquiries=pack.Enquiries(name=showing.venue.claims_contact.strip()),
        made_at=timezone.now().astimezone(zoneinfo.ZoneInfo("UTC")).replace(microsecond=0),
        welsh=any_row.immunity.dates is not None and any_row.immunity.dates.bilingual,
    )


def _group(rows: list[tuple[str, LineImmunity]]) -> pack.ImmunityGroup:
    all_dates = [row.immunity.dates for _reference, row in rows if row.immunity.dates is not None]
    first = all_dates[0]
    return pack.ImmunityGroup(
        entry=first.entry,
        publish_by=first.publish_by,
        keep_until=max(dates.keep_until for dates in all_dates),
        lapses=first.lapses,
        claims_until=max(dates.claims_until for dates in all_dates),
        objects=tuple(_object(reference, row.line) for reference, row in rows),
    )


def _object(reference: str, line: LoanLine) -> pack.ImmunityObject:
    thing, lender = line.object, line.loan.lender
    says = immunity.as_published(line, on=timezone.localdate())
    return pack.ImmunityObject(
        reference=reference,
        title=thing.title,
        lender="" if lender.anonymous else lender.name,
        address="" if lender.anonymous else lender.address,
        withheld=lender.anonymous,
        maker=says.maker,
        materials=says.materials,
        dimensions=says.dimensions,
        date=says.date,
        features=says.features,
        photo=_photo(thing.image, thing.title),
        showings=tuple(
            pack.Showing(venue=show.venue.name, opens=show.opens_date, closes=show.closes_date)
            for show in immunity.uk_showings(line)
        ),
        provenance=says.provenance,
        provenance_1933_45=says.provenance_1933_45,
        place_of_origin=says.place_of_origin,
    )


def _photo(image: StoredFile | None, title: str) -> PhotoData | None:
    if image is None:
        return None
    return PhotoData(image=files.read(files.shown(image)), alt=title)


def _record(verb: str, edition: ImmunityList, *, actor: Actor, **more: object) -> None:
    audit.record(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=edition.uid,
        subject_label=f"{edition.showing}, {edition.number}",
        **more,
    )
