"""A version as the document it becomes: the data of the page from what is kept with the version, and its PDF."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from exhibitions.models import Showing
from lenders.models import Lender, SigningWay
from loans.documents.agreement import (
    AgreementData,
    AmendmentData,
    ChangeData,
    ClauseData,
    ItemData,
    PartyData,
    ShowingData,
    SideData,
    SignatureData,
    TermData,
    TranslationData,
    render,
)
from loans.models import AgreementKind, AgreementVersion, Loan, SigningStep
from loans.services.agreements.content import amount, apart, changed, period, pieces, term, totals
from loans.services.agreements.rows import loans_of
from loans.services.agreements.wording import day, organiser
from loans.states import Party
from office.records import files
from office.records.models import StoredFile

ROLES: Mapping[str, object] = {
    SigningStep.PREPARE: gettext_lazy("Prepared by"),
    SigningStep.APPROVE: gettext_lazy("Approved by"),
    SigningStep.SIGN: gettext_lazy("Signed by"),
}


def preview(version: AgreementVersion, *, values: bool = True) -> bytes:
    """The PDF as it would be issued now, marked a draft until it is. Own paper is the file itself."""
    if version.own_paper and version.file:
        return files.read(version.file)
    return pdf(version, values=values, draft=not version.issued_on)


def pdf(version: AgreementVersion, *, values: bool = True, draft: bool = False, original: str = "") -> bytes:
    """Renders the version; the same version always gives the same bytes. Raises loans.documents.typst.DocumentError."""
    data = gather(version, values=values, draft=draft, original=original)
    return render(data, fonts=settings.FONT_DIR).pdf


def gather(version: AgreementVersion, *, values: bool = True, draft: bool = False, original: str = "") -> AgreementData:
    """Everything the document says. Without `values` this copy carries no amounts."""
    held = loans_of(version.agreement)
    loan, language = held[0], version.governing_language
    us = organiser()
    with override(language):
        return AgreementData(
            reference=version.agreement.reference,
            version=version.number,
            title=_("%(exhibition)s: loan from %(lender)s")
            % {"exhibition": loan.exhibition.title, "lender": loan.lender.name},
            exhibition=loan.exhibition.title,
            borrower=_us(us),
            lender=_lender(held),
            letterhead=us.name if us else "",
            letterhead_lines=(", ".join(_lines(us.address)),) if us and us.address else (),
            made_at=_made_at(version),
            amendment=_amendment(version, values=values),
            showings=_showings(version, loan, language),
            loans=tuple(each.reference for each in held),
            period=period(version),
            purpose=loan.purpose,
            clauses=tuple(_clause(entry, version.languages) for entry in version.clauses),
            terms=tuple(TermData(**term(row, values=values)) for row in version.terms if not row["line"]),
            items=_items(version, values=values),
            totals=totals(version) if values else (),
            sides=(
                _side(version, Party.ORGANISER, us.name if us else "", version.organiser_steps),
                _side(version, Party.LENDER, _lender(held).name, version.lender_steps),
            ),
            signing="ink" if version.signing == SigningWay.INK else "electronic",
            original=original,
            originals=version.originals_wanted or 1,
            language=language,
            second_language=version.languages[1] if len(version.languages) > 1 else "",
            equally_authentic=version.equally_authentic,
            draft=_("Draft") if draft else "",
            demo_record=any(each.demo_record for each in held),
        )


def _made_at(version: AgreementVersion) -> dt.datetime:
    """The day it was issued, not the day it is printed."""
    made = version.issued_on or timezone.localdate(version.created_at)
    return dt.datetime.combine(made, dt.time(12), tzinfo=dt.UTC)


def _us(us: Lender | None) -> PartyData:
    return PartyData(role=_("Borrower"), name=us.name if us else "", address=us.address if us else "")


def _lender(held: Sequence[Loan]) -> PartyData:
    """One lender, or the several an agent signs for."""
    lenders = list({loan.lender_id: loan.lender for loan in held}.values())
    first = lenders[0]
    return PartyData(
        role=_("Lender"),
        name="; ".join(each.name for each in lenders),
        native_name=first.native_name if len(lenders) == 1 else "",
        native_language=first.language if first.native_name else "",
        address=first.address if len(lenders) == 1 else "",
        agent=first.agent.name if first.agent else "",
    )


def _lines(address: str) -> list[str]:
    return [line.strip(" ,") for line in address.splitlines() if line.strip(" ,")]


def _showings(version: AgreementVersion, loan: Loan, language: str) -> tuple[ShowingData, ...]:
    named = {uid for row in version.schedule for uid in row["showings"]}
    showings = Showing.objects.filter(exhibition=loan.exhibition_id).select_related("venue")
    return tuple(
        ShowingData(
            venue=each.venue.name,
            city=each.venue.city,
            dates=_("%(first)s to %(last)s")
            % {"first": day(each.opens_date, language), "last": day(each.closes_date, language)},
        )
        for each in showings.order_by("opens_date", "pk")
        if not named or str(each.uid) in named
    )


def _clause(entry: Mapping[str, Any], languages: Sequence[str]) -> ClauseData:
    first = entry["texts"][languages[0]]
    other = entry["texts"].get(languages[1]) if len(languages) > 1 else None
    return ClauseData(
        number=entry["number"],
        title=first["title"],
        text=first["text"],
        translation=TranslationData(title=other["title"], text=other["text"], reviewed=other["reviewed"])
        if other
        else None,
    )


def _items(version: AgreementVersion, *, values: bool) -> tuple[ItemData, ...]:
    pictures = _pictures(row["image"] for row in version.schedule)
    by_line: dict[str, list[TermData]] = {}
    for row in version.terms:
        if row["line"]:
            by_line.setdefault(row["line"], []).append(TermData(**term(row, values=values)))
    return tuple(
        ItemData(
            number=row["number"],
            title=row["title"],
            accession_number=row["accession_number"],
            native_title=row["native_title"],
            native_language=row["native_language"],
            maker=", ".join(filter(None, (row["maker"], row["culture"]))),
            date=row["date"],
            materials=row["materials"],
            dimensions=row["dimensions"],
            pieces=pieces(row),
            credit_line=row["credit_line"],
            picture=pictures.get(row["image"]),
            value=amount(row["value"]) if values else None,
            terms=tuple(by_line.get(row["line"], ())),
        )
        for row in version.schedule
    )


def _pictures(uids: Iterable[str]) -> dict[str, bytes]:
    """The derivative of each picture; one that is gone from the store is left out. Two queries."""
    wanted = [uid for uid in uids if uid]
    found = {}
    for stored in StoredFile.objects.filter(uid__in=wanted).prefetch_related("derivatives") if wanted else ():
        try:
            found[str(stored.uid)] = files.read(files.shown(stored))
        except OSError:
            continue
    return found


def _side(version: AgreementVersion, side: Party, party: str, steps: Sequence[str]) -> SideData:
    return SideData(
        party=_("For %(party)s") % {"party": party or str(side.label)},
        signatures=tuple(SignatureData(role=str(ROLES[step])) for step in steps),
    )


def _amendment(version: AgreementVersion, *, values: bool) -> AmendmentData | None:
    """What it amends and how. What was written about new values is left out of a copy without."""
    if version.kind == AgreementKind.ORIGINAL:
        return None
    summary = version.summary
    if version.changes.get("values") and not values:
        summary = _("It speaks of values, which are left out of this copy.")
    before = (
        version.agreement.versions.filter(executed_on__isnull=False, number__lt=version.number)
        .order_by("-number")
        .first()
    )
    if before is None:
        return AmendmentData(amends=version.agreement.reference, summary=summary)
    assert before.executed_on is not None
    return AmendmentData(
        amends=_("agreement %(reference)s, version %(number)d, signed on %(day)s")
        % {
            "reference": version.agreement.reference,
            "number": before.number,
            "day": day(before.executed_on, version.governing_language),
        },
        summary="\n\n".join([summary, *apart(before, version, values=values)]),
        changes=tuple(
            ChangeData(place=each.place, before=each.before, after=each.after)
            for each in changed(before, version, values=values)
        ),
    )
