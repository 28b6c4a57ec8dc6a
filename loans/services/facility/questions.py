"""A lender's questions about a facility report, and our answers."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.models import FacilityReport
from lenders.access import actor_for_contact, bound
from lenders.models import Contact, Lender
from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import FacilityQuestion
from loans.services.facility import files
from loans.services.facility.reading import check_access
from office.records.actors import Actor
from office.records.wording import written

WORDS_AT_MOST = 5_000


def questions_visible_to(actor: Actor) -> QuerySet[FacilityQuestion]:
    """A lender's own and those of the lenders it acts for; all of them for our staff."""
    return bound(FacilityQuestion.objects.all(), actor=actor, path="lender")


def ask(
    report: FacilityReport, question: str, *, contact: Contact, now: dt.datetime, section: str = ""
) -> FacilityQuestion:
    """Puts a question, about a section or the whole; the same one twice is one. Raises NotAllowed or MissingFact."""
    section = files.section_named(section)
    check_access(report, contact)
    words = _words(question, empty=_("Write your question first."), field="question")
    with transaction.atomic():
        # A second press of the button waits here for the first.
        Lender.objects.select_for_update(of=("self",)).get(pk=contact.lender_id)
        asked = FacilityQuestion.objects.filter(lender=contact.lender, report=report, section=section, question=words)
        if (waiting := asked.filter(answered_at=None).first()) is not None:
            return waiting
        row = FacilityQuestion.objects.create(
            lender=contact.lender,
            report=report,
            section=section,
            question=words,
            asked_by=contact.name,
            asked_at=now,
        )
        loans = files.concerned(report, contact.lender)
        actor = actor_for_contact(contact)
        files.record("facility.question", report, loans, actor=actor, section=section, words=words)
    return row


def answer(question: FacilityQuestion, words: str, *, actor: Actor, now: dt.datetime) -> FacilityQuestion:
    """Answers once: what the lender has read stays. Raises NotAllowed, MissingFact or WrongState."""
    if not actor.can("facility.edit"):
        raise NotAllowed(_("Your role doesn't answer questions on facility reports. Ask a registrar or conservator."))
    words = _words(words, empty=_("Write the answer first."), field="answer")
    with transaction.atomic():
        rows = FacilityQuestion.objects.select_for_update(of=("self",)).select_related("report__venue", "lender")
        question = rows.get(pk=question.pk)
        if question.answered_at is not None:
            raise WrongState(
                _("%(name)s answered this on %(day)s. Write to the lender if there is more to say.")
                % {"name": question.answered_by, "day": written(timezone.localdate(question.answered_at))}
            )
        question.answer, question.answered_by, question.answered_at = words, actor.name, now
        question.save(update_fields=["answer", "answered_by", "answered_at"])
        loans = files.concerned(question.report, question.lender)
        files.record("facility.answer", question.report, loans, actor=actor, section=question.section, words=words)
    return question


def _words(text: str, *, empty: str, field: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise MissingFact(empty, field=field)
    if len(words) > WORDS_AT_MOST:
        raise MissingFact(
            _("This is longer than %(most)d characters. Shorten it.") % {"most": WORDS_AT_MOST}, field=field
        )
    return words
