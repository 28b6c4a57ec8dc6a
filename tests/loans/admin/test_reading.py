"""The pages are read in order, by eye or by ear: landmarks, headings of columns, and the file of a loan."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from loans.models import Loan
from office.records.models import AuditEvent
from tests.factories import ChecklistEntryFactory, CollectionObjectFactory
from tests.loans.admin.rows import a_report, a_sent_loan
from tests.personas import Staff


@pytest.mark.parametrize("name", ["index", "loans_loan_changelist", "lenders_lender_add", "loan_new"])
def test_every_page_has_one_main_part_with_the_heading_in_it(name: str, ruth: Staff) -> None:
    page = ruth.client.get(reverse(f"admin:{name}")).content.decode()

    assert (page.count("<main"), page.count("</main>")) == (1, 1)
    assert page.index("<main") < page.index("<h1") < page.index("</main>")


@pytest.mark.parametrize(
    "name", ["lenders_collectionobject", "exhibitions_checklistentry", "loans_loanline", "loans_conditionreport"]
)
def test_a_column_of_pictures_has_a_heading_to_hear(name: str, ruth: Staff) -> None:
    a_report()
    ChecklistEntryFactory(object=CollectionObjectFactory())

    page = ruth.client.get(reverse(f"admin:{name}_changelist")).content.decode()

    assert '<span class="unseen">Picture</span>' in page


def test_the_checklist_is_called_so_and_its_entries_are_counted(ruth: Staff) -> None:
    ChecklistEntryFactory.create_batch(2)

    page = ruth.client.get(reverse("admin:exhibitions_checklistentry_changelist")).content.decode()

    assert "<h1>Checklist</h1>" in page
    assert "2 checklist entries" in page


def test_a_box_to_tick_has_a_label_around_it(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)

    page = ruth.client.get(reverse("admin:loan", args=(loan.reference,))).content.decode()
    listed = ruth.client.get(reverse("admin:loans_deadline_changelist"), {"when": "all"}).content.decode()

    assert '<label class="tick"><input type="checkbox" name="line"' in page
    assert listed.count('name="_selected_action"') == listed.count(
        '<label class="tick"><input type="checkbox" name="_s'
    )


def test_what_is_due_comes_before_the_file(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)

    page = ruth.client.get(reverse("admin:loan", args=(loan.reference,))).content.decode()

    assert page.index("<h2>Deadlines</h2>") < page.index("<h2>The file</h2>")


def enter(loan: Loan, *, line: int, seconds: int, verb: str = "line.request") -> None:
    """An entry on one object, written down so many seconds before noon."""
    subject = loan.lines.get(number=line)
    AuditEvent.objects.create(
        recorded_at=timezone.now().replace(hour=12, minute=0, second=0) - dt.timedelta(seconds=seconds),
        recorded_by_kind="staff",
        recorded_by="Ruth Okafor",
        verb=verb,
        subject_kind="loan line",
        subject_id=subject.uid,
        subject_label=str(subject),
        loan_file=loan.uid,
        happened_on=timezone.localdate(),
    )


def what_the_file_says(staff: Staff, loan: Loan) -> list[str]:
    return [entry.what for entry in staff.client.get(reverse("admin:loan", args=(loan.reference,))).context["dossier"]]


def test_the_same_thing_in_a_row_is_one_entry_however_long_it_took(ruth: Staff) -> None:
    loan = a_sent_loan(lines=3)
    for number in (1, 2, 3):
        enter(loan, line=number, seconds=4000 - number * 600)

    assert what_the_file_says(ruth, loan) == ["Requested · 3 objects"]


def test_the_same_thing_at_one_go_is_one_entry_whatever_lies_between(ruth: Staff) -> None:
    loan = a_sent_loan(lines=3)
    for number in (1, 2, 3):
        enter(loan, line=number, seconds=60 - number * 2)
        enter(loan, line=number, seconds=59 - number * 2, verb="line.review")

    assert sorted(each.partition(" · ")[2] for each in what_the_file_says(ruth, loan)) == ["3 objects", "3 objects"]


def test_what_was_done_twice_to_one_object_is_two_entries(ruth: Staff) -> None:
    loan = a_sent_loan(lines=1)
    for seconds in (30, 20):
        enter(loan, line=1, seconds=seconds, verb="line.hold")

    assert len(what_the_file_says(ruth, loan)) == 2
