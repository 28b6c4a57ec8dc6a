"""One loan from an imported list to a condition report, by everybody it takes, on the running product."""

import datetime as dt
import json
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lenders.models import CollectionObject, Lender
from loans.models import Loan, LoanLine
from office.people.models import User
from office.people.roles import Role
from office.post.models import Letter
from tests.factories import ContactFactory, ExhibitionFactory, LenderFactory, UserFactory
from tests.journeys.house import House, code_in, link_in, text_of
from tests.loans.services.test_reports import picture

PASSWORD = "correct horse battery"
LIST = """Accession number;Title;Date;Materials;Dimensions;Credit line
1988.4;Ewer with running animals;206 BCE-220 CE;silver;height 48,3 cm;Purchased 1988
1988.12.A-B;Covered bowl;7th century;glazed ceramic;height 8.3 cm x width 15.2 cm;Gift
1991.7;Textile fragment with pheasants;8th century;silk;30 x 20 cm;Purchased 1991
1991.8;;9th century;;;
"""

pytestmark = pytest.mark.browser


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    return {
        "curator": UserFactory(email="curator@museum.example", name="Colin Marsh", role=Role.CURATOR),
        "registrar": UserFactory(email="registrar@museum.example", name="Ruth Okafor", role=Role.REGISTRAR),
    }


@pytest.fixture
def lender(people: dict[str, User]) -> Lender:
    lender = LenderFactory(code="SAM", name="Museum of Samarkand Hill")
    ContactFactory(lender=lender, name="Nilufar Karimova", email="nilufar@samarkand.example")
    ExhibitionFactory(code="SILK", title="Roads of Silk", registrar=people["registrar"])
    return lender


def sign_in(page: Page, house: House, email: str) -> None:
    page.goto(f"{house.url}/admin/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{house.url}/admin/")


def import_objects(page: Page, house: House, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="cp1252")
    page.goto(f"{house.url}/admin/lenders/collectionobject/import/")
    page.get_by_label("Whose objects").select_option(label="Museum of Samarkand Hill")
    page.get_by_label("The list").set_input_files(path)
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    expect(page.locator("tr", has=page.get_by_role("cell", name="5", exact=True))).to_contain_text("title")
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text("was imported for Museum of Samarkand Hill")).to_be_visible()


def add_to_checklist(page: Page, house: House) -> None:
    page.get_by_role("link", name="See the objects").click()
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("add_to_checklist")
    page.locator("button[name=index]").first.click()
    page.get_by_label("Exhibition").select_option(label="Roads of Silk")
    page.locator("button.desk-button[type=submit]").click()
    expect(page.get_by_text("1988.12.A-B")).to_be_visible()


def ask_the_lender(page: Page) -> None:
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("ask_lenders")
    page.locator("button[name=index]").first.click()
    page.get_by_role("button", name="Draft 1 loan").click()
    page.get_by_role("link", name="Send the request").first.click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("The request for 3 objects is on its way.")).to_be_visible()


def come_in(phone: Page, house: House) -> None:
    """The lender's way: the link of the letter, the button, the code of the second letter."""
    link = link_in(house.letter("nilufar@samarkand.example", about="Roads of Silk"), holding="/portal/i/")
    for _scanner in range(3):  # mail scanners open every link; nothing is used up by it
        with urllib.request.urlopen(link, timeout=10) as answer:
            assert answer.status == 200
    phone.goto(link)
    phone.get_by_role("button").first.click()
    code = code_in(house.letter("nilufar@samarkand.example", about="code"))
    phone.locator("input[name=code]").fill(code)
    phone.locator("main button[type=submit]").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("3 objects wait for your answer")


