"""A loan with a few objects that Nilufar was asked for."""

import pytest

from loans.models import Loan, LoanLine
from loans.states import LineStatus
from tests.factories import ExhibitionFactory, LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff


@pytest.fixture
def loan(nilufar: Lending, ruth: Staff) -> Loan:
    exhibition = ExhibitionFactory(title="Silk Roads", registrar=ruth.user, story="People on the move.\nFive zones.")
    return LoanFactory(lender=nilufar.contact.lender, exhibition=exhibition)


@pytest.fixture
def lines(loan: Loan) -> list[LoanLine]:
    """Three objects, numbered 1 to 3, all asked for."""
    return [
        LoanLineFactory(loan=loan, number=number, object__title=title, status=LineStatus.REQUESTED)
        for number, title in enumerate(("Ewer", "Ossuary", "Letter on paper"), start=1)
    ]
