"""Addresses and forms that nobody's link or button makes are answered, never with a fault."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import ContactFactory, ExhibitionFactory, LoanLineFactory
from tests.loans.admin.rows import ROWS
from tests.personas import Staff

NINES = "9" * 30
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def root(ada: Staff) -> Staff:
    ada.user.is_superuser = True
    ada.user.role = "head"
    ada.user.save()
    return ada


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_asked_for_nonsense_is_shown_without_it(model: type, root: Staff) -> None:
    ROWS[model]()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")  # type: ignore[attr-defined]
    nonsense = [
        f"p={NINES}", "p=-4", "p=x", "p=%00", "name=%00", "status__exact=%00", "kind__exact=%00", "about=%00", "q=%00",
        "name__regex=(", "id__exact=x", f"id__exact={NINES}", "lender__id__exact=x", f"lender__id__exact={NINES}",
        "exhibition__id__exact=x", f"exhibition__id__exact={'9' * 5000}", "owner__id__exact=%00", "role__exact=%00",
        "is_active__exact=maybe", "%00=1", "e=1&p=" + NINES, "_to_field=password", "stage=%00", "when=nonsense",
    ]  # fmt: skip
    for query in nonsense:
        response = root.client.get(f"{address}?{query}", follow=True)
        assert (query, response.status_code) == (query, 200)
        assert "cl" in response.context


def test_a_line_that_is_no_uuid_is_not_there(ruth: Staff) -> None:
    line = LoanLineFactory()

    assert ruth.client.get(f"/admin/loans/{line.loan.reference}/objects/{'-' * 36}/hold/").status_code == 404
    assert ruth.client.get(f"/admin/loans/{line.loan.reference}/objects/{'a' * 36}/report/").status_code == 404
    assert ruth.client.get(f"/admin/loans/{line.loan.reference}/objects/{line.uid}/hold/").status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [("term=%00", 200), ("term=a%00b", 200), ("page=" + NINES, 404), ("page=0", 200), ("page=x", 404)],
)
@pytest.mark.parametrize(
    "of",
    ["app_label=lenders&model_name=contact&field_name=lender", "app_label=loans&model_name=deadline&field_name=owner"],
)
def test_finding_by_typing_takes_anything(of: str, query: str, expected: int, ruth: Staff) -> None:
    ContactFactory()

    assert ruth.client.get(f"/admin/autocomplete/?{of}&{query}").status_code == expected


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("lenders/contact", "lender"), ("loans/deadline", "loan"), ("loans/deadline", "owner"),
        ("exhibitions/checklistentry", "object"), ("lenders/lender", "agent"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["x", "%00", NINES, "9" * 5000, "-1", "1,2"])
def test_a_form_filled_beforehand_or_sent_with_nonsense_opens(page: str, field: str, value: str, ruth: Staff) -> None:
    address = f"/admin/{page}/add/"

    filled = ruth.client.get(f"{address}?{field}={value}")
    sent = ruth.client.post(address, {field: value.replace("%00", "\x00")})

    assert (filled.status_code, sent.status_code) == (200, 200)


@pytest.mark.parametrize("value", ["x", "\x00", NINES])
def test_nonsense_is_no_object_to_add(value: str, ruth: Staff) -> None:
    show = ExhibitionFactory()

    response = ruth.client.post(reverse("admin:checklist_add", args=(show.code,)), {"objects": value})

    assert response.status_code == 422
    assert "objects" in response.context["form"].errors


@pytest.mark.parametrize("value", ["x", "\x00", NINES])
def test_a_tick_that_is_no_row_does_nothing(value: str, ruth: Staff) -> None:
    ROWS[next(model for model in MODELS if model.__name__ == "Deadline")]()

    response = ruth.client.post(
        "/admin/loans/deadline/", {"action": "finish", "_selected_action": value, "index": 0}, follow=True
    )

    assert response.status_code == 200
    assert "Tick the rows first" in response.content.decode()


def test_asking_for_numbers_no_entry_can_have(ruth: Staff) -> None:
    show = ExhibitionFactory()

    for number in ("x", NINES, "9" * 5000, "9" * 18):
        assert ruth.client.get(reverse("admin:ask", args=(show.code,)), {"n": number}).status_code == 200


@pytest.mark.parametrize("value", ["%00", "a%00b", "x", NINES, "-" * 36, "%F0%9F%8C%8D"])
def test_a_page_of_a_show_or_a_loan_passes_over_nonsense(value: str, root: Staff) -> None:
    line = LoanLineFactory(status="received")
    show, loan = f"/admin/exhibitions/{line.loan.exhibition.code}", f"/admin/loans/{line.loan.reference}"
    asked = [
        f"{show}/gates/?lender={value}&way={value}&only={value}",
        f"{show}/gates/choose/?gate={value}&line={value}",
        f"{show}/gates/choose/?gate=agreement&line={value}",
        f"{show}/gates/agreement/?line={value}",
        f"{show}/permits/new/?line={value}&kind={value}&direction={value}",
        f"{show}/standing/?x={value}",
        f"{show}/where/?at={value}",
        f"{show}/crates/labels/?crate={value}",
        f"{show}/fitness/?only={value}",
        f"{show}/cover/new/?line={value}",
        *(f"{show}/shipments/plan/{way}/?loan={value}" for way in ("out", "home", "onward")),
        f"{loan}/move/?name={value}&line={value}",
        f"{loan}/move/?name=receive&line={value}",
        f"{loan}/move/receive/?line={value}",
        reverse("admin:terms", args=(line.loan.reference,)) + f"?object={value}",
        reverse("admin:terms_add", args=(line.loan.reference,)) + f"?line={value}",
        f"/admin/scan/{value}/",
    ]

    for address in asked:
        assert (address, root.client.get(address).status_code) in [(address, code) for code in (200, 302, 404)]
