"""Who stood behind a signature: the account a step was taken from, whatever name was typed under it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lenders.models import Contact
from loans.models import AgreementSignature
from office.people.models import User


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str


def people_of(signatures: Iterable[AgreementSignature]) -> dict[str, Person]:
    """The signed-in people by `AgreementSignature.person`; a name on paper has none. Two queries at most."""
    wanted: dict[str, list[uuid.UUID]] = {"contact": [], "staff": []}
    for signature in signatures:
        kind, _colon, key = signature.person.partition(":")
        if kind in wanted and (uid := _uid(key)) is not None:
            wanted[kind].append(uid)
    found: dict[str, Person] = {}
    if wanted["contact"]:
        for contact in Contact.objects.filter(uid__in=wanted["contact"]):
            found[f"contact:{contact.uid}"] = Person(contact.name, contact.email)
    if wanted["staff"]:
        for user in User.objects.filter(uid__in=wanted["staff"]):
            found[f"staff:{user.uid}"] = Person(user.name, user.email)
    return found


def other_name(signature: AgreementSignature, people: Mapping[str, Person]) -> str:
    """Who was signed in, in words, where another name was typed; else empty."""
    person = people.get(signature.person)
    if person is None or _plain(person.name) == _plain(signature.name):
        return ""
    return _("Signed in as %(name)s, %(email)s") % {"name": person.name, "email": person.email}


def _uid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
