"""Whom may this person act for: actors for contacts and tokens, and the one rule that bounds rows to lenders."""

from django.db import models

from lenders.models import ApiToken, Contact, Lender
from office.records.actors import Actor

# What a scope of a token lets it do, for a lender's own system and for the organiser's.
_LENDER_SCOPES = {"loans:write": {"decide"}}
_ORGANISER_SCOPES = {"loans:write": {"loans.record_answer"}}


def lender_ids_of(lender: Lender) -> frozenset[int]:
    """The lender itself and, for a lending agent, every lender it represents."""
    return frozenset({lender.pk, *lender.represents.values_list("pk", flat=True)})


def actor_for_contact(contact: Contact) -> Actor:
    """The contact as an actor; an inactive one may do and see nothing."""
    abilities = {"see"}
    if contact.may_decide:
        abilities.add("decide")
    if contact.may_see_values:
        abilities.add("values.see")
    if contact.may_sign:
        abilities.add("sign")
    return Actor(
        kind="contact",
        id=str(contact.uid),
        name=contact.name,
        title=contact.job_title or str(contact.get_role_display()),
        abilities=frozenset(abilities) if contact.is_active else frozenset(),
        lender_ids=lender_ids_of(contact.lender) if contact.is_active else frozenset(),
    )


def actor_for_token(token: ApiToken) -> Actor:
    """The token as an actor: bound to its lender exactly as that lender's contact, or to the organiser."""
    table = _LENDER_SCOPES if token.lender else _ORGANISER_SCOPES
    abilities = {"see"} | {ability for scope in token.scopes for ability in table.get(scope, ())}
    return Actor(
        kind="token",
        id=str(token.uid),
        name=token.name,
        abilities=frozenset(abilities),
        lender_ids=lender_ids_of(token.lender) if token.lender else None,
    )


def bound[M: models.Model](rows: models.QuerySet[M], *, actor: Actor, path: str) -> models.QuerySet[M]:
    """Rows whose lender (reached by `path`) the actor may see; all rows for those who see all lenders."""
    if not actor.abilities:
        return rows.none()
    return rows if actor.lender_ids is None else rows.filter(**{f"{path}__in": actor.lender_ids})
