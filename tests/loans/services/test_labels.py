"""Labels and tags say numbers, marks, size and weight, and never what is in a crate, whose it is, or what it is worth."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from loans.models import HandlingMark
from loans.services import crates, labels, shipments
from tests.factories import ExhibitionFactory
from tests.loans.documents.reading import text_of
from tests.loans.travelling import lines_of, planned
from tests.personas import Staff


def address(token: str) -> str:
    return f"https://caravan.example/admin/scan/{token}/"


@pytest.fixture
def secrets() -> list[str]:
    return ["Wall painting of the ambassadors", "Samarkand State Museum", "A-1867", "4500000", "GBP", "Nilufar"]


def test_a_crate_label_says_nothing_of_what_is_inside(ruth: Staff, secrets: list[str]) -> None:
    show = ExhibitionFactory(code="ROADS", title="Roads of Silk")
    (line,) = lines_of(show, number=1, lender__name=secrets[1])
    line.object.title, line.object.accession_number = secrets[0], secrets[2]
    line.object.save()
    type(line).objects.filter(pk=line.pk).update(agreed_value=Decimal("4500000"), agreed_value_currency="GBP")
    shipment = planned(show, [line], actor=ruth.actor)
    crate = crates.create(
        show,
        number=3,
        measures=crates.Measures(length_mm=1241, width_mm=800, height_mm=650, weight_kg=Decimal("86.5")),
        marks=[HandlingMark.UPRIGHT, HandlingMark.FRAGILE],
        note="Nilufar's crate",
        actor=ruth.actor,
    )
    shipments.pack_into(shipment, crate, [line], actor=ruth.actor)

    said = text_of(labels.crate_labels(show, [crate], address=address))

    assert [
        word for word in ("ROADS", "This way up", "Fragile", "125 × 80 × 65 cm", "86.5 kg") if word not in said
    ] == []
    assert crate.token in said.replace(" ", "")
    assert [word for word in secrets if word.casefold() in said.casefold()] == []


def test_an_object_tag_says_its_number_alone(ruth: Staff, secrets: list[str]) -> None:
    show = ExhibitionFactory(code="ROADS")
    (line,) = lines_of(show, number=1, lender__name=secrets[1])
    line.object.title, line.object.accession_number = secrets[0], secrets[2]
    line.object.save()

    said = text_of(labels.object_tags(show, [line], address=address))

    assert f"{line.loan.reference}/{line.number}" in said
    assert [word for word in secrets if word.casefold() in said.casefold()] == []


def test_the_labels_open_for_staff_alone(ruth: Staff, client: Client) -> None:
    show = ExhibitionFactory(code="ROADS")
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    shipments.pack_into(shipment, crates.create(show, actor=ruth.actor), lines, actor=ruth.actor)

    for name, args in (
        ("admin:crate_labels", ("ROADS",)),
        ("admin:shipment_labels", (shipment.reference,)),
        ("admin:shipment_tags", (shipment.reference,)),
    ):
        answer = ruth.client.get(reverse(name, args=args))
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
        assert client.get(reverse(name, args=args)).status_code == 302
