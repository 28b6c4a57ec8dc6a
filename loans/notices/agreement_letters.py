"""The letters of an agreement: to whoever is to sign next, to us when the lender has signed, to both when it is sealed."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lenders.models import Contact, Lender, SigningWay
from loans.models import AgreementKind, AgreementVersion, Loan, SigningStep
from loans.notices import layout
from loans.notices.layout import Action, Content
from loans.notices.letters import link_for
from loans.notices.people import Keepers, as_recipient, registrar_of
from loans.services import agreements
from loans.states import Party
from office.people.models import User
from office.people.roles import Role
from office.records.models import AuditEvent
from office.records.wording import listed, written

TO_SIGN = frozenset(
    {
        "agreement.issue",
        "agreement.lender_prepared",
        "agreement.lender_approved",
        "agreement.lender_signed",
    }
)
SEALED = "agreement.seal"
EVENTS = TO_SIGN | {SEALED}


def write_for(event: AuditEvent, *, organiser: str, now: dt.datetime) -> int:
    """Writes what follows from one event and returns how many letters. What was overtaken since calls for none."""
    uid = event.after.get("sealed" if event.verb == SEALED else "to_sign")
    version = agreements.with_all(AgreementVersion.objects.filter(uid=uid)).first() if uid else None
    if version is None or version.withdrawn_on or version.signing != SigningWay.ELECTRONIC:
        return 0
    loans = agreements.loans_of(version.agreement)
    if not loans:
        return 0
    if event.verb == SEALED:
        return sum(
            _write_sealed(version, loans, contact, organiser=organiser, now=now)
            for contact in people_for(SigningStep.SIGN, loans)
        )
    step = agreements.next_step(version, Party.LENDER)
    if step is not None:
        return sum(
            _write_to_sign(version, loans, contact, step, organiser=organiser, now=now)
            for contact in people_for(step, loans)
        )
    if version.lender_signed_on and agreements.next_step(version, Party.ORGANISER) is not None:
        return sum(_write_our_turn(version, loans, person, organiser=organiser) for person in _our_people(loans[0]))
    return 0


def people_for(step: str, loans: Iterable[Loan]) -> list[Contact]:
    """The active contacts who may take a step for the lender or, for several lenders, for their agent."""
    lenders = list({loan.lender_id: loan.lender for loan in loans}.values())
    houses = {lender.agent_id for lender in lenders if lender.agent_id}
    if len(lenders) == 1:
        houses.add(lenders[0].pk)
    may = Q(may_sign=True) if step == SigningStep.SIGN else Q(may_decide=True, may_see_values=True)
    found = Contact.objects.filter(may, lender__in=houses, is_active=True).exclude(email="").select_related("lender")
    by_address: dict[str, Contact] = {}
    for contact in found.order_by("pk"):
        by_address.setdefault(contact.email.lower(), contact)
    return list(by_address.values())


def _our_people(loan: Loan) -> list[User]:
    """Who looks after the exhibition, and who signs for us."""
    signing = User.objects.filter(role=Role.HEAD, is_active=True).order_by("pk")
    return list({person.pk: person for person in (*Keepers().of(loan.exhibition), *signing)}.values())


def _write_to_sign(
    version: AgreementVersion, loans: list[Loan], contact: Contact, step: str, *, organiser: str, now: dt.datetime
) -> bool:
    to, loan = as_recipient(contact), loans[0]
    registrar = registrar_of(loan.exhibition)
    with override(to.language):
        asks = {
            SigningStep.PREPARE: _("Please read it and say whether it is ready to be signed."),
            SigningStep.APPROVE: _("Please read it and approve it."),
            SigningStep.SIGN: _("Please read it and sign it."),
        }
        amended = version.kind != AgreementKind.ORIGINAL
        content = Content(
            subject=_("Agreement %(reference)s: please read and sign") % {"reference": version.agreement.reference},
            heading=_("An amendment to our agreement") if amended else _("Our loan agreement"),
            greeting=layout.greeting_of(contact),
            paragraphs=[
                _("The agreement about your loan to the exhibition “%(exhibition)s” (%(loans)s) is ready for you.")
                % {"exhibition": loan.exhibition.title, "loans": listed([each.reference for each in loans])},
                # Where values change, what was typed about it may name them: letters don't.
                *([version.summary] if version.summary and not version.changes.get("values") else []),
            ],
            ask=asks[SigningStep(step)],
            action=Action(_("Read the agreement"), link_for(contact, now=now)),
            after=[
                _("You sign on the page itself, by name or by hand; no account is needed: the page sends you a code."),
                _("If your house signs on paper, answer this letter."),
            ],
            signature=layout.signature(registrar, organiser=organiser),
        )
        return layout.post(
            content,
            key=f"agreement:{version.uid}:{step}:{contact.pk}",
            kind="agreement",
            to=to,
            organiser=organiser,
            reply_to=registrar.email if registrar else "",
            loan_file=loan.uid,
            confidential=True,
        )[1]


def _write_sealed(
    version: AgreementVersion, loans: list[Loan], contact: Contact, *, organiser: str, now: dt.datetime
) -> bool:
    to, loan = as_recipient(contact), loans[0]
    registrar = registrar_of(loan.exhibition)
    assert version.executed_on is not None
    with override(to.language):
        content = Content(
            subject=_("Agreement %(reference)s is signed by both") % {"reference": version.agreement.reference},
            heading=_("Signed by both"),
            greeting=layout.greeting_of(contact),
            paragraphs=[
                _("Agreement %(reference)s, version %(number)d, is in force since %(day)s.")
                % {
                    "reference": version.agreement.reference,
                    "number": version.number,
                    "day": written(version.executed_on),
                },
                _("The sealed copy, with the certificate of all signatures in it, is kept for you in the portal."),
            ],
            action=Action(_("Get the sealed copy"), link_for(contact, now=now)),
            signature=layout.signature(registrar, organiser=organiser),
        )
        return layout.post(
            content,
            key=f"agreement:{version.uid}:sealed:{contact.pk}",
            kind="agreement",
            to=to,
            organiser=organiser,
            reply_to=registrar.email if registrar else "",
            loan_file=loan.uid,
            confidential=True,
        )[1]


def _write_our_turn(version: AgreementVersion, loans: list[Loan], person: User, *, organiser: str) -> bool:
    to, loan = as_recipient(person), loans[0]
    with override(to.language):
        lender: Lender = loan.lender
        content = Content(
            subject=_("%(lender)s signed agreement %(reference)s")
            % {"lender": lender, "reference": version.agreement.reference},
            heading=_("The lender has signed"),
            greeting=_("Dear %(name)s") % {"name": person.name},
            paragraphs=[
                _("%(who)s signed agreement %(reference)s, version %(number)d. Our signature is next.")
                % {
                    "who": version.lender_signatory,
                    "reference": version.agreement.reference,
                    "number": version.number,
                }
            ],
            action=Action(
                _("Open the agreement"),
                settings.PUBLIC_URL + reverse("admin:agreement", args=(version.agreement.reference,)),
            ),
        )
        return layout.post(
            content,
            key=f"agreement:{version.uid}:ours:{person.pk}",
            kind="agreement",
            to=to,
            organiser=organiser,
            loan_file=loan.uid,
        )[1]
