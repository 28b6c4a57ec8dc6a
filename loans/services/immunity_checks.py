"""The daily look at every published immunity list: is it still there, with every reference on it? Kept as evidence."""

import datetime as dt
import hashlib
import html
import io
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loans.documents.immunity_pack import references_found
from loans.models import ImmunityCheck, ImmunityList
from loans.services import fetching, immunity
from loans.services.fetching import Fetched, Unreachable
from office.records import files

EVERY: Final = dt.timedelta(hours=24)
STILL_NEWS: Final = dt.timedelta(days=3)
AT_A_TIME: Final = 20
"""Lists looked at in one run; the next run goes on."""
_HTTP_FINE: Final = range(200, 300)


def published() -> QuerySet[ImmunityList]:
    """Lists that stand somewhere."""
    return ImmunityList.objects.filter(published_on__isnull=False).order_by("pk")


def latest(lists: Iterable[ImmunityList]) -> dict[int, ImmunityCheck]:
    """The newest check of each list by primary key; one query."""
    rows = ImmunityCheck.objects.filter(edition__in=[each.pk for each in lists])
    return {row.edition_id: row for row in rows.order_by("edition_id", "-checked_at", "-pk").distinct("edition_id")}


def check_due(*, now: dt.datetime) -> int:
    """Looks at every list that must still stand and wasn't looked at in a day; returns how many. Run again, it rests."""
    seen = ImmunityCheck.objects.filter(edition=OuterRef("pk"), checked_at__gt=now - EVERY)
    waiting = published().filter(~Exists(seen))
    due = [each for each in waiting if must_stand(each, on=timezone.localdate(now))][:AT_A_TIME]
    for each in due:
        check(each, now=now)
    return len(due)


def must_stand(edition: ImmunityList, *, on: dt.date) -> bool:
    """Until the last day on which any of its objects must be published; for good while that isn't known."""
    last = keep_until(edition)
    return last is None or on <= last


def keep_until(edition: ImmunityList) -> dt.date | None:
    lines = list(immunity.with_everything(edition.lines.all()))
    rows = immunity.of_lines(lines, on=edition.published_on or edition.made_on)
    days = [row.immunity.dates.keep_until for row in rows.values() if row.immunity.dates]
    return max(days, default=None)


def check(edition: ImmunityList, *, now: dt.datetime, limits: fetching.Limits = fetching.USUAL) -> ImmunityCheck:
    """Looks at one list now and keeps what was found, the page itself with it when it changed."""
    wanted = list(edition.entries.order_by("pk").values_list("reference", flat=True))
    try:
        found = fetching.fetch(edition.url, limits=limits)
    except Unreachable as error:
        return ImmunityCheck.objects.create(
            edition=edition, checked_at=now, url=edition.url, missing=wanted, problem=error.sentence[:300]
        )
    fine = found.status in _HTTP_FINE
    lacking = missing(found, wanted) if fine else wanted
    digest = hashlib.sha256(found.body).hexdigest()
    with transaction.atomic():
        return ImmunityCheck.objects.create(
            edition=edition,
            checked_at=now,
            url=found.url[:500],
            http_status=found.status,
            missing=lacking,
            problem=_problem(found, lacking, of=len(wanted))[:300],
            sha256=digest,
            page_id=_copy(edition, found, digest, now=now),
        )


def missing(found: Fetched, references: Iterable[str]) -> list[str]:
    """The references that a reader doesn't find on the page, in their order; a PDF is read as well."""
    wanted = list(references)
    is_pdf = found.body.startswith(b"%PDF-")
    there = references_found(html.escape(_pdf_words(found.body)) if is_pdf else found.text, wanted)
    return [each for each in wanted if each not in there]


def _pdf_words(body: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    except (PyPdfError, ValueError, KeyError, RecursionError):
        return ""


def _problem(found: Fetched, lacking: list[str], *, of: int) -> str:
    if found.status not in _HTTP_FINE:
        return _("The page answers with an error (%(status)d): the list doesn't stand there.") % {
            "status": found.status
        }
    if lacking and len(lacking) == of:
        return _("The page is there, but none of the references stands on it.")
    if lacking:
        return ngettext(
            "%(count)d of %(all)d references doesn't stand on the page.",
            "%(count)d of %(all)d references don't stand on the page.",
            len(lacking),
        ) % {"count": len(lacking), "all": of}
    return ""


def _copy(edition: ImmunityList, found: Fetched, digest: str, *, now: dt.datetime) -> int | None:
    """A page like the last one is kept once."""
    same = edition.checks.filter(sha256=digest, page__isnull=False).values_list("page", flat=True).first()
    if same is not None:
        return int(same)
    if not found.body:
        return None
    ending = "pdf" if found.body.startswith(b"%PDF-") else "html"
    name = f"immunity-list-{edition.number}-{timezone.localtime(now):%Y-%m-%d}.{ending}"
    stored = files.keep_made(found.body, name=name, media_type="application/octet-stream", by="Caravan")
    return int(stored.pk)


def problems(*, now: dt.datetime) -> list[ImmunityCheck]:
    """The newest checks that found something wrong; one query. A list whose time is over isn't looked at any more."""
    newest = ImmunityCheck.objects.order_by("edition_id", "-checked_at", "-pk").distinct("edition_id")
    rows = ImmunityCheck.objects.filter(pk__in=newest.values("pk"), checked_at__gt=now - STILL_NEWS)
    return [row for row in rows.select_related("edition__showing__exhibition") if not row.complete]
