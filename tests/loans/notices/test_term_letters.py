"""Letters about conditions: one for each sitting, to the other side, and none states an amount."""

from decimal import Decimal

import pytest

from loans.models import Loan
from loans.services import lines, terms
from loans.services.terms import Offer
from loans.states import Party
from office.post.models import Letter
from office.records.audit import Facts
from tests.factories import ContactFactory, LoanFactory, LoanLineFactory
from tests.loans.notices.test_letters import show, soon, write
from tests.loans.services.agreements.desk import sees_values
from tests.personas import Lending, Staff

SECRETS = ("5,432", "5432", "6,543", "7,654", "7654", "Sixtyfold")
BY_LETTER = Facts(decided_by="Dr Rahimova", authority="letter")


def a_loan(nilufar: Lending, ruth: Staff) -> Loan:
    loan = LoanFactory(lender=nilufar.contact.lender, exhibition=show(ruth))
    LoanLineFactory(loan=loan, number=1, status="requested", object__title="Ewer")
    return loan


def to(email: str) -> list[Letter]:
    return list(Letter.objects.filter(to_email=email).order_by("pk"))


def test_what_we_proposed_and_agreed_in_one_sitting_is_one_letter_to_her(ruth: Staff, nilufar: Lending) -> None:
    loan = a_loan(nilufar, ruth)
    line = loan.lines.get()
    light, courier = terms.propose(
        loan, [Offer("light", lux=50), Offer("courier", words="Ours")], line=line, actor=nilufar.actor
    )
    write(soon())
    terms.counter(light, Offer("light", lux=60), actor=ruth.actor)
    terms.accept(courier, actor=ruth.actor)
    terms.propose(loan, [Offer("photography", words="For the catalogue")], actor=ruth.actor)

    assert write() == (0, 0)
    assert write(soon()) == (1, 0)

    (letter,) = to("nilufar@samarkand.example")
    assert letter.confidential
    assert "Ewer" in letter.text
    assert "proposed instead: Light: at most 60 lux" in letter.text
    assert "agreed: Courier: Ours" in letter.text
    assert "The whole loan" in letter.text
    assert "2 conditions wait for your answer." in letter.text
    assert write(soon()) == (0, 0)


def test_what_she_said_is_told_to_the_registrar(ruth: Staff, nilufar: Lending) -> None:
    loan = a_loan(nilufar, ruth)
    (light,) = terms.propose(loan, [Offer("light", lux=80)], actor=ruth.actor)
    write(soon())
    terms.reject(light, reason="The ink would fade.", actor=nilufar.actor)

    write(soon())

    (letter,) = to(ruth.user.email)
    assert letter.subject.startswith("Museum of Samarkand Hill on the conditions")
    assert "rejected: Light: at most 80 lux. The ink would fade." in letter.text


def test_conditions_that_came_with_the_answer_stand_in_the_letter_about_it(ruth: Staff, nilufar: Lending) -> None:
    loan = a_loan(nilufar, ruth)
    offers = [Offer("light", lux=50), Offer("value", amount=Decimal(5_000), currency="GBP")]
    lines.move(loan.lines.get(), "approve_with_conditions", actor=nilufar.actor, terms=offers)

    assert write(soon()) == (2, 0)

    (ours,) = to(ruth.user.email)
    (hers,) = to("nilufar@samarkand.example")
    assert "approved with conditions: Light: at most 50 lux; Value: an amount, named on the page" in ours.text
    assert "approved with conditions: Light: at most 50 lux; Value: an amount, named on the page" in hers.text
    assert not [each for each in Letter.objects.all() if "5,000" in each.text + each.html + each.subject]


@pytest.mark.parametrize("kind", ["value", "insurance", "costs"])
def test_no_letter_states_an_amount_whoever_reads_it(ruth: Staff, nilufar: Lending, kind: str) -> None:
    loan = a_loan(nilufar, ruth)
    ContactFactory(lender=nilufar.contact.lender, email="farida@samarkand.example", may_see_values=True)
    offer = Offer(kind, words="Sixtyfold", amount=Decimal(5_432), currency="GBP")
    (ours,) = terms.propose(loan, [offer], actor=ruth.actor)
    write(soon())
    terms.reject(ours, reason="Not below 6,543.", actor=sees_values(nilufar.actor))
    terms.propose(loan, [Offer(kind, words="Sixtyfold", amount=Decimal(7_654), currency="GBP")], actor=nilufar.actor)
    write(soon())

    written = [each.subject + each.text + each.html for each in Letter.objects.all()]

    assert len(written) >= 3
    assert not [text for text in written for secret in SECRETS if secret in text]
    assert all("an amount, named on the page of the loan" in text for text in written)


def test_who_wrote_down_the_lenders_word_is_not_told_of_it(ruth: Staff, nilufar: Lending) -> None:
    loan = a_loan(nilufar, ruth)
    (light,) = terms.propose(loan, [Offer("light", lux=50)], actor=ruth.actor, by=Party.LENDER, facts=BY_LETTER)
    terms.note(light, "They will take 60.", actor=ruth.actor)

    assert write(soon()) == (0, 0)
