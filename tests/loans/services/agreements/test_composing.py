"""What an agreement says, and when it can be sent out."""

import datetime as dt
import io
import subprocess
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from djmoney.money import Money

from loans.errors import GateOpen, MissingFact, NotAllowed, WrongState
from loans.models import Agreement, AgreementVersion, ClauseText, LoanLine, TermKind
from loans.queries import status_of
from loans.services import agreements, clauses, terms
from loans.services.agreements import Wanted
from loans.services.terms import Offer
from loans.states import LineStatus, LoanStatus, Party
from office.records import files
from office.records.audit import Facts
from office.records.models import AuditEvent, StoredFile
from tests.factories import LoanFactory, LoanLineFactory
from tests.loans.services.agreements.desk import drafted, issued, provenance_checked, settled, with_terms
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db


def a_pdf(name: str = "their-paper.pdf") -> StoredFile:
    with pikepdf.new() as paper:
        paper.add_blank_page()
        out = io.BytesIO()
        paper.save(out)
    return files.store(out.getvalue(), name=name)


def told(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "agreement.pdf"
    path.write_bytes(pdf)
    return " ".join(
        subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout.split()
    )


def test_the_draft_says_what_is_lent_by_whom_and_on_what_terms(ruth: Staff, nilufar: Lending, tmp_path: Path) -> None:
    loan = settled(nilufar, ruth)
    line = loan.lines.get(number=1)
    lettered = Facts(decided_by="Nilufar Karimova", authority="letter")
    term = terms.propose(
        loan,
        [Offer(kind=TermKind.LIGHT, lux=50, words="Lit in opening hours alone.")],
        line=line,
        actor=ruth.actor,
        by=Party.LENDER,
        facts=lettered,
    )[0]
    terms.accept(term, actor=ruth.actor)

    version = drafted(loan, ruth)

    assert [row["title"] for row in version.schedule] == [each.object.title for each in loan.lines.order_by("number")]
    assert [(row["kind"], row["value"], row["words"]) for row in version.terms] == [
        ("light", "at most 50 lux", "Lit in opening hours alone.")
    ]
    words = told(agreements.preview(version), tmp_path)
    assert "Museum of Samarkand Hill" in words
    assert "GBP 12,500.00" in words
    assert "Draft" in words
    assert AuditEvent.objects.filter(verb="agreement.draft", loan_file=loan.uid).count() == 1
    assert status_of([loan])[loan.pk] == LoanStatus.AGREED


def test_open_and_rejected_conditions_stay_out(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    terms.propose(loan, [Offer(kind=TermKind.COSTS, words="We pay.")], actor=ruth.actor)

    assert drafted(loan, ruth).terms == []


def test_standing_terms_decide_how_it_is_signed(ruth: Staff, nilufar: Lending) -> None:
    with_terms(nilufar, signing="ink", originals=3, second_language="ru", needs_decree=True)

    version = drafted(
        settled(nilufar, ruth), ruth, words={"decree": "No. 411 of 3 March 2026", "governing_law": "none"}
    )

    assert (version.signing, version.originals_wanted, version.languages, version.equally_authentic) == (
        "ink", 3, ["en", "ru"], True,
    )  # fmt: skip
    chosen = {entry["code"]: entry["alternative"] for entry in version.clauses}
    assert (chosen["signature"], chosen["legal_basis"]) == ("ink", "decree")
    assert all("ru" in entry["texts"] for entry in version.clauses)


def test_a_decree_that_is_not_named_is_asked_for(ruth: Staff, nilufar: Lending) -> None:
    with_terms(nilufar, needs_decree=True)

    with pytest.raises(MissingFact) as refused:
        drafted(settled(nilufar, ruth), ruth)

    assert refused.value.field == "decree"
    assert Agreement.objects.count() == 0


def test_an_optional_clause_is_left_out_and_a_choice_is_kept(ruth: Staff, nilufar: Lending) -> None:
    version = drafted(settled(nilufar, ruth), ruth, choices={"cover": "borne_by_lender"})

    again = agreements.change(version, actor=ruth.actor)

    for each in (version, again):
        chosen = {entry["code"]: entry["alternative"] for entry in each.clauses}
        assert (chosen["cover"], "legal_basis" in chosen) == ("borne_by_lender", False)


def test_an_alternative_that_is_gone_is_named(ruth: Staff, nilufar: Lending) -> None:
    with pytest.raises(MissingFact) as refused:
        drafted(settled(nilufar, ruth), ruth, choices={"cover": "prayer"})

    assert "has no such alternative any more" in refused.value.sentence


@pytest.mark.parametrize(
    ("languages", "words"),
    [
        (("xx",), "We have no clauses in “xx”"),
        (("en", "en"), "two different ones"),
        (("en", "ru", "uz"), "two different"),
    ],
)
def test_languages_we_have_no_words_in(ruth: Staff, nilufar: Lending, languages: tuple[str, ...], words: str) -> None:
    with pytest.raises(MissingFact) as refused:
        drafted(settled(nilufar, ruth), ruth, languages=languages)

    assert words in refused.value.sentence


def test_a_clause_without_the_governing_language_is_named(ruth: Staff, nilufar: Lending) -> None:
    clauses.write("care", "standard", texts={"en": clauses.NewText("Care", "With care.")}, actor=ruth.actor)

    with pytest.raises(MissingFact) as refused:
        drafted(settled(nilufar, ruth), ruth, languages=("ru", "en"))

    assert refused.value.sentence.startswith("“Care” has no text in Russian.")


def test_issuing_freezes_the_text_under_its_hash(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)

    version = issued(loan, ruth)

    assert version.file is not None
    assert version.sha256 == version.file.sha256
    assert files.read(version.file).startswith(b"%PDF-")
    assert status_of([loan.__class__.objects.select_related("agreement").get(pk=loan.pk)])[loan.pk] == (
        LoanStatus.AGREEMENT_ISSUED
    )
    with pytest.raises(WrongState) as refused:
        agreements.change(version, actor=ruth.actor)
    assert "stays as it is" in refused.value.sentence


def test_due_diligence_keeps_it_from_going_out(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth, checked=False)
    version = drafted(loan, ruth)
    [sentence] = agreements.not_yet(version)
    assert sentence.startswith("All 2 objects: Due diligence")

    with pytest.raises(GateOpen) as refused:
        agreements.issue(version, actor=ruth.actor)
    version.refresh_from_db()
    assert (version.issued_on, version.file) == (None, None)
    assert "provenance" in refused.value.sentence.lower()

    provenance_checked(list(loan.lines.all()), ruth)
    assert agreements.issue(version, actor=ruth.actor).issued_on == timezone.localdate()


def test_an_open_line_keeps_it_from_going_out(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    version = drafted(loan, ruth)
    LoanLine.objects.filter(pk=loan.lines.get(number=2).pk).update(status=LineStatus.APPROVED_WITH_CONDITIONS)

    with pytest.raises(WrongState) as refused:
        agreements.issue(version, actor=ruth.actor)

    assert "Settle or withdraw them first." in refused.value.sentence


def test_a_draft_out_of_date_is_written_anew_first(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    version = drafted(loan, ruth)
    LoanLine.objects.filter(pk=loan.lines.get(number=1).pk).update(agreed_value=Money(99, "GBP").amount)

    with pytest.raises(WrongState) as refused:
        agreements.issue(version, actor=ruth.actor)
    fresh = agreements.issue(agreements.change(version, actor=ruth.actor), actor=ruth.actor)

    assert refused.value.code == "stale"
    assert fresh.schedule[0]["value"] == ["99.00", "GBP"]


def test_the_snapshot_stays_when_the_record_changes(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    version = issued(loan, ruth)
    thing = loan.lines.get(number=1).object
    before = version.schedule[0]["title"]
    thing.title = "Something else"
    thing.save()

    version.refresh_from_db()

    assert version.schedule[0]["title"] == before
    assert version.file is not None
    assert agreements.pdf(version) == files.read(version.file)


def test_a_withdrawn_text_makes_room_for_the_next(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    first = issued(loan, ruth)

    with pytest.raises(WrongState):
        drafted(loan, ruth)
    with pytest.raises(MissingFact):
        agreements.withdraw(first, actor=ruth.actor, reason=" ")
    agreements.withdraw(first, actor=ruth.actor, reason="The period was wrong.")
    second = drafted(loan, ruth)

    assert (second.agreement, second.number) == (first.agreement, 2)
    assert Agreement.objects.get().issued_on is None


def test_their_own_paper_instead_of_ours(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    version = drafted(loan, ruth)
    paper = a_pdf()

    agreements.use_own_paper(version, file=paper, actor=ruth.actor)
    sent = agreements.issue(version, actor=ruth.actor)

    assert (sent.file, sent.sha256, sent.own_paper) == (paper, paper.sha256, True)
    assert agreements.preview(sent) == files.read(paper)


@pytest.mark.parametrize(
    ("locked", "sentence"), [(True, "This PDF is locked with a password."), (False, "This file can't be read as a PDF")]
)
def test_paper_that_could_not_be_sealed(ruth: Staff, nilufar: Lending, locked: bool, sentence: str) -> None:
    version = drafted(settled(nilufar, ruth), ruth)
    out = io.BytesIO(b"%PDF-1.7 and nothing more")
    if locked:
        with pikepdf.new() as paper:
            paper.add_blank_page()
            paper.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))

    with pytest.raises(MissingFact) as refused:
        agreements.use_own_paper(version, file=files.store(out.getvalue(), name="x.pdf"), actor=ruth.actor)

    assert refused.value.sentence.startswith(sentence)


def test_back_from_their_paper_to_ours(ruth: Staff, nilufar: Lending) -> None:
    version = agreements.use_own_paper(drafted(settled(nilufar, ruth), ruth), file=a_pdf(), actor=ruth.actor)

    ours = agreements.use_our_paper(version, actor=ruth.actor)

    assert (ours.own_paper, ours.file, bool(ours.clauses)) == (False, None, True)


def test_one_agreement_is_with_one_lender(ruth: Staff, nilufar: Lending, ingrid: Lending) -> None:
    hers = settled(nilufar, ruth)
    other = LoanFactory(lender=ingrid.contact.lender, exhibition=hers.exhibition)
    LoanLineFactory(loan=other, status=LineStatus.CONFIRMED)

    with pytest.raises(WrongState) as refused:
        agreements.draft([hers, other], actor=ruth.actor)

    assert refused.value.sentence.startswith("One agreement is made with one lender")


def test_two_loans_of_one_lender_are_numbered_through(ruth: Staff, nilufar: Lending) -> None:
    first = settled(nilufar, ruth)
    second = settled(nilufar, ruth, exhibition=first.exhibition)

    version = agreements.draft([first, second], actor=ruth.actor)

    assert [row["number"] for row in version.schedule] == [1, 2, 3, 4]


def test_a_curator_writes_no_agreement(colin: Staff, ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)

    with pytest.raises(NotAllowed):
        agreements.draft([loan], actor=colin.actor)


def test_a_copy_without_values_says_none(ruth: Staff, nilufar: Lending, tmp_path: Path) -> None:
    loan = settled(nilufar, ruth)
    lettered = Facts(decided_by="Nilufar Karimova", authority="letter")
    term = terms.propose(
        loan,
        [Offer(kind=TermKind.VALUE, words="Worth 77,000 to us.")],
        actor=ruth.actor,
        by=Party.LENDER,
        facts=lettered,
    )[0]
    terms.accept(term, actor=ruth.actor)
    version = drafted(loan, ruth)

    words = told(agreements.pdf(version, values=False), tmp_path)

    assert "12,500" not in words
    assert "77,000" not in words
    assert "no values" in words


def test_what_a_careful_registrar_is_told(ruth: Staff, nilufar: Lending) -> None:
    loan = settled(nilufar, ruth)
    LoanLine.objects.filter(loan=loan, number=2).update(agreed_value=None)

    told_her = agreements.to_know(drafted(loan, ruth, languages=("ru", "en")))

    assert told_her[0].startswith("Nobody has reviewed the text that counts of:")
    assert told_her[-1] == "No value is agreed for object 2."


def test_the_steps_come_in_their_order_whatever_was_ticked_first(ruth: Staff, nilufar: Lending) -> None:
    version = drafted(settled(nilufar, ruth), ruth, lender_steps=["approve", "prepare"])

    assert version.lender_steps == ["prepare", "approve", "sign"]


def test_a_hundred_clauses_more_cost_no_more_questions(
    ruth: Staff, nilufar: Lending, django_assert_max_num_queries: object
) -> None:
    small, large = settled(nilufar, ruth, lines=1), settled(nilufar, ruth, lines=12)

    def asked(loan: object) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            agreements.draft([loan], actor=ruth.actor, on=dt.date(2026, 11, 24))  # type: ignore[list-item]
        return len(captured)

    assert asked(small) == asked(large)


def test_every_shipped_clause_is_there_once(ruth: Staff) -> None:
    before = ClauseText.objects.count()

    assert clauses.install() == 0
    assert ClauseText.objects.count() == before
    assert before > 100
    assert AgreementVersion.objects.count() == 0
    assert Wanted().signing is None
