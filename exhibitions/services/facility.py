"""A venue's facility report: drafted from the version before, written, issued and then frozen."""

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from typing import Any, Final

from anyascii import anyascii
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitions.models import FacilityReport, FacilitySection, SectionCode, Venue
from office.people.models import User
from office.records import audit
from office.records.actors import Actor
from office.records.models import StoredFile
from office.records.wording import listed, written

SUBJECT: Final = "facility report"
VALID_FOR_YEARS: Final = 3
REQUIRED: Final = (
    SectionCode.GENERAL,
    SectionCode.BUILDING,
    SectionCode.GALLERY,
    SectionCode.CLIMATE,
    SectionCode.LIGHT,
    SectionCode.FIRE,
    SectionCode.SECURITY,
    SectionCode.HANDLING,
    SectionCode.EMERGENCY,
)
"""What every lender asks for: without these a report is not issued."""
CONFIDENTIALITY: Final[Promise] = gettext_lazy(
    "This report is confidential. I use it only to decide on this loan, I show it to nobody outside my institution who"
    " has no part in that decision, and I don't copy it into other systems."
)
TEXT_AT_MOST: Final = 20_000

# Without 0 and O, 1, I and L: it is read out on the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_TELLING = 4
"""Letters from which on a word of the venue's name gives it away."""


class FacilityRefused(Exception):
    """A refusal with its sentence; `field` names what it is about."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def latest(venue: Venue) -> FacilityReport | None:
    """The newest issued version."""
    return venue.facility_reports.filter(issued_on__isnull=False).order_by("-version").first()


def draft(venue: Venue, *, actor: Actor) -> FacilityReport:
    """A new version, filled with what the latest says. Raises FacilityRefused, also when a draft is open."""
    _check(actor)
    with transaction.atomic():
        venue = Venue.objects.select_for_update().get(pk=venue.pk)
        newest = venue.facility_reports.order_by("-version").first()
        if newest is not None and newest.issued_on is None:
            raise FacilityRefused(
                _("Version %(number)d of this report is being written already. Finish or discard it first.")
                % {"number": newest.version}
            )
        report = FacilityReport.objects.create(
            venue=venue,
            version=newest.version + 1 if newest else 1,
            prepared_by=actor.name,
            confidentiality=newest.confidentiality if newest else str(CONFIDENTIALITY),
            security_reference=newest.security_reference if newest else new_reference(venue),
            security_supplement=newest.security_supplement if newest else None,
            created_by=User.objects.filter(uid=actor.id).first() if actor.kind == "staff" else None,
        )
        texts = _texts(newest)
        FacilitySection.objects.bulk_create(
            FacilitySection(report=report, code=code, text=texts.get(code, "")) for code in SectionCode
        )
        _record("facility.draft", report, actor=actor)
    report.refresh_from_db()
    return report


def write(
    report: FacilityReport,
    sections: Mapping[str, str],
    *,
    actor: Actor,
    prepared_by: str | None = None,
    confidentiality: str | None = None,
    expires_on: dt.date | None = None,
    security_reference: str | None = None,
    security_supplement: StoredFile | None = None,
) -> FacilityReport:
    """Saves what is given and leaves the rest as it is. Raises FacilityRefused; then nothing is changed."""
    _check(actor)
    unknown = set(sections) - set(SectionCode)
    if unknown:
        raise FacilityRefused(_("A facility report has no section “%(name)s”.") % {"name": listed(sorted(unknown))})
    for code, text in sections.items():
        if len(text) > TEXT_AT_MOST:
            raise FacilityRefused(
                _("“%(section)s” is longer than %(most)d characters. Shorten it.")
                % {"section": SectionCode(code).label, "most": TEXT_AT_MOST},
                field=code,
            )
    with transaction.atomic():
        report = _locked_draft(report)
        if security_reference is not None:
            report.security_reference = security_reference.strip() or new_reference(report.venue)
            check_reference(report.security_reference, venue=report.venue)
        if confidentiality is not None:
            report.confidentiality = confidentiality.strip() or str(CONFIDENTIALITY)
        report.prepared_by = report.prepared_by if prepared_by is None else prepared_by.strip()
        report.expires_on = expires_on or report.expires_on
        report.security_supplement = security_supplement or report.security_supplement
        report.save()
        mine = {section.code: section for section in report.sections.all()}
        for code, text in sections.items():
            mine[code].text = plain(text)
        FacilitySection.objects.bulk_update([mine[code] for code in sections], ["text"])
    return report


def issue(
    report: FacilityReport, *, actor: Actor, on: dt.date | None = None, expires_on: dt.date | None = None
) -> FacilityReport:
    """Issues a draft: from then on the database lets nobody change it. `on` None is today, `expires_on` three years on.

    Notes per section whether it differs from the version before. Raises FacilityRefused.
    """
    _check(actor)
    on = on or timezone.localdate()
    with transaction.atomic():
        report = _locked_draft(report)
        before = latest(report.venue)
        sections = list(report.sections.all())
        _check_complete(sections)
        report.expires_on = expires_on or report.expires_on or default_expiry(on)
        _check_days(report, on=on, before=before)
        check_reference(report.security_reference, venue=report.venue)
        texts = _texts(before)
        for section in sections:
            section.changed = before is not None and plain(section.text) != plain(texts.get(section.code, ""))
        FacilitySection.objects.bulk_update(sections, ["changed"])
        report.issued_on = on
        report.save()
        _record(
            "facility.issue",
            report,
            actor=actor,
            after={
                "version": report.version,
                "expires_on": report.expires_on.isoformat(),
                "changed": [section.code for section in sections if section.changed],
            },
        )
    return report


def discard(report: FacilityReport, *, actor: Actor) -> None:
    """Throws a draft away; what is issued stays. Raises FacilityRefused."""
    _check(actor)
    with transaction.atomic():
        report = _locked_draft(report)
        _record("facility.discard", report, actor=actor)
        report.delete()


def default_expiry(issued_on: dt.date) -> dt.date:
    """Three years later; 29 February becomes the 28th."""
    year = issued_on.year + VALID_FOR_YEARS
    return issued_on.replace(year=year, day=min(issued_on.day, 28) if issued_on.month == 2 else issued_on.day)


def new_reference(venue: Venue) -> str:
    """A code for the security supplement that tells nobody where it belongs: FR-7K2M."""
    while True:
        code = "FR-" + "".join(secrets.choice(_LETTERS) for _letter in range(4))
        taken = FacilityReport.objects.filter(security_reference=code).exists()
        if not taken and not _gives_away(code, venue=venue):
            return code


def check_reference(code: str, *, venue: Venue) -> None:
    """Raises FacilityRefused for a code that names the venue or its city, or that another venue's supplement has."""
    word = _gives_away(code, venue=venue)
    if word:
        raise FacilityRefused(
            _(
                "“%(code)s” contains “%(word)s”: whoever finds the security supplement would know which building it"
                " describes. Choose a code without the name of the venue or city."
            )
            % {"code": code, "word": word},
            field="security_reference",
        )
    if code and FacilityReport.objects.filter(security_reference=code).exclude(venue=venue).exists():
        raise FacilityRefused(
            _("“%(code)s” is the code of another venue's supplement. Choose another, or leave it empty for a new one.")
            % {"code": code},
            field="security_reference",
        )


