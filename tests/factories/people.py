"""Staff."""

import factory
from factory.django import DjangoModelFactory

from office.people.models import User
from office.people.roles import Role


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@museum.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    job_title = "Registrar"
    role = Role.REGISTRAR
    password = factory.django.Password("correct horse battery")
