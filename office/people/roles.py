"""Who may do what, as one table: an ability is a named thing a person does; a role is a set of abilities.

Surfaces and services ask for an ability, never for a role. The table in docs/reference/roles.md is made from this one.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VIEWER = "viewer", _("Viewer")
    CURATOR = "curator", _("Curator")
    REGISTRAR = "registrar", _("Registrar")
    CONSERVATOR = "conservator", _("Conservator")
    HEAD = "head", _("Head of exhibitions")
    ADMINISTRATOR = "administrator", _("Administrator")


_EVERYONE = frozenset(Role)

ABILITIES: Final[dict[str, frozenset[Role]]] = {
    "see": _EVERYONE,
    "lenders.edit": frozenset({Role.REGISTRAR, Role.CURATOR, Role.HEAD}),
    "objects.edit": frozenset({Role.REGISTRAR, Role.CURATOR, Role.HEAD}),
    "objects.import": frozenset({Role.REGISTRAR, Role.CURATOR, Role.HEAD}),
    "exhibitions.edit": frozenset({Role.REGISTRAR, Role.CURATOR, Role.HEAD}),
    "loans.edit": frozenset({Role.REGISTRAR, Role.CURATOR, Role.HEAD}),
    "loans.request": frozenset({Role.REGISTRAR, Role.CURATOR, Role.HEAD}),
    "loans.record_answer": frozenset({Role.REGISTRAR, Role.HEAD}),
    "loans.agree": frozenset({Role.REGISTRAR, Role.HEAD}),
    "agreements.sign": frozenset({Role.HEAD}),
    "loans.handle": frozenset({Role.REGISTRAR, Role.CONSERVATOR, Role.HEAD}),
    "loans.correct": frozenset({Role.REGISTRAR, Role.HEAD}),
    "loans.terminate": frozenset({Role.HEAD}),
    "gates.edit": frozenset({Role.REGISTRAR, Role.HEAD}),
    "gates.waive": frozenset({Role.HEAD}),
    "clauses.edit": frozenset({Role.REGISTRAR, Role.HEAD}),
    "cover.edit": frozenset({Role.REGISTRAR, Role.HEAD}),
    "shipments.edit": frozenset({Role.REGISTRAR, Role.HEAD}),
    "facility.edit": frozenset({Role.REGISTRAR, Role.CONSERVATOR, Role.HEAD}),
    "reports.write": frozenset({Role.CONSERVATOR, Role.REGISTRAR}),
    "reports.sign": frozenset({Role.CONSERVATOR, Role.REGISTRAR}),
    "values.see": frozenset({Role.REGISTRAR, Role.HEAD}),
    "deadlines.edit": frozenset({Role.REGISTRAR, Role.CURATOR, Role.HEAD}),
    "letters.see": frozenset({Role.REGISTRAR, Role.CURATOR, Role.HEAD}),
    "jobs.run": frozenset({Role.REGISTRAR, Role.CONSERVATOR, Role.HEAD, Role.CURATOR}),
    "people.edit": frozenset({Role.ADMINISTRATOR}),
    "tokens.edit": frozenset({Role.ADMINISTRATOR, Role.REGISTRAR}),
}


def abilities_of(role: str) -> frozenset[str]:
    """Every ability of a role; an unknown role has none."""
    return frozenset(ability for ability, roles in ABILITIES.items() if role in roles)
