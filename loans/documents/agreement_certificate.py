"""The certificate of signatures: who signed an agreement, when, how, and the fingerprint of exactly what they signed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import override

from loans.documents import agreement_words, typst
from loans.documents.agreement_pictures import thumbnail
from loans.documents.overlay import fit
from loans.documents.scripts import Rich
from loans.documents.typesetter import Typesetter

DRAWN = (70.0, 24.0)
HASH_GROUP = 8
HASH_LINE = 4

type Values = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningData:
    """One act of preparing, approving or signing, in words, but for its moment: an aware time, shown with its offset.

    `how` is a sentence such as "Typed their name" or "Recorded by Ruth Okafor from a letter of 3 March 2026". `sha256`
    is of what this person had before them; `version` the version it was. `drawn` is a picture of the signature; `signed_in` and
    `email` are the account it came from, whatever name was typed.
    """

    role: str
    side: str
    name: str
    how: str
    signed_at: dt.datetime
    sha256: str
    version: int
    title: str = ""
    signed_in: str = ""
    email: str = ""
    ip: str = ""
    consent: str = ""
    evidence: str = ""
    drawn: bytes | Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateData:
    """The agreement and every signature to it, in order. `sha256` is of the agreement as sealed, before the seal."""

    reference: str
    version: int
    title: str
    borrower: str
    lender: str
    sha256: str
    pages: int
    made_at: dt.datetime
    signings: tuple[SigningData, ...]
    versions: tuple[str, ...] = ()
    language: str = "en"
    demo_record: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished certificate and the characters no font could draw."""

    pdf: bytes
    missing_glyphs: list[str]
    pages: int


def render(data: CertificateData, *, fonts: Path) -> Rendered:
    """The certificate as PDF/UA-1 and PDF/A-2a, fit to be attached to a PDF/A-2; raises typst.DocumentError.

    Raises ValueError for a moment without a time zone: a certificate that leaves the offset open proves little.
    """
    try:
        return _render(data, fonts=fonts, careful=False)
    except typst.DocumentError:
        return _render(data, fonts=fonts, careful=True)


def _render(data: CertificateData, *, fonts: Path, careful: bool) -> Rendered:
    with override(data.language):
        layout = _Layout(data, fonts=fonts, careful=careful)
        values = layout.values()
    pdf = typst.compile_pdf(
        typst.Job(template="agreement_certificate.typ", data=values, files=layout.files, made_at=data.made_at),
        fonts=fonts,
    )
    return Rendered(pdf, layout.set.missing, typst.page_count(pdf))


class _Layout:
    def __init__(self, data: CertificateData, *, fonts: Path, careful: bool) -> None:
        self.data = data
        self.careful = careful
        self.set = Typesetter(fonts=fonts, bare=careful)
        self.files: dict[str, bytes | Path] = {}

    def values(self) -> Values:
        data = self.data
        heading = _("Certificate of signatures")
        version = agreement_words.version(data.version)
        facts = [
            (_("Agreement"), f"{data.reference}, {version}"),
            (_("Borrower"), data.borrower),
            (_("Lender"), data.lender),
            (_("Pages"), str(data.pages)),
        ]
        values: Values = {
            "lang": data.language,
            "reference": self.set.say(data.reference),
            "foot": self.set.say(f"{data.reference} · {version}"),
            "heading": self.set.say(heading),
            "meta": self.set.plain(f"{heading}: {data.reference}, {version}"),
            "author": self.set.plain(data.borrower),
            "title": self.set.say(data.title),
            "about": self.set.say(
                _(
                    "This certificate is attached to the agreement it speaks of and sealed together with it. It records "
                    "who prepared, approved and signed, and what exactly they had before them."
                )
            ),
            "facts": self.rows(facts),
            "fingerprint": self.set.say(_("Fingerprint of the agreement (SHA-256)")),
            "check": self.set.say(
                _(
                    "The fingerprint is made from every byte of the agreement as it was signed. The sealed file begins "
                    "with those same bytes, so anybody can make it again and compare."
                )
            ),
            "hash": _groups(data.sha256),
            "signings": [self.signing(one, number) for number, one in enumerate(data.signings, start=1)],
            "signed": self.set.say(_("Signatures, in order")),
            "versions_label": self.set.say(_("Versions")),
            "versions": [self.set.say(one) for one in data.versions],
            "demo": self.set.say(agreement_words.labels()["demo"]) if data.demo_record else "",
            "page": self.set.say(_("page")),
            "of": self.set.say(_("of")),
        }
        missing = self.set.missing
        values["missing"] = self.set.say(agreement_words.missing(missing)) if missing else ""
        return values

    def rows(self, facts: Sequence[tuple[str, str]]) -> list[list[Rich]]:
        return [[self.set.say(label), self.set.say(text)] for label, text in facts if text]

    def signing(self, one: SigningData, number: int) -> Values:
        other = one.sha256 != self.data.sha256
        return {
            "number": number,
            "role": self.set.say(one.role),
            "side": self.set.say(one.side),
            "name": self.set.say(one.name),
            "title": self.set.say(one.title),
            "drawn": self.drawn(one, number),
            "facts": self.rows(
                [
                    (_("When"), moment(one.signed_at)),
                    (_("How"), one.how),
                    (_("Evidence"), one.evidence),
                    (_("Signed in as"), one.signed_in),
                    (_("E-mail address"), one.email),
                    (_("Internet address"), one.ip),
                    (_("Agreed to"), one.consent),
                    (_("Version"), agreement_words.version(one.version)),
                ]
            ),
            "fingerprint": self.set.say(_("Fingerprint")),
            "hash": _groups(one.sha256),
            "differs": self.set.say(
                _("This is not the fingerprint of the sealed agreement: this person had another file before them.")
            )
            if other
            else "",
        }

    def drawn(self, one: SigningData, number: int) -> Values | None:
        picture = thumbnail(one.drawn, careful=self.careful) if one.drawn is not None else None
        if picture is None:
            return None
        name = f"drawn{number}.jpg"
        self.files[name] = picture.content
        return {
            "file": f"/{name}",
            "size": fit(picture.width, picture.height, within=DRAWN),
            "alt": self.set.plain(_("Signature drawn by %(name)s") % {"name": one.name}),
        }


def moment(value: dt.datetime) -> str:
    """A moment with its offset: "3 March 2026, 15:20:07 (UTC+05:00)"; ValueError without a time zone."""
    if value.utcoffset() is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    offset = value.strftime("%:z")
    return f"{dateformat.format(value, 'j F Y, H:i:s')} (UTC{offset})"


def _groups(sha256: str) -> list[str]:
    """The hash in groups a person can compare, four to a line."""
    groups = [sha256[at : at + HASH_GROUP] for at in range(0, len(sha256), HASH_GROUP)]
    return [" ".join(groups[at : at + HASH_LINE]) for at in range(0, len(groups), HASH_LINE)]
