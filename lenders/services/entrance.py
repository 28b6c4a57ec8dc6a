"""How a contact comes into the portal: a link, a code by e-mail, then a session of its own.

Only hashes are kept. A link alone shows and decides nothing, and no answer here tells whether an address is known.
"""

import datetime as dt
import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from lenders.access import actor_for_contact
from lenders.models import Contact, Invitation, PortalSession, SignInCode
from lenders.queries import organiser_name
from office.front.languages import runs_right_to_left, spoken
from office.post import outbox
from office.post.models import Letter
from office.records import audit
from office.records.actors import Actor

LINK_LIVES: Final = dt.timedelta(days=180)
CODE_LIVES: Final = dt.timedelta(minutes=60)
SESSION_LIVES: Final = dt.timedelta(hours=12)
TRIES_PER_CODE: Final = 5
CODES_PER_HOUR: Final = 5
CODE_DIGITS: Final = 6


class EntranceRefused(Exception):
    """A refusal at the door; `sentence` says what to do next."""

    def __init__(self, sentence: str, *, code: str = "refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


# --- Links -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def invite(contact: Contact, *, actor: Actor, now: dt.datetime) -> tuple[Invitation, str]:
    """A new link for a contact. The URL is returned once and not stored; links sent earlier keep working."""
    _check(actor)
    if not contact.is_active:
        raise EntranceRefused(_("%(name)s is switched off. Make the contact active first.") % {"name": contact.name})
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(contact=contact, token_hash=_hash(token), expires_at=now + LINK_LIVES)
    _record("contact.invite", contact, actor=actor)
    return invitation, f"{settings.PUBLIC_URL}/portal/i/{token}/"


@transaction.atomic
def revoke(invitation: Invitation, *, actor: Actor, now: dt.datetime) -> None:
    """Ends one link; a session that is open already goes on. Revoking twice changes nothing."""
    _check(actor)
    if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now):
        _record("contact.revoke_link", invitation.contact, actor=actor)


@transaction.atomic
def shut_out(contact: Contact, *, actor: Actor, now: dt.datetime) -> None:
    """Ends every link, code and session of a contact; the contact itself stays as it is."""
    _check(actor)
    contact.invitations.filter(revoked_at=None).update(revoked_at=now)
    contact.codes.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    contact.sessions.filter(ended_at=None).update(ended_at=now)
    _record("contact.shut_out", contact, actor=actor)


def invitation_of(token: str, *, now: dt.datetime) -> Invitation | None:
    """The invitation behind a link, if it still opens the door."""
    return _open_invitations(now).filter(token_hash=_hash(token)).first()


def note_visit(token: str, *, now: dt.datetime) -> None:
    """Notes on the letter that carried this link that somebody pressed the button behind it (a look counts nothing)."""
    invitation = invitation_of(token, now=now)
    if invitation is not None:
        letters = Letter.objects.filter(contact_uid=invitation.contact.uid, visited_at=None)
        letters.filter(text__contains=f"/portal/i/{token}/").update(visited_at=now)


def invitation_by_uid(uid: str, *, now: dt.datetime) -> Invitation | None:
    return _open_invitations(now).filter(uid=uid).first()


# --- Codes -----------------------------------------------------------------------------------------------------------


def send_code(invitation: Invitation, *, now: dt.datetime) -> None:
    """Writes a letter with a code to the contact of a link."""
    _write_code(invitation.contact_id, now=now)


def send_code_to(email: str, *, now: dt.datetime) -> None:
    """Writes a code to every active contact with this address, and to nobody if there is none; says nothing of it."""
    for contact in _contacts_at(email):
        _write_code(contact.pk, now=now)


def enter(invitation: Invitation, code: str, *, now: dt.datetime) -> str:
    """Exchanges a code for a session key. Raises EntranceRefused with one sentence for every kind of wrong code."""
    return _enter([invitation.contact_id], code, invitation=invitation, now=now)


def enter_by_address(email: str, code: str, *, now: dt.datetime) -> str:
    """As `enter`, for somebody who came without a link. One address may stand for contacts of several lenders."""
    return _enter([contact.pk for contact in _contacts_at(email)], code, invitation=None, now=now)


# --- Sessions --------------------------------------------------------------------------------------------------------


def contact_of(session_key: str, *, now: dt.datetime) -> Contact | None:
    """Whose session this is. A contact that was switched off is returned too: the door then answers 404."""
    session = (
        PortalSession.objects.select_related("contact__lender")
        .filter(key_hash=_hash(session_key), ended_at=None, expires_at__gt=now)
        .first()
    )
    return session.contact if session else None