def decide(phone: Page) -> None:
    phone.get_by_role("link", name="Answer 3 objects").click()
    for title in ("Ewer with running animals", "Covered bowl"):
        phone.get_by_role("link", name=title).click()
        phone.locator("input[name=answer][value=approve]").check()
        phone.get_by_role("button", name="Record the answer").click()
        expect(phone.get_by_text("What is recorded")).to_be_visible()
        phone.get_by_role("link", name="Back to the list").click()
    phone.get_by_role("link", name="Textile fragment with pheasants").click()
    phone.locator("input[name=answer][value=decline]").check()
    phone.locator("[name=reason_code]").select_option("fragile")
    phone.get_by_role("button", name="Record the answer").click()
    expect(phone.get_by_text("Too fragile")).to_be_visible()


def report_on_the_ewer(page: Page, house: House, tmp_path: Path) -> Path:
    line = LoanLine.objects.get(object__accession_number="1988.4")
    page.goto(f"{house.url}/admin/loans/{line.loan.reference}/objects/{line.uid}/report/")
    page.get_by_label("Which examination").select_option(label="Outgoing, at the lender")
    page.get_by_role("button", name="Start it").click()
    photo = tmp_path / "front.jpg"
    photo.write_bytes(picture())
    page.locator("input[name=new_photos]").set_input_files(photo)
    page.locator("[name=condition]").select_option("good")
    page.locator("[name=stable]").select_option("true")
    page.locator("textarea[name=summary]").fill("Sound; an old dent at the foot.")
    page.locator("[name=_save]").first.click()
    page.locator("a.desk-button", has_text="Sign").first.click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("is signed and stays as it is")).to_be_visible()
    with page.expect_response(lambda answer: answer.headers.get("content-type") == "application/pdf") as shown:
        page.get_by_role("button", name="PDF").first.click()
    answer = page.request.get(f"{shown.value.url}?download")
    assert "attachment" in answer.headers["content-disposition"]
    path = tmp_path / "report.pdf"
    path.write_bytes(answer.body())
    return path


def from_the_api(house: House) -> dict[str, str]:
    token = house.manage("create_token", "TMS", "--scopes", "loans:read", "objects:read")
    request = urllib.request.Request(f"{house.url}/api/v1/lines/", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return {line["object"]["accession_number"]: line["status"] for line in json.load(answer)["results"]}


def test_one_loan_from_the_list_to_the_report(
    house: House, lender: Lender, desk: Page, phone: Page, tmp_path: Path
) -> None:
    sign_in(desk, house, "curator@museum.example")
    import_objects(desk, house, tmp_path)
    assert CollectionObject.objects.get(accession_number="1988.4").earliest_year == -206
    add_to_checklist(desk, house)
    ask_the_lender(desk)
    loan = Loan.objects.get()

    # A reminder goes out on its day, once, however often the clerk comes by.
    due = loan.deadlines.get(kind="answer").due_date
    on = str(due - dt.timedelta(days=14))
    assert house.manage("send_reminders", "--on", on).startswith("letters ")
    house.letter("nilufar@samarkand.example", about="minder")
    assert house.manage("send_reminders", "--on", on) == "letters 0, reminders 0, failed 0"
    reminders = [each for each in house.letters("nilufar@samarkand.example") if "minder" in str(each["subject"])]
    assert len(reminders) == 1

    come_in(phone, house)
    decide(phone)

    desk.goto(f"{house.url}/admin/loans/{loan.reference}/")
    expect(desk.locator("#object-1")).to_contain_text("Approved")
    expect(desk.locator("#object-2")).to_contain_text("Approved")
    expect(desk.locator("#object-3")).to_contain_text("Too fragile")
    assert "declined" in text_of(house.letter("registrar@museum.example", about="Samarkand")).lower()

    sign_out_and_in(desk, house, "registrar@museum.example")
    report = report_on_the_ewer(desk, house, tmp_path)
    assert report.read_bytes().startswith(b"%PDF-")

    assert from_the_api(house) == {"1988.4": "approved", "1988.12.A-B": "approved", "1991.7": "declined"}
    assert Letter.objects.exclude(status="sent").count() == 0


def sign_out_and_in(page: Page, house: House, email: str) -> None:
    page.context.clear_cookies()
    sign_in(page, house, email)
