"""A stored letter as a mail message. Nothing typed by anybody can add a header: control characters become spaces."""

import unicodedata
from email.headerregistry import Address

from django.core.mail import EmailMultiAlternatives

from office.post.models import Letter

# Control characters, separators of lines and paragraphs, lone surrogates; and what turns the direction of text.
_BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def one_line(words: str, *, most: int) -> str:
    """The words on one line of at most `most` characters: control, line and direction characters become spaces."""
    plain = "".join(" " if unicodedata.category(each) in _BREAKS or each in _TURNS else each for each in words)
    plain = " ".join(plain.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


def message(letter: Letter) -> EmailMultiAlternatives:
    """The mail: plain text with its HTML twin, answers to the registrar. ValueError for an impossible address."""
    mail = EmailMultiAlternatives(
        subject=one_line(letter.subject, most=300),
        body=letter.text,
        to=[addressed(letter.to_name, letter.to_email)],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": letter.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
        },
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail


def addressed(name: str, address: str) -> str:
    """`Name <address>` with everything quoted that needs it. Raises ValueError where the address is none."""
    name = one_line(name, most=200)
    return str(Address(display_name=name, addr_spec=address)) if name else address