def leave(session_key: str, *, now: dt.datetime) -> None:
    PortalSession.objects.filter(key_hash=_hash(session_key), ended_at=None).update(ended_at=now)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _check(actor: Actor) -> None:
    if not any(actor.can(ability) for ability in ("loans.request", "lenders.edit", "system")):
        raise EntranceRefused(_("Your role doesn't allow links to the portal. Ask a registrar."), code="not-allowed")


def _record(verb: str, contact: Contact, *, actor: Actor) -> None:
    audit.record(verb, actor=actor, subject_kind="contact", subject_id=contact.uid, subject_label=str(contact))


def _hash(secret: str) -> str:
    """Enough for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _hash_code(contact: Contact, code: str) -> str:
    """Keyed: six digits behind a bare hash would be read off in a second by whoever holds the database."""
    return salted_hmac("lenders.entrance.code", f"{contact.uid}:{code}", algorithm="sha256").hexdigest()


def _open_invitations(now: dt.datetime) -> QuerySet[Invitation]:
    return Invitation.objects.select_related("contact__lender").filter(
        revoked_at=None, expires_at__gt=now, contact__is_active=True
    )


def _contacts_at(email: str) -> list[Contact]:
    return list(Contact.objects.filter(email__iexact=email.strip(), is_active=True).order_by("pk"))


@transaction.atomic
def _write_code(contact_id: int, *, now: dt.datetime) -> None:
    """Locks the contact, so that two requests at once can't pass the hourly limit."""
    contact = Contact.objects.select_for_update(of=("self",)).select_related("lender").get(pk=contact_id)
    if contact.codes.filter(expires_at__gt=now + CODE_LIVES - dt.timedelta(hours=1)).count() >= CODES_PER_HOUR:
        return
    contact.codes.filter(expires_at__lt=now - dt.timedelta(days=1)).delete()
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    row = SignInCode.objects.create(contact=contact, code_hash=_hash_code(contact, code), expires_at=now + CODE_LIVES)
    _write_letter(contact, code, key=f"code:{row.pk}")


def _write_letter(contact: Contact, code: str, *, key: str) -> None:
    language = spoken(contact.letter_language)
    with override(language):
        words = {
            "contact": contact,
            "code": f"{code[:3]} {code[3:]}",
            "minutes": int(CODE_LIVES.total_seconds() // 60),
            "organiser": organiser_name(),
            "is_demo": settings.DEMO,
            "LANGUAGE_CODE": language,
            "LANGUAGE_BIDI": runs_right_to_left(language),
        }
        outbox.write(
            key=key,
            kind="code",
            to_name=contact.name,
            to_email=contact.email,
            language=language,
            subject=_("Your code for the loan requests"),
            text=render_to_string("letters/code.txt", words),
            html=render_to_string("letters/code.html", words),
            confidential=True,
            contact_uid=contact.uid,
        )


def _enter(contact_ids: Iterable[int], code: str, *, invitation: Invitation | None, now: dt.datetime) -> str:
    key = _try_code(list(contact_ids), code, invitation=invitation, now=now)
    if key is None:
        raise EntranceRefused(
            _(
                "This code doesn't open the door. Compare it with the newest letter; after an hour or five tries, "
                "ask for a new one."
            ),
            code="wrong-code",
        )
    return key


@transaction.atomic
def _try_code(contact_ids: list[int], code: str, *, invitation: Invitation | None, now: dt.datetime) -> str | None:
    """Counts a try against every code that is alive and opens a session for the one that fits.

    Outside the refusal on purpose: the count must be committed. The rows are locked, so tries can't race past five.
    """
    alive = list(
        SignInCode.objects.select_for_update(of=("self",))
        .select_related("contact__lender")
        .filter(contact__in=contact_ids, contact__is_active=True, used_at=None, expires_at__gt=now)
        .filter(tries__lt=TRIES_PER_CODE)
        .order_by("pk")
    )
    typed = _digits(code)
    fitting = [row for row in alive if constant_time_compare(row.code_hash, _hash_code(row.contact, typed))]
    if not fitting:
        SignInCode.objects.filter(pk__in=[row.pk for row in alive]).update(tries=F("tries") + 1)
        return None
    row = fitting[0]
    row.used_at = now
    row.save(update_fields=["used_at"])
    if invitation is not None:
        Invitation.objects.filter(pk=invitation.pk).update(used_at=now)
    PortalSession.objects.filter(contact=row.contact, expires_at__lt=now).delete()
    key = secrets.token_urlsafe(32)
    PortalSession.objects.create(contact=row.contact, key_hash=_hash(key), expires_at=now + SESSION_LIVES)
    _record("contact.enter", row.contact, actor=actor_for_contact(row.contact))
    return key


def _digits(typed: str) -> str:
    """What was meant: digits of any script or width, without the spaces between them."""
    digits = (unicodedata.digit(character, -1) for character in typed)
    return "".join(str(digit) for digit in digits if digit >= 0)
