"""Factories of the domain: a believable row of everything, with as little said as possible."""

from tests.factories.exhibitions import (
    ChecklistEntryFactory,
    ExhibitionFactory,
    SectionFactory,
    ShowingFactory,
    VenueFactory,
)
from tests.factories.lenders import (
    ApiTokenFactory,
    CollectionObjectFactory,
    ContactFactory,
    LenderFactory,
    OrganiserFactory,
    ValuationFactory,
)
from tests.factories.loans import AgreementFactory, DeadlineFactory, LoanFactory, LoanLineFactory, waive
from tests.factories.people import UserFactory

__all__ = [
    "AgreementFactory",
    "ApiTokenFactory",
    "ChecklistEntryFactory",
    "CollectionObjectFactory",
    "ContactFactory",
    "DeadlineFactory",
    "ExhibitionFactory",
    "LenderFactory",
    "LoanFactory",
    "LoanLineFactory",
    "OrganiserFactory",
    "SectionFactory",
    "ShowingFactory",
    "UserFactory",
    "ValuationFactory",
    "VenueFactory",
    "waive",
]
