"""One shape for every letter: greeting, a few paragraphs, a list, what we ask with its button, a name under it.

The same content becomes plain text and its HTML twin, so that they can't say different things.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from lenders.models import Contact, Lender
from loans.models import Loan
from office.front.languages import runs_right_to_left
from office.people.models import User
from office.post import outbox
from office.post.envelopes import one_line
from office.post.models import Letter


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `urgent` is shown in red beside its words, never by colour alone."""

    title: str
    detail: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do: a button, and its address written out in the text."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a letter says, in the language that is active when it is made."""

    subject: str
    heading: str
    greeting: str
    paragraphs: Sequence[str]
    rows: Sequence[Row] = ()
    ask: str = ""
    action: Action | None = None
    after: Sequence[str] = ()
    signature: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom a letter goes to; contacts have a uid, staff have none."""

    name: str
    email: str
    language: str
    contact_uid: uuid.UUID | None = None


def post(
    content: Content,
    *,
    key: str,
    kind: str,
    to: Recipient,
    organiser: str,
    reply_to: str = "",
    loan_file: uuid.UUID | None = None,
    confidential: bool = False,
) -> tuple[Letter, bool]:
    """Writes the letter into the outbox; says whether this call wrote it. The letter's language must be active."""
    words = {
        "letter": content,
        "organiser": organiser,
        "is_demo": settings.DEMO,
        "LANGUAGE_CODE": to.language,
        "LANGUAGE_BIDI": runs_right_to_left(to.language),
    }
    return outbox.write_once(
        key=key,
        kind=kind,
        to_name=to.name,
        to_email=to.email,
        reply_to=reply_to,
        language=to.language,
        subject=content.subject,
        text=render_to_string("letters/letter.txt", words),
        html=render_to_string("letters/letter.html", words),
        confidential=confidential,
        loan_file=loan_file,
        contact_uid=to.contact_uid,
    )


def greeting_of(contact: Contact) -> str:
    """Dear Dr Karimova, as she wants to be addressed."""
    return one_line(contact.salutation, most=150) or _("Dear %(name)s") % {"name": one_line(contact.name, most=150)}


def signature(registrar: User | None, *, organiser: str) -> list[str]:
    """The registrar's name, job and house; without a registrar the house alone."""
    return [each for each in (registrar and registrar.name, registrar and registrar.job_title, organiser) if each]


def organiser_name() -> str:
    """What the house is called; empty until it has entered itself as a lender."""
    return Lender.objects.filter(is_organiser=True).values_list("name", flat=True).first() or ""


def named(loan: Loan, exhibition: Exhibition) -> str:
    """L-2026-014, Silk Roads: enough to find the file again."""
    return f"{loan.reference}, {exhibition.title}"
