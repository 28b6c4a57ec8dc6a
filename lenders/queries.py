"""The only way lenders' rows leave the database for portal, API and examine."""

from django.db.models import QuerySet

from lenders.access import bound
from lenders.models import CollectionObject, Contact, Lender
from office.records.actors import Actor


def lenders_visible_to(actor: Actor) -> QuerySet[Lender]:
    return bound(Lender.objects.all(), actor=actor, path="pk")


def contacts_visible_to(actor: Actor) -> QuerySet[Contact]:
    return bound(Contact.objects.all(), actor=actor, path="lender")


def objects_visible_to(actor: Actor) -> QuerySet[CollectionObject]:
    return bound(CollectionObject.objects.all(), actor=actor, path="lender")


def organiser_name() -> str:
    """What the organiser calls itself; letters and the portal are headed with it."""
    return Lender.objects.filter(is_organiser=True).values_list("name", flat=True).first() or ""
