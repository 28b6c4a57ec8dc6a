"""Making a loan, adding objects, sending the request."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from exhibitions.services.checklist import add_objects
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import Deadline, Loan, OwedBy
from loans.queries import lines_visible_to, loans_visible_to, status_of
from loans.services import loans
from loans.states import LineStatus, LoanStatus
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.factories import CollectionObjectFactory, ContactFactory, ExhibitionFactory, LenderFactory, OrganiserFactory
from tests.personas import Lending, Staff


def draft(ruth: Staff, lending: Lending, objects: int = 2) -> Loan:
    wished = CollectionObjectFactory.create_batch(objects, lender=lending.contact.lender, piece_count=2)
    return loans.create(exhibition=ExhibitionFactory(), lender=lending.contact.lender, objects=wished, actor=ruth.actor)


def test_a_loan_starts_with_a_reference_a_period_and_a_line_per_object(ruth: Staff, nilufar: Lending) -> None:
    loan = draft(ruth, nilufar)

    showing = loan.exhibition.showings.get()
    assert loan.reference == f"L-{timezone.localdate().year}-001"
    assert loan.period.lower == showing.install_date - dt.timedelta(days=14)
    assert loan.period.upper == showing.deinstall_date + dt.timedelta(days=14)
    assert [(line.number, line.status, line.pieces, line.period) for line in loan.lines.all()] == [
        (1, LineStatus.DRAFT, 2, loan.period),
        (2, LineStatus.DRAFT, 2, loan.period),
    ]
    assert [list(line.showings.all()) for line in loan.lines.all()] == [[showing], [showing]]
    assert status_of([loan]) == {loan.pk: LoanStatus.DRAFT}


def test_references_count_on_and_a_cancelled_one_is_given_again(ruth: Staff, nilufar: Lending) -> None:
    first = draft(ruth, nilufar)
    with transaction.atomic():
        cancelled = draft(ruth, nilufar)
        transaction.set_rollback(True)
    second = draft(ruth, nilufar)

    assert [loan.reference[-3:] for loan in (first, cancelled, second)] == ["001", "002", "002"]


def test_a_line_remembers_its_checklist_entry(ruth: Staff, nilufar: Lending) -> None:
    exhibition = ExhibitionFactory()
    wished = CollectionObjectFactory(lender=nilufar.contact.lender)
    (entry,) = add_objects(exhibition, objects=[wished], actor=ruth.actor)

    loan = loans.create(exhibition=exhibition, lender=nilufar.contact.lender, objects=[wished], actor=ruth.actor)

    assert loan.lines.get().entry == entry


def test_an_object_is_added_once(ruth: Staff, nilufar: Lending) -> None:
    loan = draft(ruth, nilufar, objects=1)

    added = loans.add_lines(loan, objects=[loan.lines.get().object], actor=ruth.actor)

    assert (added, loan.lines.count()) == ([], 1)


def test_an_object_of_another_owner_is_refused(ruth: Staff, nilufar: Lending) -> None:
    loan = draft(ruth, nilufar)

    with pytest.raises(WrongState) as refused:
        loans.add_lines(loan, objects=[CollectionObjectFactory()], actor=ruth.actor)

    assert "doesn't belong to Museum of Samarkand Hill" in refused.value.sentence


def test_our_own_objects_need_no_loan(ruth: Staff) -> None:
    with pytest.raises(WrongState):
        loans.create(exhibition=ExhibitionFactory(), lender=OrganiserFactory(), actor=ruth.actor)


def test_without_dates_nobody_is_asked(ruth: Staff) -> None:
    with pytest.raises(MissingFact) as refused:
        loans.create(exhibition=ExhibitionFactory(showing=False), lender=LenderFactory(), actor=ruth.actor)

    assert refused.value.field == "period"
    assert Loan.objects.count() == 0


def test_a_viewer_makes_no_loan(vera: Staff) -> None:
    with pytest.raises(NotAllowed):
        loans.create(exhibition=ExhibitionFactory(), lender=LenderFactory(), actor=vera.actor)


def test_sending_asks_for_every_draft_and_plans_the_deadlines(ruth: Staff, nilufar: Lending) -> None:
    loan = draft(ruth, nilufar)

    asked = loans.send_request(loan, actor=ruth.actor)

    loan.refresh_from_db()
    answer = loan.deadlines.get(kind="answer")
    assert [line.status for line in asked] == [LineStatus.REQUESTED, LineStatus.REQUESTED]
    assert timezone.localdate(loan.sent_at) == timezone.localdate()
    assert (answer.due_date, answer.owed_by) == (timezone.localdate() + dt.timedelta(days=42), OwedBy.LENDER)
    assert AuditEvent.objects.filter(verb="loan.send_request", loan_file=loan.uid).count() == 1
    assert status_of([loan]) == {loan.pk: LoanStatus.SENT}


def test_a_request_is_sent_once(ruth: Staff, nilufar: Lending) -> None:
    loan = draft(ruth, nilufar)
    loans.send_request(loan, actor=ruth.actor)

    with pytest.raises(WrongState):
        loans.send_request(loan, actor=ruth.actor)

    assert Deadline.objects.filter(kind="answer").count() == 1


def test_a_request_needs_somebody_to_read_it(ruth: Staff) -> None:
    lender = LenderFactory()
    loan = loans.create(
        exhibition=ExhibitionFactory(),
        lender=lender,
        objects=[CollectionObjectFactory(lender=lender)],
        actor=ruth.actor,
    )

    with pytest.raises(WrongState) as refused:
        loans.send_request(loan, actor=ruth.actor)
    sent = loans.send_request(loan, actor=ruth.actor, facts=Facts(authority="letter"))

    assert refused.value.code == "nobody-to-ask"
    assert len(sent) == 1


def test_a_lending_agent_is_asked_for_the_lenders_it_represents(ruth: Staff) -> None:
    agent = ContactFactory(role="agent").lender
    lender = LenderFactory(agent=agent)
    loan = loans.create(
        exhibition=ExhibitionFactory(),
        lender=lender,
        objects=[CollectionObjectFactory(lender=lender)],
        actor=ruth.actor,
    )

    loans.send_request(loan, actor=ruth.actor)

    speaker = Lending(agent.contacts.get())
    assert list(loans_visible_to(speaker.actor)) == [loan]


def test_a_lender_sees_what_was_sent_and_nothing_of_others(ruth: Staff, nilufar: Lending, ingrid: Lending) -> None:
    sent, unsent = draft(ruth, nilufar), draft(ruth, nilufar)
    loans.send_request(sent, actor=ruth.actor)
    loans.add_lines(sent, objects=[CollectionObjectFactory(lender=nilufar.contact.lender)], actor=ruth.actor)

    assert list(loans_visible_to(nilufar.actor)) == [sent]
    assert lines_visible_to(nilufar.actor).count() == 2
    assert list(loans_visible_to(ingrid.actor)) == []
    assert set(loans_visible_to(ruth.actor)) == {sent, unsent}
