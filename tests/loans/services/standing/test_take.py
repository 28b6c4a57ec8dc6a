"""Taking a list of loans as they stand: what is written, what is refused, and that the same list changes nothing."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import ChecklistEntry, Exhibition
from lenders.models import CollectionObject, Lender, Valuation
from lenders.services.imports.refusals import ImportRefused
from loans.models import AgreementVersion, Deadline, Loan, LoanLine, Term
from loans.notices.dispatch import write_letters
from loans.queries import status_of
from loans.services import lines
from loans.services.standing import Plan, missing, plan, take, template
from loans.services.standing.columns import COLUMNS
from loans.states import LineStatus, LoanStatus
from office.post.models import Letter
from office.records.models import AuditEvent, StoredFile
from tests.factories import (
    CollectionObjectFactory,
    ContactFactory,
    ExhibitionFactory,
    LenderFactory,
    LoanFactory,
    LoanLineFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.loans.services.standing.lists import a_row, a_scan, as_of, told, workbook
from tests.personas import Staff

SIGNED = as_of() - dt.timedelta(days=90)


@pytest.fixture
def show(db: None) -> Exhibition:
    return ExhibitionFactory(code="SILK24")


@pytest.fixture
def sam(db: None) -> Lender:
    return LenderFactory(code="SAM", name="Museum of Samarkand Hill")


def taken(show: Exhibition, ruth: Staff, *rows: dict[str, Any], **more: Any) -> Plan:
    return take(workbook(*rows), exhibition=show, as_of=as_of(), actor=ruth.actor, **more)


def refusals(made: Plan) -> list[tuple[int, str]]:
    return [(each.row, each.sentence) for each in made.rejections]


def rows_of_everything() -> dict[str, int]:
    models = (
        Loan, LoanLine, CollectionObject, ChecklistEntry, AuditEvent, Deadline, Term, Valuation, AgreementVersion,
    )  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def test_a_row_becomes_object_checklist_loan_and_line(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    taken(show, ruth, a_row("sam", "A-1", "approved in principle", reason="Trustees on 12 May", **told()))

    line = LoanLine.objects.select_related("loan", "object", "entry").get()
    assert (line.object.accession_number, line.object.title, line.object.lender) == ("A-1", "Ewer A-1", sam)
    assert (line.status, line.reason) == (LineStatus.APPROVED_IN_PRINCIPLE, "Trustees on 12 May")
    assert line.entry is not None
    assert line.entry.exhibition == show
    assert (line.loan.lender, line.loan.exhibition, line.loan.stands_as_of) == (sam, show, as_of())
    assert timezone.localdate(line.loan.sent_at) == as_of() - dt.timedelta(days=200)


def test_the_day_of_the_request_is_the_lists_when_it_says_so(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    day = as_of() - dt.timedelta(days=300)

    taken(show, ruth, a_row("SAM", "A-1", "under review", requested_on=day))

    assert timezone.localdate(Loan.objects.get().sent_at) == day


def test_a_list_adds_to_the_loan_that_is_there(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    loan = LoanFactory(exhibition=show, lender=sam)
    known = CollectionObjectFactory(lender=sam, accession_number="A-1", title="Ewer with a lion")
    LoanLineFactory(loan=loan, object=known, number=1)

    taken(show, ruth, a_row("SAM", "a-1", "requested"), a_row("SAM", "A-2", "requested"))

    assert Loan.objects.count() == 1
    assert sorted(loan.lines.values_list("object__title", "status")) == [
        ("Ewer A-2", "requested"),
        ("Ewer with a lion", "requested"),
    ]


def test_conditions_are_open_before_and_agreed_after_confirmation(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    taken(
        show,
        ruth,
        a_row("SAM", "A-1", "approved with conditions", conditions="At most 50 lux", **told()),
        a_row("SAM", "A-2", "confirmed", conditions="Our courier both ways", **told()),
    )

    found = Term.objects.order_by("pk").values_list("kind", "status", "current__words", "current__by")
    assert list(found) == [
        ("other", "open", "At most 50 lux", "lender"),
        ("other", "agreed", "Our courier both ways", "lender"),
    ]


def test_nobody_is_written_to(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    show.registrar = UserFactory(name="Colin Marsh", email="colin@museum.example")
    show.save()
    ContactFactory(lender=sam, email="nilufar@samarkand.example")
    scan = a_scan()

    taken(
        show,
        ruth,
        a_row("SAM", "A-1", "approved with conditions", conditions="At most 50 lux", **told()),
        a_row("SAM", "A-2", "installed", conditions="Our courier", agreement_on=SIGNED, agreement_scan="agreement.pdf", **told()),
        a_row("SAM", "A-3", "declined", reason_code="policy", **told()),
        scans={scan.original_name: scan},
    )  # fmt: skip
    written = write_letters(now=timezone.now() + dt.timedelta(hours=2))

    assert (written.letters, written.failed, Letter.objects.count()) == (0, 0, 0)


def test_conditions_of_a_line_that_was_corrected_are_not_doubled(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    row = a_row("SAM", "A-1", "confirmed", conditions="Our courier both ways", **told())
    taken(show, ruth, row)
    lines.correct(LoanLine.objects.get(), actor=ruth.actor, reason="The wrong list")

    taken(show, ruth, row)

    assert (LoanLine.objects.get().status, Term.objects.count()) == (LineStatus.CONFIRMED, 1)


def test_values_stand_on_line_and_object_and_never_in_the_file(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    taken(show, ruth, a_row("SAM", "A-1", "confirmed", value=250000, currency="eur", **told()))

    line, value = LoanLine.objects.get(), Valuation.objects.get()
    assert (line.agreed_value.amount, str(line.agreed_value.currency)) == (Decimal(250_000), "EUR")
    assert (value.object, value.amount.amount, value.kind) == (line.object, Decimal(250_000), "insurance")
    told_in_file = " ".join(f"{event.words} {event.before} {event.after}" for event in AuditEvent.objects.all())
    assert "250000" not in told_in_file


def test_values_from_somebody_who_may_not_see_them_are_refused(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    from dataclasses import replace

    blind = replace(ruth.actor, abilities=ruth.actor.abilities - {"values.see"})

    with pytest.raises(ImportRefused, match="Take the column “Value” out"):
        take(
            workbook(a_row("SAM", "A-1", "requested", value=1, currency="GBP")),
            exhibition=show,
            as_of=as_of(),
            actor=blind,
        )


def test_an_agreement_is_in_force_with_its_scan(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    scan = a_scan("SAM agreement.pdf")
    agreement = {"agreement_on": SIGNED, "agreement_number": "17/2025", "agreement_scan": "sam AGREEMENT.pdf"}

    taken(
        show,
        ruth,
        a_row("SAM", "A-1", "installed", **told(), **agreement),
        a_row("SAM", "A-2", "declined", reason_code="too fragile", **told()),
        scans={scan.original_name: scan},
    )

    loan = Loan.objects.select_related("agreement__in_force").get()
    assert loan.agreement is not None
    version = loan.agreement.in_force
    assert version is not None
    assert (version.own_paper, version.signing, version.executed_on) == (True, "ink", SIGNED)
    assert (version.file, version.sealed_file, version.sha256) == (scan, scan, scan.sha256)
    assert status_of([loan])[loan.pk] == LoanStatus.ACTIVE


def test_two_agreements_of_one_lender_are_two_loans(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    rows = [
        a_row("SAM", f"A-{number}", "confirmed", **told(), agreement_on=SIGNED, agreement_number=f"17/{number}")
        for number in (1, 2)
    ]

    taken(show, ruth, *rows)
    again = taken(show, ruth, *rows)

    assert Loan.objects.count() == 2
    assert again.counts == {"same": 2}


def test_the_same_list_again_changes_nothing(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    scan = a_scan()
    rows = [
        a_row("SAM", "A-1", "installed", **told(), conditions="50 lux", value=2500, currency="GBP"),
        a_row("SAM", "A-2", "declined", reason_code="policy", **told(letter_scan="agreement.pdf")),
        a_row("SAM", "A-3", "requested"),
        a_row("SAM", "A-4", "packed", agreement_on=SIGNED, agreement_number="17", agreement_scan="agreement.pdf"),
    ]
    taken(show, ruth, *rows, scans={"agreement.pdf": scan})
    before = rows_of_everything()

    again = taken(show, ruth, *rows, scans={"agreement.pdf": a_scan()})
    without_its_files = taken(show, ruth, *rows)

    assert refusals(again) == refusals(without_its_files) == []
    assert (again.counts, without_its_files.counts) == ({"same": 4}, {"same": 4})
    assert (again.changes, without_its_files.changes) == (False, False)
    assert rows_of_everything() == before


def test_a_later_list_tells_a_line_anew_but_not_one_that_went_on(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    taken(show, ruth, a_row("SAM", "A-1", "requested"), a_row("SAM", "A-2", "confirmed", **told()))
    lines.move(LoanLine.objects.get(object__accession_number="A-2"), "prepare", actor=ruth.actor)

    later = taken(show, ruth, a_row("SAM", "A-1", "approved", **told()), a_row("SAM", "A-2", "packed", **told()))

    loan = Loan.objects.get()
    assert sorted(loan.lines.values_list("status", flat=True)) == ["approved", "preparing"]
    assert refusals(later) == [
        (3, f"It went on here already and is “Being prepared” in {loan}. Correct it on the loan's page.")
    ]


def test_a_scan_that_was_missing_is_filed_later(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    row = a_row("SAM", "A-1", "confirmed", **told(), agreement_on=SIGNED)
    taken(show, ruth, row)
    scan = a_scan()

    taken(show, ruth, row | {"agreement_scan": "agreement.pdf"}, scans={"agreement.pdf": scan})

    assert AgreementVersion.objects.get().sealed_file == scan


def test_nothing_is_overdue_by_the_import(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    taken(
        show,
        ruth,
        a_row("SAM", "A-1", "requested", requested_on=as_of() - dt.timedelta(days=200)),
        a_row("SAM", "A-2", "confirmed", **told(), agreement_on=SIGNED),
    )

    planned = dict(Deadline.objects.values_list("kind", "due_date"))
    assert min(planned.values()) >= as_of()
    assert "answer" not in planned  # fell due before the list
    assert "agreement" not in planned  # signed already
    assert "return" in planned


def test_what_is_missing_is_told_for_the_steps_that_were_taken(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    made = taken(
        show,
        ruth,
        a_row("SAM", "A-1", "packed", **told(), agreement_on=SIGNED),
        a_row("SAM", "A-2", "confirmed", **told()),
    )

    (loan,) = [each.loan for each in made.loans]
    assert loan is not None
    found = {each.label: each.objects for each in missing([loan], on=timezone.localdate())[loan.pk]}
    assert found == {
        "Due diligence": 1,
        "Facility report accepted": 1,
        "Outgoing condition report": 1,
        "Signed copy of the agreement": 1,
    }


BAD: list[tuple[dict[str, Any], str]] = [
    (a_row("NONE", "A-1", "requested"), "No lender has the code “NONE”. Correct it, or add the lender first."),
    (a_row("", "A-1", "requested"), "It has no lender code. Write the lender's short code."),
    (a_row("US", "A-1", "requested"), "This is our own object: it needs no loan. Leave the row out."),
    (a_row("SAM", "", "requested"), "It has no accession number, so it would double next time."),
    (a_row("SAM", "A-1", "requested", title=""), "Museum of Samarkand Hill has no object with the number A-1 yet: write its title."),
    (a_row("SAM", "A-1", "approved"), "“Approved” is the lender's word: write who decided."),
    (a_row("SAM", "A-1", "approved", **told(authority="")), "“Approved” is the lender's word: write how it reached us, by letter, mail, telephone …"),
    (a_row("SAM", "A-1", "declined", **told()), "It is declined for no reason. Write a reason code; “other” is one."),
    (a_row("SAM", "A-1", "approved with conditions", **told()), "It is approved with conditions, and has none. Write them down."),
    (a_row("SAM", "A-1", "confirmed", **told(decided_on="03/04/2026")), "The decision date “03/04/2026” can't be read without doubt. Write it like 3 March 2026 or 2026-03-03."),
    (a_row("SAM", "A-1", "confirmed", value="2.500", currency="GBP", **told()), "The value “2.500” can't be read without doubt. Write the number alone, like 250000."),
    (a_row("SAM", "A-1", "confirmed", value=2500, **told()), "The value has no currency. Write GBP, EUR, USD … beside it."),
    (a_row("SAM", "A-1", "confirmed", value=-1, currency="GBP", **told()), "A value can't be below zero, or beyond counting."),
    (a_row("SAM", "A-1", "requested", first_day="3 March 2026"), "Give both days of the period, or neither."),
    (a_row("SAM", "A-1", "requested", first_day="3 March 2026", last_day="1 March 2026"), "The period ends before it begins. Correct its days."),
    (a_row("SAM", "A-1", "confirmed", agreement_number="17", **told()), "It names an agreement without its date. Write the day on which both had signed."),
    (a_row("SAM", "A-1", "requested", agreement_on=SIGNED), "It is “Requested” and has a signed agreement. Correct one of them."),
    (a_row("SAM", "A-1", "confirmed", agreement_on=SIGNED, agreement_scan="17.pdf", **told()), "“17.pdf” was not sent with the list. Choose it too, or empty the cell."),
]  # fmt: skip


@pytest.mark.parametrize(("row", "sentence"), BAD, ids=lambda each: str(each)[:40])
def test_a_bad_row_is_listed_and_leaves_nothing_behind(
    row: dict[str, Any], sentence: str, show: Exhibition, sam: Lender, ruth: Staff
) -> None:
    OrganiserFactory()
    good = a_row("SAM", "G-1", "requested")

    made = taken(show, ruth, good, row)

    assert refusals(made) == [(3, sentence)]
    assert list(CollectionObject.objects.values_list("accession_number", flat=True)) == ["G-1"]
    assert [entry.object.accession_number for entry in ChecklistEntry.objects.all()] == ["G-1"]
    assert LoanLine.objects.count() == 1


def test_an_unknown_status_is_answered_with_the_words_that_are_known(
    show: Exhibition, sam: Lender, ruth: Staff
) -> None:
    made = taken(show, ruth, a_row("SAM", "A-1", "maybe"))

    (refusal,) = refusals(made)
    assert refusal[1].startswith(
        "The status “maybe” isn't one a loan is taken over in. Write one of requested, under review"
    )
    assert Loan.objects.count() == 0


def test_an_object_that_is_promised_elsewhere_is_refused_by_name(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    thing = CollectionObjectFactory(lender=sam, accession_number="A-1")
    elsewhere = LoanLineFactory(loan=LoanFactory(lender=sam), object=thing, status=LineStatus.CONFIRMED)

    made = taken(show, ruth, a_row("SAM", "A-1", "installed", **told()), a_row("SAM", "A-2", "installed", **told()))

    ((row, sentence),) = refusals(made)
    assert row == 2
    assert f"({elsewhere.loan.reference})" in sentence
    assert list(LoanLine.objects.filter(loan__exhibition=show).values_list("object__accession_number")) == [("A-2",)]


def test_days_apart_the_same_object_is_taken(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    thing = CollectionObjectFactory(lender=sam, accession_number="A-1")
    LoanLineFactory(
        loan=LoanFactory(lender=sam),
        object=thing,
        status=LineStatus.CONFIRMED,
        period=DateRange(dt.date(2030, 1, 1), dt.date(2030, 6, 1)),
    )

    made = taken(
        show, ruth, a_row("SAM", "A-1", "confirmed", first_day="2030-06-01", last_day="1 December 2030", **told())
    )

    assert refusals(made) == []


def test_a_number_twice_in_the_list_is_taken_once(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    made = taken(show, ruth, a_row("SAM", "A-1", "requested"), a_row("sam", "a-1", "confirmed", **told()))

    assert refusals(made) == [(3, "It repeats the accession number a-1 of row 2; row 2 was taken.")]


def test_two_days_for_one_agreement_are_refused(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    one = a_row("SAM", "A-1", "confirmed", **told(), agreement_on=SIGNED, agreement_number="17")
    other = a_row(
        "SAM", "A-2", "confirmed", **told(), agreement_on=SIGNED - dt.timedelta(days=1), agreement_number="17"
    )

    made = taken(show, ruth, one, other)

    ((row, sentence),) = refusals(made)
    assert (row, sentence.endswith("Correct one of them.")) == (3, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF, not a table."),
        (b"Title,Status\nEwer,requested\n", "No column is called “Lender code”."),
        (b"Lender code,Accession number,Status\n", "The list has no rows below its first one."),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(content: bytes, sentence: str, show: Exhibition, ruth: Staff) -> None:
    with pytest.raises(ImportRefused) as refused:
        plan(io.BytesIO(content), exhibition=show, as_of=as_of(), actor=ruth.actor)

    assert refused.value.sentence.startswith(sentence)


def test_who_may_not_record_answers_takes_nothing_over(show: Exhibition, sam: Lender, colin: Staff) -> None:
    with pytest.raises(ImportRefused, match="Ask a registrar"):
        taken(show, colin, a_row("SAM", "A-1", "requested"))


def test_the_template_is_a_list_without_rows(show: Exhibition, ruth: Staff) -> None:
    with pytest.raises(ImportRefused, match="The list has no rows below its first one"):
        plan(io.BytesIO(template()), exhibition=show, as_of=as_of(), actor=ruth.actor)


def test_every_column_of_ours_is_known_by_its_header(show: Exhibition, sam: Lender, ruth: Staff) -> None:
    headers = ";".join(column.header.lower().replace(" ", "_") for column in COLUMNS)
    cells = {"lender": "SAM", "number": "A-1", "title": "Ewer", "status": "REQUESTED"}
    text = f"{headers};Shelf\n{';'.join(cells.get(column.name, '') for column in COLUMNS)};3\n"

    made = plan(io.BytesIO(text.encode()), exhibition=show, as_of=as_of(), actor=ruth.actor)

    assert (made.counts, made.notes) == ({"new": 1}, ["Columns not used: “Shelf”."])


@pytest.mark.parametrize("number", [1, 3])
def test_a_preview_costs_a_fixed_number_of_queries(
    number: int, show: Exhibition, sam: Lender, ruth: Staff, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [a_row("SAM", f"A-{each}", "confirmed", **told()) for each in range(number)]
    taken(show, ruth, *rows)
    scans: dict[str, StoredFile] = {}

    with django_assert_num_queries(8):
        plan(workbook(*rows), exhibition=show, as_of=as_of(), actor=ruth.actor, scans=scans)