def plain(text: str) -> str:
    """Line ends as ours, nothing hanging over: the same words are the same text."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\x00", "").split("\n")).strip()


def _gives_away(code: str, *, venue: Venue) -> str:
    """The word of the venue's name or city that stands in the code; empty when none does."""
    bare = _bare(code)
    for name in (venue.name, venue.city):
        whole = _bare(name)
        words = [word for word in re.split(r"\W+", name) if len(_bare(word)) >= _TELLING]
        if whole and whole in bare:
            return name
        for word in words:
            if _bare(word) in bare:
                return word
    return ""


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", anyascii(text).casefold())


def _texts(report: FacilityReport | None) -> dict[str, str]:
    return dict(report.sections.values_list("code", "text")) if report is not None else {}


def _check(actor: Actor) -> None:
    if not actor.can("facility.edit"):
        raise FacilityRefused(_("Your role doesn't write facility reports. Ask a registrar or conservator."))


def _check_complete(sections: list[FacilitySection]) -> None:
    filled = {section.code for section in sections if plain(section.text)}
    missing = [code for code in REQUIRED if code not in filled]
    if missing:
        raise FacilityRefused(
            _("Lenders can't decide without these sections: %(sections)s. Fill them in first.")
            % {"sections": listed([str(code.label) for code in missing])},
            field=missing[0],
        )


def _check_days(report: FacilityReport, *, on: dt.date, before: FacilityReport | None) -> None:
    assert report.expires_on is not None
    if on > timezone.localdate():
        raise FacilityRefused(
            _("%(day)s is still to come. Issue the report on the day it goes out.") % {"day": written(on)}, field="on"
        )
    if before is not None and before.issued_on is not None and on < before.issued_on:
        raise FacilityRefused(
            _("Version %(number)d was issued on %(day)s: this one can't be older.")
            % {"number": before.version, "day": written(before.issued_on)},
            field="on",
        )
    if report.expires_on <= on:
        raise FacilityRefused(
            _("The report would be valid until %(last)s and is issued on %(day)s. Give it a later last day.")
            % {"last": written(report.expires_on), "day": written(on)},
            field="expires_on",
        )


def _locked_draft(report: FacilityReport) -> FacilityReport:
    found = FacilityReport.objects.select_for_update(of=("self",)).select_related("venue").filter(pk=report.pk).first()
    if found is None:
        raise FacilityRefused(_("This draft was discarded. Start a new version on the venue's page."))
    if found.issued_on is not None:
        raise FacilityRefused(
            _("Version %(number)d was issued on %(day)s and stays as it is. Start a new version instead.")
            % {"number": found.version, "day": written(found.issued_on)}
        )
    return found


def _record(verb: str, report: FacilityReport, *, actor: Actor, **more: Any) -> None:
    audit.record(
        verb,
        actor=actor,
        subject_kind=SUBJECT,
        subject_id=report.uid,
        subject_label=_("Facility report of %(venue)s, version %(number)d")
        % {"venue": report.venue, "number": report.version},
        **more,
    )
