"""Lenders, contacts and how they come in, collection objects, valuations and API tokens."""

from lenders.models.contacts import Contact, ContactRole
from lenders.models.entrance import Invitation, PortalSession, SignInCode
from lenders.models.idempotency import IdempotencyKey
from lenders.models.lender import Lender, LenderKind, SigningWay, StandingTerms
from lenders.models.objects import CitesAppendix, CollectionObject, LightClass, ObjectPart
from lenders.models.tokens import ApiToken
from lenders.models.values import Valuation, ValueKind

__all__ = [
    "ApiToken",
    "CitesAppendix",
    "CollectionObject",
    "Contact",
    "ContactRole",
    "IdempotencyKey",
    "Invitation",
    "Lender",
    "LenderKind",
    "LightClass",
    "ObjectPart",
    "PortalSession",
    "SignInCode",
    "SigningWay",
    "StandingTerms",
    "Valuation",
    "ValueKind",
]
