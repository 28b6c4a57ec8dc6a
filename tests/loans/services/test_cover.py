"""Cover is arranged, named for objects and accepted by each lender; what can't be so is refused with its sentence."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from djmoney.money import Money
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from exhibitions.models import Exhibition
from loans.errors import LoanError, MissingFact, NotAllowed, WrongState
from loans.models import Cover, CoverAcceptance, LoanLine
from loans.services import cover as services
from loans.states import LineStatus
from office.people.roles import Role
from office.records.actors import Actor
from office.records.audit import Facts
from office.records.models import AuditEvent, Authority
from tests.factories import ExhibitionFactory, LoanFactory, LoanLineFactory, UserFactory
from tests.personas import Lending, Staff

FROM, UNTIL = dt.date(2026, 9, 1), dt.date(2027, 4, 1)
POLICY: dict[str, Any] = {
    "kind": "commercial",
    "reference": "POL-7731",
    "insurer": "Hiscox",
    "period": DateRange(FROM, UNTIL),
    "granted_on": dt.date(2026, 8, 1),
    "claims_days": 30,
}
LETTER = Facts(decided_by="Nilufar Karimova", authority=Authority.LETTER, happened_on=dt.date(2026, 8, 20))


def a_line(lending: Lending | None = None, **fields: Any) -> LoanLine:
    lender = {"loan__lender": lending.contact.lender} if lending else {}
    return LoanLineFactory(status=LineStatus.CONFIRMED, **lender, **fields)


def a_cover(line: LoanLine, *, actor: Actor, **changes: Any) -> Cover:
    return services.arrange(line.loan.exhibition, actor=actor, lines=[line], **(POLICY | changes))


def test_a_registrar_arranges_cover_for_objects_of_the_show(ruth: Staff) -> None:
    line = a_line()

    cover = a_cover(line, actor=ruth.actor)

    assert (str(cover), cover.exhibition) == ("Commercial insurance POL-7731", line.loan.exhibition)
    assert list(cover.lines.all()) == [line]
    assert list(AuditEvent.objects.filter(loan_file=line.loan.uid).values_list("verb", flat=True)) == ["cover.name"]


def test_a_curator_arranges_no_cover(colin: Staff) -> None:
    line = a_line()

    with pytest.raises(NotAllowed, match=r"Your role doesn't arrange cover\. Ask a registrar\."):
        a_cover(line, actor=colin.actor)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        (
            {"period": DateRange(UNTIL, FROM)},
            "period",
            "The cover ends on 31 August 2026, before it starts on 1 April 2027. Give the days again.",
        ),
        ({"period": DateRange(FROM, FROM)}, "period", "The cover ends on 31 August 2026, before it starts on"),
        ({"period": DateRange(FROM, None)}, "period", "Give the first and the last day of the cover."),
        ({"kind": "goodwill"}, "kind", "Choose what kind of cover it is."),
        ({"reference": " "}, "reference", "A cover in force has a number"),
        ({"limit": Money(0, "GBP")}, "limit", "A limit is above zero."),
        ({"limit_vehicle": Money(5, "XAU")}, "limit_vehicle", "“XAU” is no currency we know."),
        ({"granted_on": dt.date(2099, 1, 1)}, "granted_on", "1 January 2099 is still to come."),
        ({"applied_on": dt.date(2026, 8, 2)}, "granted_on", "It was granted before it was applied for."),
    ],
)
def test_what_no_cover_can_be_is_refused_and_nothing_is_kept(
    change: dict[str, Any], field: str, sentence: str, ruth: Staff
) -> None:
    line = a_line()

    with pytest.raises(MissingFact) as refusal:
        a_cover(line, actor=ruth.actor, **change)

    assert refusal.value.field == field
    assert refusal.value.sentence.startswith(sentence)
    assert not Cover.objects.exists()
    assert not AuditEvent.objects.filter(verb__startswith="cover.").exists()


def test_an_amount_in_a_currency_nobody_knows_is_refused() -> None:
    with pytest.raises(MissingFact, match=r"“QQQ” is no currency we know\. Choose one of GBP, EUR"):
        services.money(Decimal(5), "qqq", field="limit")
    assert services.money(Decimal(5), "eur") == Money(5, "EUR")


def test_an_object_of_another_show_is_not_named(ruth: Staff) -> None:
    line, stranger = a_line(), a_line()

    with pytest.raises(WrongState) as refusal:
        services.arrange(line.loan.exhibition, actor=ruth.actor, lines=[line, stranger], **POLICY)

    assert refusal.value.sentence == (
        f"{stranger.object.title} is lent for another exhibition ({stranger.loan.reference}). "
        "A cover names objects of its own exhibition."
    )
    assert not Cover.objects.exists()


def test_what_is_not_lent_is_not_covered(ruth: Staff) -> None:
    line = LoanLineFactory(status=LineStatus.WITHDRAWN)

    with pytest.raises(WrongState, match="is “Withdrawn by us”: there is nothing to cover"):
        a_cover(line, actor=ruth.actor)


def test_the_lender_accepts_in_the_portal(ruth: Staff, nilufar: Lending) -> None:
    line = a_line(nilufar)
    cover = a_cover(line, actor=ruth.actor)

    acceptance = services.accept(cover, line.loan, actor=nilufar.actor)

    assert (acceptance.accepted_by, acceptance.loan) == ("Nilufar Karimova", line.loan)
    assert acceptance.event is not None
    assert (acceptance.event.verb, acceptance.event.authority, acceptance.event.loan_file) == (
        "cover.accept",
        "portal",
        line.loan.uid,
    )


def test_a_yes_by_letter_is_recorded_with_its_facts(ruth: Staff) -> None:
    line = a_line()
    cover = a_cover(line, actor=ruth.actor)

    acceptance = services.accept(cover, line.loan, actor=ruth.actor, facts=LETTER)

    assert acceptance.accepted_on == dt.date(2026, 8, 20)
    assert acceptance.event is not None
    assert (acceptance.event.recorded_by, acceptance.event.decided_by) == ("Ruth Okafor", "Nilufar Karimova")


@pytest.mark.parametrize(
    ("facts", "field"), [(Facts(authority="letter"), "decided_by"), (Facts(decided_by="Nilufar"), "authority")]
)
def test_a_recorded_yes_says_who_and_how(facts: Facts, field: str, ruth: Staff) -> None:
    line = a_line()
    cover = a_cover(line, actor=ruth.actor)

    with pytest.raises(MissingFact) as refusal:
        services.accept(cover, line.loan, actor=ruth.actor, facts=facts)

    assert refusal.value.field == field
    assert not CoverAcceptance.objects.exists()


def test_nobody_accepts_for_another_lender(ruth: Staff, ingrid: Lending, nilufar: Lending) -> None:
    line = a_line(nilufar)
    cover = a_cover(line, actor=ruth.actor)

    with pytest.raises(NotAllowed) as refusal:
        services.accept(cover, line.loan, actor=ingrid.actor)

    assert refusal.value.code == "not-yours"


def test_a_cover_is_accepted_once_when_granted_and_for_a_loan_it_names(ruth: Staff) -> None:
    line, other = a_line(), a_line()
    applied = a_cover(line, actor=ruth.actor, granted_on=None, reference="")
    granted = a_cover(line, actor=ruth.actor)
    services.accept(granted, line.loan, actor=ruth.actor, facts=LETTER)

    with pytest.raises(WrongState, match="It has only been applied for"):
        services.accept(applied, line.loan, actor=ruth.actor, facts=LETTER)
    with pytest.raises(WrongState, match=f"names no object of {other.loan.reference}"):
        services.accept(granted, other.loan, actor=ruth.actor, facts=LETTER)
    with pytest.raises(WrongState, match="Nilufar Karimova accepted this cover on 20 August 2026 already"):
        services.accept(granted, line.loan, actor=ruth.actor, facts=LETTER)


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({"period": DateRange(FROM, dt.date(2027, 6, 1))}, True),
        ({"reference": "POL-7731-B"}, True),
        ({"period": DateRange(FROM, dt.date(2027, 3, 1))}, False),
        ({"insurer": "Another one"}, False),
        ({"limit": Money(1_000_000, "GBP")}, False),
        ({"conditions": "Not for glass."}, False),
    ],
)
def test_what_a_lender_agreed_to_is_asked_again_when_it_changes(
    changes: dict[str, Any], stands: bool, ruth: Staff
) -> None:
    line = a_line()
    cover = a_cover(line, actor=ruth.actor)
    services.accept(cover, line.loan, actor=ruth.actor, facts=LETTER)

    services.change(cover, actor=ruth.actor, **changes)

    assert CoverAcceptance.objects.exists() is stands
    assert AuditEvent.objects.filter(verb="cover.ask_again", loan_file=line.loan.uid).exists() is not stands


def test_a_change_that_is_refused_changes_nothing(ruth: Staff) -> None:
    cover = a_cover(a_line(), actor=ruth.actor)

    with pytest.raises(MissingFact):
        services.change(cover, actor=ruth.actor, period=DateRange(UNTIL, FROM), insurer="Another one")

    cover.refresh_from_db()
    assert (cover.insurer, cover.period) == ("Hiscox", DateRange(FROM, UNTIL))


def test_naming_leaves_out_what_is_not_named_any_more(ruth: Staff) -> None:
    line = a_line()
    second = a_line(loan=LoanFactory(exhibition=line.loan.exhibition))
    cover = a_cover(line, actor=ruth.actor)
    services.accept(cover, line.loan, actor=ruth.actor, facts=LETTER)

    services.name_lines(cover, [second], actor=ruth.actor)

    assert list(cover.lines.all()) == [second]
    assert not CoverAcceptance.objects.exists()
    assert list(AuditEvent.objects.filter(loan_file=line.loan.uid).order_by("id").values_list("verb", flat=True)) == [
        "cover.name",
        "cover.accept",
        "cover.unname",
    ]


def test_limits_are_never_in_the_audit_trail(ruth: Staff) -> None:
    line = a_line()
    cover = a_cover(line, actor=ruth.actor, limit=Money(7_654_321, "GBP"), limit_vehicle=Money(1_234_567, "GBP"))
    services.change(cover, actor=ruth.actor, limit=Money(7_654_322, "GBP"))
    services.accept(cover, line.loan, actor=ruth.actor, facts=LETTER)

    told = json.dumps(list(AuditEvent.objects.values("before", "after", "words", "subject_label")))

    assert "7654" not in told
    assert "1234567" not in told
    assert AuditEvent.objects.get(verb="cover.change").after["limits"] == "changed"


class AtRandom(TestCase):
    """Whatever is typed, a cover is kept whole or not at all, and its days follow each other."""

    @settings(deadline=None)
    @given(
        first=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
        days=st.integers(-400, 400),
        granted=st.booleans(),
        reference=st.sampled_from(["", "POL-1"]),
        kind=st.sampled_from(["commercial", "state_indemnity", "lenders_own", "borne_by_lender", "other"]),
    )
    def test_a_cover(self, first: dt.date, days: int, granted: bool, reference: str, kind: str) -> None:
        show: Exhibition = ExhibitionFactory(showing=False)
        actor = Actor.staff(UserFactory(role=Role.REGISTRAR))
        sound = days > 0 and kind != "other" and (bool(reference) or not granted)
        terms = {
            "kind": kind,
            "reference": reference,
            "period": DateRange(first, first + dt.timedelta(days=days)),
            "granted_on": dt.date(2020, 1, 1) if granted else None,
        }

        if sound:
            services.arrange(show, actor=actor, **terms)
            assert show.covers.get().period.upper > first
        else:
            with pytest.raises(LoanError) as refusal:
                services.arrange(show, actor=actor, **terms)
            assert refusal.value.sentence
            assert not show.covers.exists()
