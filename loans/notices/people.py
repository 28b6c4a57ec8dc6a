"""Who is written to: a lender's deciding contacts, and who looks after an exhibition on our side."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from exhibitions.models import Exhibition
from lenders.models import Contact, Lender
from loans.notices.layout import Recipient
from office.front.languages import spoken
from office.people.models import User
from office.people.roles import Role


def deciding_contacts(lenders: Iterable[Lender]) -> dict[int, list[Contact]]:
    """The active contacts who may decide, by lender, the lending agent's after the lender's own; one query.

    A person who is a contact of both under one address is written to once.
    """
    lenders = list(lenders)
    houses = {lender.pk for lender in lenders} | {lender.agent_id for lender in lenders if lender.agent_id}
    by_house: dict[int, list[Contact]] = defaultdict(list)
    for contact in (
        Contact.objects.filter(lender__in=houses, is_active=True, may_decide=True)
        .exclude(email="")
        .select_related("lender")
        .order_by("pk")
    ):
        by_house[contact.lender_id].append(contact)
    found: dict[int, list[Contact]] = {}
    for lender in lenders:
        by_address: dict[str, Contact] = {}
        for contact in (*by_house[lender.pk], *(by_house[lender.agent_id] if lender.agent_id else ())):
            by_address.setdefault(contact.email.lower(), contact)
        found[lender.pk] = list(by_address.values())
    return found


def registrar_of(exhibition: Exhibition) -> User | None:
    """The person lenders write to, while she works here."""
    registrar = exhibition.registrar
    return registrar if registrar is not None and registrar.is_active else None


class Keepers:
    """Who looks after an exhibition: its registrar, else every registrar. Read once for a run."""

    def __init__(self) -> None:
        self._everyone: list[User] | None = None

    def of(self, exhibition: Exhibition, *, owner: User | None = None) -> list[User]:
        keeper = owner if owner is not None and owner.is_active else registrar_of(exhibition)
        if keeper is not None:
            return [keeper]
        if self._everyone is None:
            registrars = Q(role=Role.REGISTRAR, is_active=True)
            self._everyone = list(User.objects.filter(registrars).order_by("pk"))
        return self._everyone


def as_recipient(person: Contact | User) -> Recipient:
    """The person in the language she is written to."""
    if isinstance(person, Contact):
        return Recipient(
            name=person.name, email=person.email, language=spoken(person.letter_language), contact_uid=person.uid
        )
    return Recipient(name=person.name, email=person.email, language=spoken(person.language))
