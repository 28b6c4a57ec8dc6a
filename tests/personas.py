"""The people the tests are about, each with a name and a job.

Ruth is the registrar, Colin the curator, Hanna the head of exhibitions, Kofi the conservator, Vera only looks and
Ada administers. Nilufar decides for the lender in Samarkand; Timur is her colleague who may only read; Ingrid
decides for another lender and must never see Nilufar's rows.
"""

import re
from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from lenders.access import actor_for_contact
from lenders.models import Contact
from lenders.services import entrance
from office.people.models import User
from office.people.roles import Role
from office.post.models import Letter
from office.records.actors import Actor
from tests.factories import ContactFactory, LenderFactory, UserFactory

STAFF_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Staff:
    """A member of staff with her own signed-in browser."""

    user: User
    client: Client

    @property
    def actor(self) -> Actor:
        return Actor.staff(self.user)


@dataclass(frozen=True)
class Lending:
    """A person at a lender."""

    contact: Contact

    @property
    def actor(self) -> Actor:
        return actor_for_contact(self.contact)


def _staff(name: str, role: Role, job_title: str) -> Staff:
    user = UserFactory(
        name=name, role=role, job_title=job_title, email=f"{name.partition(' ')[0].lower()}@museum.example"
    )
    client = Client()
    client.force_login(user, backend=STAFF_BACKEND)
    return Staff(user, client)


def ruth() -> Staff:
    return _staff("Ruth Okafor", Role.REGISTRAR, "Senior registrar")


def colin() -> Staff:
    return _staff("Colin Marsh", Role.CURATOR, "Curator")


def hanna() -> Staff:
    return _staff("Hanna Weiss", Role.HEAD, "Head of exhibitions")


def kofi() -> Staff:
    return _staff("Kofi Mensah", Role.CONSERVATOR, "Conservator")


def vera() -> Staff:
    return _staff("Vera Lind", Role.VIEWER, "Press officer")


def ada() -> Staff:
    return _staff("Ada Moreau", Role.ADMINISTRATOR, "Systems administrator")


def nilufar() -> Lending:
    lender = LenderFactory(code="SAM", name="Museum of Samarkand Hill")
    return Lending(ContactFactory(lender=lender, name="Nilufar Karimova", email="nilufar@samarkand.example"))


def timur(colleague: Lending) -> Lending:
    contact = ContactFactory(
        lender=colleague.contact.lender, name="Timur Aliev", email="timur@samarkand.example", may_decide=False
    )
    return Lending(contact)


def ingrid() -> Lending:
    lender = LenderFactory(code="STO", name="Museum of the Archipelago", country="SE", time_zone="Europe/Stockholm")
    return Lending(ContactFactory(lender=lender, name="Ingrid Berg", email="ingrid@archipelago.example"))


def portal_client(lending: Lending) -> Client:
    """A browser in which this contact came in as everybody does: by link, then by the code from the letter."""
    now = timezone.now()
    invitation, _url = entrance.invite(lending.contact, actor=Actor.system(), now=now)
    entrance.send_code(invitation, now=now)
    letter = Letter.objects.filter(contact_uid=lending.contact.uid).latest("id")
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", letter.text)
    assert found, letter.text
    client = Client()
    client.cookies["caravan_portal"] = entrance.enter(invitation, "".join(found.groups()), now=now)
    return client
