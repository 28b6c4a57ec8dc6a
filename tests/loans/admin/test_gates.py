"""The gate board, an object's gates, and permits, as staff use them."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from loans.models import GateRecord, LoanLine, Permit
from loans.states import LineStatus
from tests.factories import LoanFactory, LoanLineFactory
from tests.personas import Lending, Staff


@pytest.fixture
def line(nilufar: Lending) -> LoanLine:
    return LoanLineFactory(loan=LoanFactory(lender=nilufar.contact.lender), status=LineStatus.CONFIRMED)


def test_the_board_shows_each_object_by_each_gate(ruth: Staff, line: LoanLine) -> None:
    LoanLineFactory(loan=line.loan, status=LineStatus.DECLINED, reason_code="costs", object__title="The declined one")

    html = ruth.client.get(reverse("admin:gates", args=(line.loan.exhibition.code,))).text

    assert line.object.title in html
    assert "The declined one" not in html
    assert "<td class=o>open" in html
    assert "0 of 1 object has nothing open." in html


def test_the_board_asks_a_fixed_number_of_questions(
    ruth: Staff, line: LoanLine, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:gates", args=(line.loan.exhibition.code,))
    ruth.client.get(address)
    LoanLineFactory.create_batch(3, loan=line.loan, status=LineStatus.READY)
    with django_assert_max_num_queries(25):
        ruth.client.get(address)


def test_a_registrar_files_due_diligence_for_two_objects(ruth: Staff, line: LoanLine) -> None:
    other = LoanLineFactory(loan=line.loan, status=LineStatus.CONFIRMED)
    code = line.loan.exhibition.code

    chosen = ruth.client.get(
        reverse("admin:gate_choose", args=(code,)), {"gate": "due_diligence", "line": [line.uid, other.uid]}
    )
    page = ruth.client.get(chosen["Location"])
    done = ruth.client.post(chosen["Location"], {"state": "satisfied", "number": "DD/17"})

    assert (page.status_code, done.status_code) == (200, 302)
    assert GateRecord.objects.filter(state="satisfied", evidence_number="DD/17").count() == 2


def test_without_evidence_the_form_says_what_is_missing(ruth: Staff, line: LoanLine) -> None:
    address = f"{reverse('admin:gate_decide', args=(line.loan.exhibition.code, 'due_diligence'))}?line={line.uid}"

    answer = ruth.client.post(address, {"state": "satisfied"})

    assert answer.status_code == 422
    assert "attach the file or give its number" in answer.text
    assert GateRecord.objects.count() == 0


@pytest.mark.parametrize(("who", "offered"), [("ruth", False), ("hanna", True)])
def test_only_the_head_is_offered_a_waiver(
    request: pytest.FixtureRequest, line: LoanLine, who: str, offered: bool
) -> None:
    person: Staff = request.getfixturevalue(who)
    address = f"{reverse('admin:gate_decide', args=(line.loan.exhibition.code, 'cover'))}?line={line.uid}"

    assert ('value="waived"' in person.client.get(address).text) is offered


def test_an_object_tells_all_its_gates(ruth: Staff, vera: Staff, line: LoanLine) -> None:
    address = reverse("admin:line_gates", args=(line.loan.reference, line.uid))

    html = ruth.client.get(address).text

    assert "There is no agreement yet." in html
    assert "Have the agreement signed by both sides." in html
    assert "Decide" in html
    assert "Decide" not in vera.client.get(address).text


def test_a_gate_is_taken_back(ruth: Staff, line: LoanLine) -> None:
    GateRecord.objects.create(
        line=line, gate="cover", state="not_needed", reason="x", decided_by="Ruth", decided_on=timezone.localdate()
    )
    address = reverse("admin:gate_forget", args=(line.loan.reference, line.uid, "cover"))

    assert ruth.client.post(address, {"reason": ""}).status_code == 422
    assert ruth.client.post(address, {"reason": "Wrong object"}).status_code == 302
    assert GateRecord.objects.count() == 0


def test_a_decree_is_recorded_for_the_ticked_objects(ruth: Staff, line: LoanLine) -> None:
    code = line.loan.exhibition.code
    said = {
        "kind": "decree", "direction": "out", "status": "granted", "number": "ПП-412", "authority": "Cabinet",
        "signatory": "The minister", "issued_on": "2026-03-03", "return_by": "2027-12-31", "country": "UZ",
        "lines": [str(line.uid)],
    }  # fmt: skip

    done = ruth.client.post(reverse("admin:permit_new", args=(code,)), said)
    permit = Permit.objects.get()
    changed = ruth.client.post(reverse("admin:permit", args=(code, permit.uid)), {**said, "number": "ПП-413"})

    permit.refresh_from_db()
    assert (done.status_code, changed.status_code) == (302, 302)
    assert (permit.number, list(permit.lines.all())) == ("ПП-413", [line])
    assert "ПП-413" in ruth.client.get(reverse("admin:permits", args=(code,))).text


def test_a_viewer_records_no_permit(vera: Staff, line: LoanLine) -> None:
    address = reverse("admin:permit_new", args=(line.loan.exhibition.code,))

    vera.client.post(address, {"kind": "decree", "status": "applied", "direction": "out", "lines": [str(line.uid)]})

    assert Permit.objects.count() == 0
    assert "Your role doesn't record permits." in vera.client.get(address).text


def test_a_permit_of_another_show_is_not_here(ruth: Staff, line: LoanLine) -> None:
    stranger = LoanLineFactory()
    permit = Permit.objects.create(exhibition=stranger.loan.exhibition, kind="decree", direction="out")

    assert ruth.client.get(reverse("admin:permit", args=(line.loan.exhibition.code, permit.uid))).status_code == 404
    assert ruth.client.get(reverse("admin:gates", args=("NOTHERE",))).status_code == 404
