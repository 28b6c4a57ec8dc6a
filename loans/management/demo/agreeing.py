"""Agreements in the stories: on paper, from clauses, on the lender's own paper; signed, amended, their originals sent."""

import datetime as dt
from typing import Any

from django.conf import settings

from loans.documents.typst import Job, compile_pdf
from loans.management.demo.houses import CONTENT
from loans.management.demo.people import SIGNATORY, of_step, signatory, staff
from loans.management.demo.played import Part
from loans.management.demo.script import HEAD
from loans.models import AgreementVersion, LoanLine, SigningStep
from loans.services import agreements, gates
from loans.services.agreements import Changes, OriginalFacts, Wanted
from loans.services.agreements.signing import next_step, side_of
from loans.states import Party
from office.records import files


def agree_values(lines: list[LoanLine]) -> None:
    """What an invented lender lends is worth, for the loan, what its owner said last; nobody asks a real one here."""
    for line in lines:
        value = None
        if line.loan.lender.demo_record and line.agreed_value is None:
            value = next(iter(line.object.valuations.all()), None)
        if value is not None:
            LoanLine.objects.filter(pk=line.pk).update(
                agreed_value=value.amount.amount, agreed_value_currency=str(value.amount.currency)
            )


def check_provenance(part: Part) -> None:
    """Due diligence, filed for every object that is lent."""
    actor, facts = of_step(part.scene, part.lender, part.step)
    for line in part.asked:
        number = f"DD {line.loan.lender.code}/{line.number} (demo record)"
        gates.decide(
            [line],
            "due_diligence",
            "satisfied",
            actor=actor,
            number=number,
            reason=part.step.said["found"],
            facts=facts,
        )


# --- Written elsewhere, on paper -------------------------------------------------------------------------------------


def issue_on_paper(part: Part) -> None:
    actor, _facts = of_step(part.scene, part.lender, part.step)
    agreements.issue_on_paper([part.loan], actor=actor, on=part.day)


def sign_paper(part: Part) -> None:
    actor, facts = of_step(part.scene, part.lender, part.step)
    agreement = part.loan.agreement
    assert agreement is not None
    if part.step.name == "sign_lender":
        name = signatory(part.scene, part.lender).name
        agreements.sign_for_lender(agreement, signatory=name, actor=actor, facts=facts)
    else:
        agreements.sign_for_organiser(agreement, signatory=part.scene.staff[HEAD].name, actor=actor, facts=facts)


# --- From clauses ----------------------------------------------------------------------------------------------------


def draft(part: Part) -> None:
    actor, _facts = of_step(part.scene, part.lender, part.step)
    version = agreements.draft([part.loan], actor=actor, wanted=Wanted(**part.step.said), on=part.day)
    part.played.show(version, created_at=part.scene.at(part.day, 10))


def own_paper(part: Part) -> None:
    """The lender sent its own contract: that file is signed."""
    actor, _facts = of_step(part.scene, part.lender, part.step)
    lender = part.loan.lender
    data = {
        "lender": lender.name,
        "city": lender.city,
        "reference": part.loan.reference,
        "exhibition": part.loan.exhibition.title,
        "objects": [[str(line.number), line.object.title, line.object.accession_number] for line in part.asked],
        "from": _day(part.loan.period.lower),
        "to": _day(part.loan.period.upper),
        "signatory": signatory(part.scene, part.lender).name,
    }
    job = Job(
        template="../own_paper.typ",
        data=data,
        made_at=part.scene.at(part.day, 9),
        files={"own_paper.typ": CONTENT / "own_paper.typ"},
    )
    paper = files.keep_made(
        compile_pdf(job, fonts=settings.FONT_DIR),
        name="loan-agreement-of-the-lender.pdf",
        media_type="application/pdf",
        by=lender.name,
    )
    agreements.use_own_paper(_latest(part), file=paper, actor=actor)


def issue_text(part: Part) -> None:
    actor, _facts = of_step(part.scene, part.lender, part.step)
    version = _latest(part)
    if agreements.is_stale(version):
        version = agreements.change(version, actor=actor, on=part.day)
    agreements.issue(version, actor=actor, on=part.day)


def sign(part: Part) -> None:
    """The step that is due on the person's side, typed."""
    actor, _facts = of_step(part.scene, part.lender, part.step)
    version = _latest(part)
    step = next_step(version, side_of(actor)) or SigningStep.SIGN
    agreements.sign(
        version,
        actor=actor,
        step=step,
        method="typed",
        name=actor.name,
        consented=True,
        sha256=version.sha256,
        ip="203.0.113.24" if part.step.by == SIGNATORY else "198.51.100.7",
        now=part.scene.at(part.day, 14, minute=20),
    )


def sign_ink(part: Part) -> None:
    """A signature in ink, recorded from the letter that brought it."""
    actor, facts = of_step(part.scene, part.lender, part.step)
    side = Party(part.step.said["side"])
    if side == Party.LENDER:
        who = signatory(part.scene, part.lender)
        name, title = who.name, str(who.get_role_display())
    else:
        head = staff(part.scene, HEAD)
        name, title = head.name, head.title
    agreements.record_signature(_latest(part), side=side, signatory=name, title=title, actor=actor, facts=facts)


def original(part: Part) -> None:
    """Where one of the paper originals is."""
    actor, _facts = of_step(part.scene, part.lender, part.step)
    said, days = part.step.said, part.scene.days
    row = _latest(part).originals.get(number=said["number"])
    both = said.get("both")
    ours = said.get("ours", both)
    told = OriginalFacts(
        printed_on=days.before(said["printed"]),
        sent_on=days.before(said["sent"]),
        sent_how=said["how"],
        lender_signed_on=None if both is None else days.before(both + 7),
        organiser_signed_on=None if ours is None else days.before(ours),
        returned_on=days.before(said["back"]) if "back" in said else None,
        kept_by=row.kept_by,
    )
    agreements.record_original(row, told, actor=actor)


def extend(part: Part) -> None:
    """A later day of return, as a new version of the whole text: to be signed again."""
    actor, _facts = of_step(part.scene, part.lender, part.step)
    said: dict[str, Any] = part.step.said
    until = part.loan.period.upper + dt.timedelta(days=said["days"])
    assert part.loan.agreement is not None
    version = agreements.amend(
        part.loan.agreement,
        actor=actor,
        kind="extension",
        summary=said["summary"],
        changes=Changes(until=until),
        wanted=Wanted(signing="electronic", originals=0),
        on=part.day,
    )
    part.played.show(version, created_at=part.scene.at(part.day, 10))


def _latest(part: Part) -> AgreementVersion:
    agreement = part.loan.agreement
    assert agreement is not None
    assert agreement.latest is not None
    return AgreementVersion.objects.select_related("agreement", "file").get(pk=agreement.latest.pk)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
