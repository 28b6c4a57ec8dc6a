"""The lender objects to what was recorded for it, and we answer: by correcting the entry, or by keeping it with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from loans.errors import MissingFact, NotAllowed, WrongState
from loans.models import LoanLine
from loans.rules import behalf
from loans.services.lines.rows import locked, record
from office.records.actors import Actor
from office.records.models import AuditEvent

_WORDS_AT_MOST = 4000


def object_to(line: LoanLine, words: str, *, actor: Actor) -> AuditEvent:
    """Records that the lender never said what was recorded for it. The entry stands until we answer.

    Raises NotAllowed, MissingFact, or WrongState when nothing was recorded for the lender or an objection is open.
    """
    if actor.kind != "contact" or actor.lender_ids is None or line.loan.lender_id not in actor.lender_ids:
        raise NotAllowed(_("This object is not yours to speak for."), code="not-yours")
    if not words.strip():
        raise MissingFact(_("Say what you said instead, or what is wrong."), field="words")
    if len(words) > _WORDS_AT_MOST:
        raise MissingFact(_("That is too long to be read at once. Say it in fewer words."), field="words")
    with transaction.atomic():
        line = locked(line)
        if line.uid not in behalf.of_uids([line.uid]):
            raise WrongState(_("Nothing is recorded here in your name by somebody else."), code="nothing-recorded")
        last = behalf.last_words([line.uid]).get(line.uid)
        if last is not None and last.verb == behalf.OBJECTION:
            raise WrongState(
                _("%(name)s has said so already; the registrar's answer is still to come.")
                % {"name": last.recorded_by},
                code="objection-open",
            )
        return record(behalf.OBJECTION, line, actor=actor, words=words.strip())


def keep(line: LoanLine, *, reason: str, actor: Actor) -> AuditEvent:
    """Answers an objection: the entry stays as it is, and the lender reads why. To correct it is the other answer.

    Raises NotAllowed, MissingFact or WrongState.
    """
    if not (actor.sees_all and actor.can("loans.record_answer")):
        raise NotAllowed(_("Your role doesn't record what lenders say. Ask a registrar."))
    if not reason.strip():
        raise MissingFact(_("Say why the entry stays: the lender reads it."), field="reason")
    with transaction.atomic():
        line = locked(line)
        last = behalf.last_words([line.uid]).get(line.uid)
        if last is None or last.verb != behalf.OBJECTION:
            raise WrongState(_("No objection is open; somebody has answered it already."), code="no-objection")
        return record(behalf.KEPT, line, actor=actor, words=reason.strip())
