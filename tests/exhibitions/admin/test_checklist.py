"""Objects come onto a checklist by number, by search, and from the list of objects."""

from django.urls import reverse

from tests.factories import ChecklistEntryFactory, CollectionObjectFactory, ExhibitionFactory
from tests.personas import Staff


def test_numbers_pasted_from_a_mail_put_objects_on_the_list(colin: Staff) -> None:
    show = ExhibitionFactory(code="SILK24")
    for number in ("A-1", "A-2"):
        CollectionObjectFactory(accession_number=number)

    colin.client.post(reverse("admin:checklist_add", args=("SILK24",)), {"numbers": "A-1\nA-2\n"})

    assert [entry.object.accession_number for entry in show.entries.order_by("number")] == ["A-1", "A-2"]


def test_a_number_nobody_has_is_named(colin: Staff) -> None:
    ExhibitionFactory(code="SILK24")

    response = colin.client.post(reverse("admin:checklist_add", args=("SILK24",)), {"numbers": "Z-9"})

    assert "No object has this number: Z-9." in response.content.decode()


def test_a_number_that_two_lenders_have_is_asked_back(colin: Staff) -> None:
    show = ExhibitionFactory(code="SILK24")
    CollectionObjectFactory.create_batch(2, accession_number="A-1")

    response = colin.client.post(reverse("admin:checklist_add", args=("SILK24",)), {"numbers": "A-1"})

    assert "More than one lender has A-1." in response.content.decode()
    assert show.entries.count() == 0


def test_ticked_objects_go_to_a_checklist_once(colin: Staff) -> None:
    show, thing = ExhibitionFactory(), CollectionObjectFactory()
    action = {"action": "add_to_checklist", "_selected_action": thing.pk, "index": 0}
    address = reverse("admin:lenders_collectionobject_changelist")

    asked = colin.client.post(address, action)
    for _press in range(2):
        done = colin.client.post(address, {**action, "exhibition": show.pk}, follow=True)

    assert "Add to a checklist" in asked.content.decode()
    assert show.entries.count() == 1
    assert "1 was there already." in done.content.decode()


def test_entries_are_chosen_and_dropped_together(colin: Staff) -> None:
    entries = ChecklistEntryFactory.create_batch(2)

    colin.client.post(
        reverse("admin:exhibitions_checklistentry_changelist"),
        {"action": "choose", "_selected_action": [entry.pk for entry in entries], "index": 0},
    )

    for entry in entries:
        entry.refresh_from_db()
    assert {entry.wish_status for entry in entries} == {"chosen"}


def test_vera_changes_no_checklist(vera: Staff) -> None:
    ExhibitionFactory(code="SILK24")

    assert vera.client.get(reverse("admin:checklist_add", args=("SILK24",))).status_code == 403
