"""A lender's sight of a facility report: confidentiality, reading, questions, its word, and who is how far."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exhibitions.models import FacilityReport, SectionCode, Venue
from exhibitions.services import facility as writing
from lenders.models import Lender
from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.models import FacilityAccess, FacilityDecision, FacilityQuestion, FacilityView, Loan
from loans.queries import facility_reports_visible_to, files_visible_to
from loans.services import facility, gates
from loans.services.facility import Sight, Stands
from loans.states import LineStatus
from office.records import files
from office.records.audit import Facts
from office.records.models import AuditEvent
from tests.exhibitions.services.reports import a_draft, an_issued
from tests.factories import ContactFactory, LenderFactory, LoanFactory, LoanLineFactory, VenueFactory
from tests.personas import Lending, Staff, timur

S = SectionCode
ACCEPTED, CONCERNS = "accepted", "concerns"
BY_LETTER = Facts(decided_by="Dr Rahimova", decided_by_title="Director", authority="letter")


def a_loan_at(venue: Venue, lender: Lender, *, status: str = LineStatus.REQUESTED) -> Loan:
    """A loan of one object that is shown there."""
    loan = LoanFactory(lender=lender, exhibition__showing__venue=venue)
    LoanLineFactory(loan=loan, status=status).showings.set(loan.exhibition.showings.all())
    return loan


@pytest.fixture
def report(db: None) -> FacilityReport:
    return an_issued()


@pytest.fixture
def loan(report: FacilityReport, nilufar: Lending) -> Loan:
    return a_loan_at(report.venue, nilufar.contact.lender)


def accept(report: FacilityReport, lending: Lending) -> FacilityAccess:
    return facility.accept_confidentiality(report, contact=lending.contact, now=timezone.now(), ip="192.0.2.7")


def look(report: FacilityReport, lending: Lending, section: str = "", *, as_pdf: bool = False) -> FacilityView:
    return facility.read(report, contact=lending.contact, now=timezone.now(), section=section, as_pdf=as_pdf)


def say(report: FacilityReport, lending: Lending, verdict: str, section: str = "", words: str = "") -> FacilityDecision:
    return facility.decide(
        report, lender=lending.contact.lender, verdict=verdict, section=section, words=words, actor=lending.actor
    )


def sights(report: FacilityReport, lending: Lending) -> dict[str, Sight]:
    return {code: each for code, (each, _seen) in facility.sight(report, lender=lending.contact.lender).items()}


def standing(report: FacilityReport, lending: Lending) -> facility.Standing:
    return facility.standings([(lending.contact.lender, report.venue)])[0]


# --- Who sees which -------------------------------------------------------------------------------------------------


def test_a_lender_sees_the_newest_issued_report_of_its_venues(
    report: FacilityReport, loan: Loan, nilufar: Lending, ingrid: Lending, ruth: Staff
) -> None:
    newer = an_issued(report.venue, days_ago=1)
    a_draft(report.venue)
    elsewhere = an_issued()

    assert list(facility_reports_visible_to(nilufar.actor)) == [newer]
    assert list(facility_reports_visible_to(ingrid.actor)) == []
    assert set(facility_reports_visible_to(ruth.actor)) >= {report, newer, elsewhere}


@pytest.mark.parametrize("status", ["draft", "terminated", "withdrawn", "closed"])
def test_what_was_not_asked_for_or_is_over_opens_nothing(status: str, report: FacilityReport, nilufar: Lending) -> None:
    a_loan_at(report.venue, nilufar.contact.lender, status=status)

    assert list(facility_reports_visible_to(nilufar.actor)) == []


def test_an_agent_sees_what_its_lenders_see(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    agency = LenderFactory(kind="agency")
    agent = Lending(ContactFactory(lender=agency))
    Lender.objects.filter(pk=nilufar.contact.lender.pk).update(agent=agency)

    assert list(facility_reports_visible_to(agent.actor)) == [report]


def test_somebody_switched_off_sees_none(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    nilufar.contact.is_active = False

    assert list(facility_reports_visible_to(nilufar.actor)) == []


def test_the_supplement_is_for_those_who_write_the_report(
    ruth: Staff, colin: Staff, loan: Loan, nilufar: Lending
) -> None:
    other = files.store(b"%PDF-1.7 a letter", name="letter.pdf")
    plans = files.store(b"%PDF-1.7 plans of the alarms", name="alarms.pdf")
    venue = loan.exhibition.showings.get().venue
    draft = writing.write(writing.draft(venue, actor=ruth.actor), {}, actor=ruth.actor, security_supplement=plans)
    writing.issue(draft, actor=ruth.actor)

    assert set(files_visible_to(ruth.actor)) == {other, plans}
    assert set(files_visible_to(colin.actor)) == {other}
    assert set(files_visible_to(nilufar.actor)) == set()


# --- Confidentiality and reading ------------------------------------------------------------------------------------


def test_confidentiality_is_accepted_once_for_each_version(
    report: FacilityReport, loan: Loan, nilufar: Lending
) -> None:
    first, again = accept(report, nilufar), accept(report, nilufar)

    assert first == again
    assert (first.ip, first.accepted_words) == ("192.0.2.7", report.confidentiality)
    assert AuditEvent.objects.get(verb="facility.confidentiality").loan_file == loan.uid
    newer = an_issued(report.venue, days_ago=1)
    with pytest.raises(NotAllowed):
        look(newer, nilufar)


def test_nothing_is_read_before_confidentiality_is_accepted(
    report: FacilityReport, loan: Loan, nilufar: Lending
) -> None:
    for call in (
        lambda: look(report, nilufar, S.FIRE),
        lambda: facility.ask(report, "Sprinklers?", contact=nilufar.contact, now=timezone.now()),
        lambda: say(report, nilufar, ACCEPTED),
    ):
        with pytest.raises(NotAllowed) as refusal:
            call()
        assert refusal.value.code == "confidential"

    assert not FacilityView.objects.exists()


def test_another_lender_accepts_and_reads_nothing(report: FacilityReport, loan: Loan, ingrid: Lending) -> None:
    with pytest.raises(NotAllowed):
        accept(report, ingrid)

    assert not FacilityAccess.objects.exists()


def test_every_look_is_logged(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    accept(report, nilufar)
    look(report, nilufar)
    look(report, nilufar, S.FIRE)
    look(report, nilufar, as_pdf=True)

    assert list(FacilityView.objects.order_by("id").values_list("who", "section", "as_pdf")) == [
        ("Nilufar Karimova", "", False),
        ("Nilufar Karimova", "fire", False),
        ("Nilufar Karimova", "", True),
    ]
    nilufar.contact.delete()
    assert FacilityView.objects.filter(who="Nilufar Karimova", contact=None).count() == 3


def test_the_log_is_never_shortened(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    accept(report, nilufar)
    look(report, nilufar)

    with pytest.raises(DatabaseError), transaction.atomic():
        FacilityView.objects.all().delete()


@pytest.mark.parametrize("section", ["parking", S.STORAGE])
def test_a_section_that_says_nothing_is_not_read(
    section: str, report: FacilityReport, loan: Loan, nilufar: Lending
) -> None:
    accept(report, nilufar)

    with pytest.raises(MissingFact):
        look(report, nilufar, section)


# --- Changed since you last saw it ----------------------------------------------------------------------------------


def test_changed_since_this_lender_last_saw_it(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    accept(report, nilufar)
    for section in (S.CLIMATE, S.FIRE):
        look(report, nilufar, section)
    an_issued(report.venue, texts={S.CLIMATE: "45 to 55 % RH.", S.LIGHT: "LED."}, days_ago=20)
    third = an_issued(report.venue, days_ago=10)

    found = sights(third, nilufar)

    # Climate changed in the second version, which she never saw; light too, but she never opened light at all.
    assert (found[S.CLIMATE], found[S.FIRE], found[S.LIGHT]) == (Sight.CHANGED, Sight.SEEN, Sight.UNREAD)
    accept(third, nilufar)
    look(third, nilufar, S.CLIMATE)
    assert sights(third, nilufar)[S.CLIMATE] == Sight.SEEN


def test_a_pdf_shows_every_section_and_the_contents_none(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    accept(report, nilufar)
    look(report, nilufar)
    assert set(sights(report, nilufar).values()) == {Sight.UNREAD}

    look(report, nilufar, as_pdf=True)
    assert set(sights(report, nilufar).values()) == {Sight.SEEN}


def test_what_one_lender_saw_says_nothing_of_another(
    report: FacilityReport, loan: Loan, nilufar: Lending, ingrid: Lending
) -> None:
    a_loan_at(report.venue, ingrid.contact.lender)
    accept(report, nilufar)
    look(report, nilufar, S.FIRE)

    assert sights(report, ingrid)[S.FIRE] == Sight.UNREAD


# --- Questions ------------------------------------------------------------------------------------------------------


def test_a_question_and_its_answer_stand_in_every_file(
    report: FacilityReport, loan: Loan, nilufar: Lending, kofi: Staff
) -> None:
    second = a_loan_at(report.venue, nilufar.contact.lender)
    a_loan_at(VenueFactory(), nilufar.contact.lender)
    accept(report, nilufar)

    row = facility.ask(report, " Gas or water? ", section=S.FIRE, contact=nilufar.contact, now=timezone.now())
    facility.answer(row, "Water mist.", actor=kofi.actor, now=timezone.now())
    row.refresh_from_db()

    assert (row.question, row.asked_by, row.answer, row.answered_by) == (
        "Gas or water?", "Nilufar Karimova", "Water mist.", "Kofi Mensah",
    )  # fmt: skip
    for verb, words in (("facility.question", "Gas or water?"), ("facility.answer", "Water mist.")):
        found = AuditEvent.objects.filter(verb=verb, words=words)
        assert set(found.values_list("loan_file", flat=True)) == {loan.uid, second.uid}


def test_a_button_pressed_twice_asks_once(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    accept(report, nilufar)

    rows = {facility.ask(report, "Why?", contact=nilufar.contact, now=timezone.now()) for _press in range(2)}

    assert len(rows) == 1
    assert AuditEvent.objects.filter(verb="facility.question").count() == 1


def test_an_empty_question_an_unknown_section_an_empty_answer(
    report: FacilityReport, loan: Loan, nilufar: Lending, kofi: Staff, colin: Staff
) -> None:
    accept(report, nilufar)
    now = timezone.now()
    for words, section in ((" ", ""), ("x" * 5_001, ""), ("Why?", "parking")):
        with pytest.raises(MissingFact):
            facility.ask(report, words, section=section, contact=nilufar.contact, now=now)
    assert not FacilityQuestion.objects.exists()

    row = facility.ask(report, "Why?", contact=nilufar.contact, now=now)
    with pytest.raises(NotAllowed):
        facility.answer(row, "Because.", actor=colin.actor, now=now)
    with pytest.raises(MissingFact):
        facility.answer(row, " ", actor=kofi.actor, now=now)
    facility.answer(row, "Because.", actor=kofi.actor, now=now)
    with pytest.raises(WrongState) as refusal:
        facility.answer(row, "Otherwise.", actor=kofi.actor, now=now)
    assert refusal.value.sentence.startswith("Kofi Mensah answered this on ")


# --- The lender's word ----------------------------------------------------------------------------------------------


def test_the_whole_is_accepted_when_no_concern_is_open(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    accept(report, nilufar)
    say(report, nilufar, CONCERNS, S.CLIMATE, "Too dry in winter.")

    with pytest.raises(WrongState) as refusal:
        say(report, nilufar, ACCEPTED)
    assert refusal.value.sentence == (
        "Concerns are open on: Climate control and records. Accept these sections first, then the report as a whole."
    )

    say(report, nilufar, ACCEPTED, S.CLIMATE)
    word = say(report, nilufar, ACCEPTED)
    assert (word.section, word.decided_by, word.event and word.event.verb) == (
        "", "Nilufar Karimova", "facility.accepted",
    )  # fmt: skip
    assert standing(report, nilufar).state == Stands.ACCEPTED
    assert list(AuditEvent.objects.filter(loan_file=loan.uid, verb="facility.concerns").values_list("words")) == [
        ("Too dry in winter.",)
    ]


def test_a_concern_suspends_an_acceptance_until_it_is_settled(
    report: FacilityReport, loan: Loan, nilufar: Lending
) -> None:
    accept(report, nilufar)
    states = []
    for verdict, section, words in (
        (ACCEPTED, "", ""),
        (CONCERNS, S.FIRE, "Gas harms our wax."),
        (ACCEPTED, S.FIRE, ""),
    ):
        say(report, nilufar, verdict, section, words)
        states.append(standing(report, nilufar).state)

    assert states == [Stands.ACCEPTED, Stands.CONCERNS, Stands.ACCEPTED]


def test_concerns_about_the_whole_are_settled_by_accepting_it(
    report: FacilityReport, loan: Loan, nilufar: Lending
) -> None:
    accept(report, nilufar)
    say(report, nilufar, CONCERNS, words="Half of it is missing.")
    assert standing(report, nilufar).words == "Concerns about: the report as a whole."

    say(report, nilufar, ACCEPTED)
    assert standing(report, nilufar).state == Stands.ACCEPTED


def test_concerns_are_said_in_words_and_the_database_agrees(
    report: FacilityReport, loan: Loan, nilufar: Lending
) -> None:
    accept(report, nilufar)

    with pytest.raises(MissingFact):
        say(report, nilufar, CONCERNS, S.FIRE, "  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        FacilityDecision.objects.create(
            lender=nilufar.contact.lender, report=report, verdict=CONCERNS, decided_on=dt.date(2026, 3, 3)
        )

    assert not FacilityDecision.objects.exists()


@pytest.mark.parametrize(("verdict", "section"), [("perhaps", ""), (ACCEPTED, "parking")])
def test_words_that_are_none(verdict: str, section: str, report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    accept(report, nilufar)

    with pytest.raises(MissingFact):
        say(report, nilufar, verdict, section)


def test_accepting_twice_says_so(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    accept(report, nilufar)
    for section in ("", S.FIRE):
        say(report, nilufar, ACCEPTED, section)
        with pytest.raises(WrongState) as refusal:
            say(report, nilufar, ACCEPTED, section)
        assert refusal.value.sentence.startswith("Nilufar Karimova accepted this on ")

    assert FacilityDecision.objects.count() == 2


def test_a_reader_may_not_decide_and_nobody_speaks_for_another(
    report: FacilityReport, loan: Loan, nilufar: Lending, ingrid: Lending
) -> None:
    reader = timur(nilufar)
    accept(report, reader)

    with pytest.raises(NotAllowed):
        say(report, reader, ACCEPTED)
    with pytest.raises(NotAllowed):
        facility.decide(report, lender=nilufar.contact.lender, verdict=ACCEPTED, actor=ingrid.actor)
    assert not FacilityDecision.objects.exists()


def test_an_old_version_and_a_draft_are_not_decided_on(report: FacilityReport, loan: Loan, ruth: Staff) -> None:
    draft = a_draft(report.venue)
    for each, words in ((draft, "is a draft still"), (report, "has replaced version 1")):
        if each is report:
            writing.issue(draft, actor=ruth.actor)
        with pytest.raises(WrongState) as refusal:
            facility.decide(each, lender=loan.lender, verdict=ACCEPTED, actor=ruth.actor, facts=BY_LETTER)
        assert words in refusal.value.sentence


def test_an_expired_report_is_not_accepted_but_concerns_can_be_raised(
    loan: Loan, nilufar: Lending, report: FacilityReport, ruth: Staff
) -> None:
    day = timezone.localdate()
    draft = writing.draft(report.venue, actor=ruth.actor)
    expired = writing.issue(
        draft, actor=ruth.actor, on=day - dt.timedelta(days=9), expires_on=day - dt.timedelta(days=1)
    )
    accept(expired, nilufar)

    with pytest.raises(WrongState) as refusal:
        say(expired, nilufar, ACCEPTED)
    say(expired, nilufar, CONCERNS, words="It is too old.")

    assert refusal.value.code == "expired"
    assert standing(expired, nilufar).state == Stands.EXPIRED


def test_staff_record_what_came_by_letter(report: FacilityReport, loan: Loan, ruth: Staff, nilufar: Lending) -> None:
    friday = timezone.localdate() - dt.timedelta(days=3)
    facts = Facts(happened_on=friday, decided_by="Dr Rahimova", authority="letter", authority_number="17/a")

    word = facility.decide(report, lender=loan.lender, verdict=ACCEPTED, actor=ruth.actor, facts=facts)

    assert (word.decided_by, word.decided_on) == ("Dr Rahimova", friday)
    assert word.event is not None
    assert (word.event.recorded_by, word.event.authority, word.event.loan_file) == ("Ruth Okafor", "letter", loan.uid)
    assert standing(report, nilufar).state == Stands.ACCEPTED


@pytest.mark.parametrize(
    "facts",
    [
        Facts(authority="letter"),
        Facts(decided_by="Dr Rahimova"),
        Facts(decided_by="Dr Rahimova", authority="letter", happened_on=dt.date(2099, 1, 1)),
    ],
)
def test_staff_say_who_decided_how_we_know_and_when(
    facts: Facts, report: FacilityReport, loan: Loan, ruth: Staff
) -> None:
    with pytest.raises(MissingFact):
        facility.decide(report, lender=loan.lender, verdict=ACCEPTED, actor=ruth.actor, facts=facts)

    assert not AuditEvent.objects.filter(verb="facility.accepted").exists()


def test_a_conservator_records_no_answer_and_a_stranger_has_none_to_record(
    report: FacilityReport, loan: Loan, kofi: Staff, ruth: Staff
) -> None:
    with pytest.raises(NotAllowed):
        facility.decide(report, lender=loan.lender, verdict=ACCEPTED, actor=kofi.actor, facts=BY_LETTER)
    with pytest.raises(LoanError) as refusal:
        facility.decide(report, lender=LenderFactory(), verdict=ACCEPTED, actor=ruth.actor, facts=BY_LETTER)

    assert "there is nothing to decide" in refusal.value.sentence


def test_the_agents_word_counts_and_waits_for_its_lenders_concerns(
    report: FacilityReport, loan: Loan, nilufar: Lending
) -> None:
    agency = LenderFactory(name="Foundation for Arts", kind="agency")
    agent = Lending(ContactFactory(lender=agency))
    lender = nilufar.contact.lender
    lender.agent = agency
    lender.save()
    for each in (nilufar, agent):
        accept(report, each)
    say(report, nilufar, CONCERNS, S.FIRE, "Gas harms our wax.")

    with pytest.raises(WrongState) as refusal:
        say(report, agent, ACCEPTED)
    assert refusal.value.sentence == "Museum of Samarkand Hill has concerns still. They have to be settled first."
    say(report, nilufar, ACCEPTED, S.FIRE)
    say(report, agent, ACCEPTED)

    assert standing(report, nilufar).state == Stands.ACCEPTED
    assert AuditEvent.objects.filter(verb="facility.accepted", loan_file=loan.uid).count() == 2


# --- How far each is ------------------------------------------------------------------------------------------------


def test_each_state_says_what_is_so(report: FacilityReport, loan: Loan, nilufar: Lending, ruth: Staff) -> None:
    def now() -> tuple[Stands, str]:
        each = standing(report, nilufar)
        return each.state, each.words

    assert now() == (Stands.UNREAD, "Nobody there has opened version 1.")
    accept(report, nilufar)
    look(report, nilufar)
    assert now()[0] == Stands.READ
    say(report, nilufar, CONCERNS, S.FIRE, "Gas?")
    assert now() == (Stands.CONCERNS, "Concerns about: Fire detection and suppression.")
    say(report, nilufar, ACCEPTED, S.FIRE)
    say(report, nilufar, ACCEPTED)
    assert now()[0] == Stands.ACCEPTED
    an_issued(report.venue, texts={S.FIRE: "Water mist."}, days_ago=1)
    assert now() == (Stands.UNREAD, "Version 1 was read; version 2 is new.")
    bare = facility.standings([(nilufar.contact.lender, VenueFactory())])[0]
    assert (bare.state, bare.words) == (Stands.NO_REPORT, "No report was issued for this venue.")


@pytest.mark.parametrize("number", [1, 3])
def test_standings_cost_the_same_however_many(
    number: int, report: FacilityReport, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pairs = [(LenderFactory(), venue) for _each in range(number) for venue in (report.venue, an_issued().venue)]

    with django_assert_num_queries(5):
        assert len(facility.standings(pairs)) == number * 2


def test_the_gate_follows_the_lenders_word(report: FacilityReport, loan: Loan, nilufar: Lending) -> None:
    line = loan.lines.get()
    accept(report, nilufar)

    def passes() -> bool:
        return gates.states([line])[line.pk]["facility_report"].passes

    found = [passes()]
    for verdict, section, words in ((ACCEPTED, "", ""), (CONCERNS, S.FIRE, "Gas?"), (ACCEPTED, S.FIRE, "")):
        say(report, nilufar, verdict, section, words)
        found.append(passes())
    an_issued(report.venue, days_ago=1)
    found.append(passes())

    assert found == [False, True, False, True, False]
