"""The organiser's people in the example: invented, under the fixed addresses and the password of every demo."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from office.people.models import User
from office.people.passwords import DEMO_PASSWORD
from office.people.roles import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    email: str
    name: str
    job_title: str
    role: Role


STAFF = (
    Colleague("registrar@caravan.example", "Tomasz Whitlock", "Senior registrar, exhibitions", Role.REGISTRAR),
    Colleague("curator@caravan.example", "Imogen Fairley", "Curator of the exhibition", Role.CURATOR),
    Colleague("head@caravan.example", "Adaeze Lindqvist", "Head of exhibitions", Role.HEAD),
    Colleague("conservator@caravan.example", "Rosa Penhaligon", "Conservator, loans", Role.CONSERVATOR),
)


def make() -> dict[str, User]:
    """Creates them; by role. The password is the same, and scrambling it once is slow enough."""
    password = make_password(DEMO_PASSWORD)
    return {
        each.role.value: User.objects.create(
            email=each.email, password=password, name=each.name, job_title=each.job_title, role=each.role
        )
        for each in STAFF
    }
