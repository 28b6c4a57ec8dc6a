"""Amendments: a new version, signed again; what it says is done when both have signed, and not before."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from djmoney.money import Money

from loans.errors import Conflict, LoanError, MissingFact, WrongState
from loans.models import AgreementVersion, Deadline, Loan, LoanLine
from loans.services import agreements, deadlines, terms
from loans.services.agreements import Changes
from loans.services.terms import Offer
from loans.states import LineStatus
from tests.factories import CollectionObjectFactory, LoanLineFactory, ShowingFactory
from tests.loans.services.agreements.desk import executed, provenance_checked, sees_values, settled, sign, signatory
from tests.loans.services.agreements.test_composing import a_pdf, told
from tests.personas import Lending, Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(ruth: Staff, nilufar: Lending) -> Loan:
    return settled(nilufar, ruth)


@pytest.fixture
def signed(loan: Loan, ruth: Staff, hanna: Staff, nilufar: Lending) -> AgreementVersion:
    return executed(loan, nilufar, ruth, hanna)


def amend(signed: AgreementVersion, ruth: Staff, kind: str, **changes: Any) -> AgreementVersion:
    return agreements.amend(
        signed.agreement, kind=kind, summary="The show is prolonged.", changes=Changes(**changes), actor=ruth.actor
    )


def both_sign(version: AgreementVersion, ruth: Staff, hanna: Staff, nilufar: Lending) -> AgreementVersion:
    version = agreements.issue(version, actor=ruth.actor)
    sign(version, signatory(nilufar, f"Director {version.number}").actor)
    return sign(version, hanna.actor)


def later(loan: Loan, days: int = 60) -> dt.date:
    last: dt.date = loan.period.upper
    return last + dt.timedelta(days=days)


def test_an_extension_is_in_force_when_both_have_signed(
    loan: Loan, signed: AgreementVersion, ruth: Staff, hanna: Staff, nilufar: Lending
) -> None:
    deadlines.plan(loan, actor=ruth.actor)
    until = later(loan)
    version = amend(signed, ruth, "extension", until=until)
    signed.agreement.refresh_from_db()
    assert (version.number, signed.agreement.in_force, signed.agreement.latest) == (2, signed, version)
    assert {line.period.upper for line in loan.lines.all()} == {loan.period.upper}

    done = both_sign(version, ruth, hanna, nilufar)

    loan.refresh_from_db()
    assert (done.agreement.in_force, loan.period.upper) == (version, until)
    assert {line.period.upper for line in loan.lines.all()} == {until}
    assert Deadline.objects.filter(loan=loan, kind="return").exists()


def test_it_says_what_changes(signed: AgreementVersion, ruth: Staff, loan: Loan) -> None:
    line = loan.lines.get(number=1)

    version = amend(signed, ruth, "value", values={str(line.uid): Money(99_000, "EUR")})

    changes = agreements.changed(signed, version)
    assert [(each.kind, each.before, each.after) for each in changes] == [("changed", "GBP 12,500.00", "EUR 99,000.00")]
    assert agreements.changed(signed, version, values=False) == []


def test_new_values_count_from_both_signatures(
    loan: Loan, signed: AgreementVersion, ruth: Staff, hanna: Staff, nilufar: Lending
) -> None:
    line = loan.lines.get(number=1)
    version = amend(signed, ruth, "value", values={str(line.uid): Money(99_000, "EUR")})

    both_sign(version, ruth, hanna, nilufar)

    line.refresh_from_db()
    assert line.agreed_value == Money(99_000, "EUR")


def test_another_venue(loan: Loan, signed: AgreementVersion, ruth: Staff, hanna: Staff, nilufar: Lending) -> None:
    elsewhere = ShowingFactory(exhibition=loan.exhibition)
    here = loan.exhibition.showings.exclude(pk=elsewhere.pk).get()

    version = amend(signed, ruth, "venue", showings=(str(here.uid), str(elsewhere.uid)))
    both_sign(version, ruth, hanna, nilufar)

    assert {frozenset(line.showings.all()) for line in loan.lines.all()} == {frozenset({here, elsewhere})}


def test_one_object_for_another(
    loan: Loan, signed: AgreementVersion, ruth: Staff, hanna: Staff, nilufar: Lending
) -> None:
    old = loan.lines.get(number=2)
    new = CollectionObjectFactory(lender=loan.lender, title="Ewer with a camel")

    version = amend(
        signed, ruth, "substitution", substitutes={str(old.uid): str(new.uid)}, values={str(old.uid): Money(500, "GBP")}
    )
    both_sign(version, ruth, hanna, nilufar)

    old.refresh_from_db()
    entered = loan.lines.get(object=new)
    assert (old.status, old.agreed_value) == (LineStatus.TERMINATED, Money(25_000, "GBP"))
    assert (entered.status, entered.agreed_value, entered.number) == (LineStatus.CONFIRMED, Money(500, "GBP"), 3)
    assert [row["title"] for row in version.schedule] == [loan.lines.get(number=1).object.title, "Ewer with a camel"]


def test_what_is_with_us_is_not_exchanged(loan: Loan, signed: AgreementVersion, ruth: Staff) -> None:
    old = loan.lines.get(number=2)
    LoanLine.objects.filter(pk=old.pk).update(status=LineStatus.RECEIVED)
    new = CollectionObjectFactory(lender=loan.lender)

    with pytest.raises(WrongState) as refused:
        amend(signed, ruth, "substitution", substitutes={str(old.uid): str(new.uid)})

    assert refused.value.sentence.endswith("it can be recalled or returned, not exchanged for another.")


def test_an_extension_into_another_loan_is_refused(loan: Loan, signed: AgreementVersion, ruth: Staff) -> None:
    line = loan.lines.get(number=1)
    LoanLineFactory(
        object=line.object, loan__lender=loan.lender, status=LineStatus.APPROVED,
        period=DateRange(loan.period.upper, later(loan, 90)),
    )  # fmt: skip

    with pytest.raises(Conflict) as refused:
        amend(signed, ruth, "extension", until=later(loan))

    assert refused.value.sentence.startswith("This object is promised to “")
    loan.refresh_from_db()
    assert AgreementVersion.objects.count() == 1


def test_promised_meanwhile_the_last_signature_is_refused(
    loan: Loan, signed: AgreementVersion, ruth: Staff, hanna: Staff, nilufar: Lending
) -> None:
    version = agreements.issue(amend(signed, ruth, "extension", until=later(loan)), actor=ruth.actor)
    sign(version, signatory(nilufar, "Second Director").actor)
    LoanLineFactory(
        object=loan.lines.get(number=1).object, loan__lender=loan.lender, status=LineStatus.APPROVED,
        period=DateRange(loan.period.upper, later(loan, 90)),
    )  # fmt: skip

    with pytest.raises(Conflict):
        sign(version, hanna.actor)

    version.refresh_from_db()
    loan.refresh_from_db()
    assert (version.organiser_signed_on, version.executed_on, version.signatures.count()) == (None, None, 1)
    assert signed.agreement.__class__.objects.get().in_force == signed


def test_one_amendment_waits_at_a_time(loan: Loan, signed: AgreementVersion, ruth: Staff) -> None:
    amend(signed, ruth, "extension", until=later(loan))

    with pytest.raises(WrongState) as refused:
        amend(signed, ruth, "other")

    assert refused.value.sentence.startswith("Version 2 is still waiting to be signed.")


def test_what_is_not_in_force_is_not_amended(ruth: Staff, loan: Loan) -> None:
    version = agreements.draft([loan], actor=ruth.actor)

    with pytest.raises(WrongState) as refused:
        amend(version, ruth, "other")

    assert "is not signed by both sides yet" in refused.value.sentence


def test_a_withdrawn_amendment_leaves_the_old_text_in_force(loan: Loan, signed: AgreementVersion, ruth: Staff) -> None:
    version = amend(signed, ruth, "extension", until=later(loan))

    agreements.withdraw(version, actor=ruth.actor, reason="They could not agree.")

    signed.agreement.refresh_from_db()
    assert (signed.agreement.in_force, signed.agreement.latest) == (signed, signed)
    assert amend(signed, ruth, "other").number == 3


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("extension", {}, "until"),
        ("value", {}, "values"),
        ("venue", {}, "showings"),
        ("substitution", {}, "substitutes"),
        ("original", {}, "kind"),
        ("value", {"values": {"nobody": Money(1, "GBP")}}, "values"),
        ("substitution", {"substitutes": {"nobody": "nothing"}}, "substitutes"),
        ("venue", {"showings": ("01a20deb-767b-7cb8-a4f7-c6b0118301e9",)}, "showings"),
    ],
)
def test_what_an_amendment_needs(
    signed: AgreementVersion, ruth: Staff, kind: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(MissingFact) as refused:
        amend(signed, ruth, kind, **changes)

    assert refused.value.field == field


def test_values_that_cannot_be(loan: Loan, signed: AgreementVersion, ruth: Staff) -> None:
    uid = str(loan.lines.get(number=1).uid)

    for money, words in ((Money(5, "XAU"), "“XAU” is no currency"), (Money(-5, "GBP"), "below zero")):
        with pytest.raises(MissingFact) as refused:
            amend(signed, ruth, "value", values={uid: money})
        assert words in refused.value.sentence


def test_an_extension_to_the_same_day(loan: Loan, signed: AgreementVersion, ruth: Staff) -> None:
    with pytest.raises(MissingFact) as refused:
        amend(signed, ruth, "extension", until=loan.period.upper)

    assert "already. Give a later day" in refused.value.sentence


def test_a_stranger_s_object_is_no_substitute(loan: Loan, signed: AgreementVersion, ruth: Staff) -> None:
    uid = str(loan.lines.get(number=1).uid)
    other = CollectionObjectFactory()

    with pytest.raises(MissingFact) as refused:
        amend(signed, ruth, "substitution", substitutes={uid: str(other.uid)})

    assert refused.value.sentence == "A substitute is another object of the same owner."


def test_the_draft_of_an_amendment_is_changed(loan: Loan, signed: AgreementVersion, ruth: Staff) -> None:
    version = amend(signed, ruth, "extension", until=later(loan))

    changed = agreements.change_amendment(
        version, summary="Longer still.", changes=Changes(until=later(loan, 90)), actor=ruth.actor
    )

    assert changed.schedule[0]["period"][1] == str(later(loan, 90))
    with pytest.raises(LoanError):
        agreements.change_amendment(version, summary=" ", changes=Changes(until=later(loan)), actor=ruth.actor)


def test_a_substitute_is_checked_for_its_provenance_too(
    loan: Loan, signed: AgreementVersion, ruth: Staff, hanna: Staff, nilufar: Lending
) -> None:
    old = loan.lines.get(number=1)
    new = CollectionObjectFactory(lender=loan.lender)
    version = amend(signed, ruth, "substitution", substitutes={str(old.uid): str(new.uid)})
    both_sign(version, ruth, hanna, nilufar)

    entered = loan.lines.get(object=new)
    provenance_checked([entered], ruth)

    assert entered.decided_on == timezone.localdate()


def changes_section(version: AgreementVersion, tmp_path: Path, *, values: bool) -> str:
    words = told(agreements.preview(version, values=values), tmp_path)
    return words.partition("What this amendment changes")[2]


def test_a_copy_without_values_says_no_amount_of_what_changes(
    loan: Loan, signed: AgreementVersion, ruth: Staff, nilufar: Lending, tmp_path: Path
) -> None:
    line = loan.lines.get(number=1)
    offers = [
        Offer("insurance", words="Insured by the Lapis Mutual", amount=Decimal(77_000), currency="GBP"),
        Offer("costs", words="Packing by the Alabaster Works", amount=Decimal(3_210), currency="GBP"),
    ]
    # Talked about as for an object that was added later.
    LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.UNDER_REVIEW)
    line.refresh_from_db()
    for row in terms.propose(loan, offers, line=line, actor=sees_values(nilufar.actor)):
        terms.accept(row, actor=ruth.actor)
    LoanLine.objects.filter(pk=line.pk).update(status=LineStatus.CONFIRMED)
    version = agreements.amend(
        signed.agreement,
        kind="value",
        summary="The value rises to EUR 99,000.",
        changes=Changes(values={str(line.uid): Money(99_000, "EUR")}),
        actor=ruth.actor,
    )

    whole = changes_section(version, tmp_path, values=True)
    blind = changes_section(version, tmp_path, values=False)

    secrets = ("12,500", "99,000", "77,000", "3,210", "Lapis Mutual", "Alabaster Works")
    assert [secret for secret in secrets if secret not in whole] == []
    assert [secret for secret in secrets if secret in blind] == []
    assert "It speaks of values, which are left out of this copy." in blind


def test_after_the_lenders_own_paper_the_amendment_says_what_it_changes(
    loan: Loan, ruth: Staff, hanna: Staff, nilufar: Lending, tmp_path: Path
) -> None:
    own = agreements.use_own_paper(agreements.draft([loan], actor=ruth.actor), file=a_pdf(), actor=ruth.actor)
    signed = both_sign(own, ruth, hanna, nilufar)
    until = later(loan)

    version = amend(signed, ruth, "extension", until=until)

    section = changes_section(version, tmp_path, values=True)
    page = ruth.client.get(f"/admin/agreements/{version.agreement.reference}/").content.decode()
    assert agreements.changed(signed, version) == []
    assert "Version 1 was the lender’s own paper, so the two are not set side by side." in section.replace("'", "’")
    assert f"The loan now ends on {until.day} {until:%B %Y}." in section
    assert "The show is prolonged." in section
    assert "Before" not in section.partition("side by side")[2][:200]
    assert "so the two are not set side by side." in page
    assert "The two say the same." not in page
