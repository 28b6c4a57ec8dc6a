"""Finding, keeping and importing objects in the admin."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lenders.models import CollectionObject, Lender
from lenders.services.search import object_search_text
from tests.factories import CollectionObjectFactory, LenderFactory, ValuationFactory
from tests.loans.admin.rows import a_picture
from tests.personas import Staff

LIST = "admin:lenders_collectionobject_changelist"
IMPORT = "admin:lenders_collectionobject_import"


def findable(**fields: Any) -> CollectionObject:
    thing = CollectionObjectFactory(**fields)
    thing.search = object_search_text(thing)
    thing.save()
    return thing


def found(staff: Staff, words: str) -> list[str]:
    response = staff.client.get(reverse(LIST), {"q": words})
    return [thing.title for thing in response.context["cl"].result_list]


@pytest.mark.parametrize("typed", ["Samarkand", "Самарканд", "samarkant", "SAMARKAND ewer"])
def test_a_title_is_found_in_either_script_and_with_a_slip(typed: str, ruth: Staff) -> None:
    findable(title="Ewer", native_title="Кувшин из Самарканд")
    findable(title="Helmet", native_title="")

    assert found(ruth, typed) == ["Ewer"]


def test_autocomplete_finds_objects_for_who_may_see_them(ruth: Staff) -> None:
    findable(title="Lidded vessel", accession_number="X.2017")

    response = ruth.client.get(
        reverse("admin:autocomplete"),
        {"term": "lided", "app_label": "exhibitions", "model_name": "checklistentry", "field_name": "object"},
    )

    assert [each["text"] for each in response.json()["results"]] == ["X.2017 Lidded vessel"]


def form_of(thing: CollectionObject, **fields: Any) -> dict[str, Any]:
    return {
        "title": thing.title, "lender": thing.lender_id, "accession_number": thing.accession_number, "piece_count": 1,
        "parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0, "valuations-TOTAL_FORMS": 0, "valuations-INITIAL_FORMS": 0,
        **fields,
    }  # fmt: skip


def test_saving_keeps_an_object_findable_and_sorted(ruth: Staff) -> None:
    thing = CollectionObjectFactory(accession_number="1988.4")
    address = reverse("admin:lenders_collectionobject_change", args=(thing.pk,))

    ruth.client.post(address, form_of(thing, title="Reliquary", numbers="former: A 12\n99"))

    thing.refresh_from_db()
    assert found(ruth, "reliquary") == ["Reliquary"]
    assert thing.other_numbers == [{"kind": "former", "number": "A 12"}, {"kind": "", "number": "99"}]
    assert thing.accession_sort != "1988.4"


def test_an_upload_becomes_the_picture_and_what_is_no_picture_is_refused(ruth: Staff) -> None:
    thing = CollectionObjectFactory()
    address = reverse("admin:lenders_collectionobject_change", args=(thing.pk,))
    good = SimpleUploadedFile("ewer.png", a_picture().file.read())
    bad = SimpleUploadedFile("ewer.png", b"<svg onload=alert(1)>")

    refused = ruth.client.post(address, form_of(thing, picture=bad))
    ruth.client.post(address, form_of(thing, picture=good))

    assert "is not a file we can take" in refused.content.decode()
    thing.refresh_from_db()
    assert thing.image is not None


def test_values_are_shown_to_those_who_may_see_them(ruth: Staff, colin: Staff) -> None:
    value = ValuationFactory(amount=250_000)
    address = reverse("admin:lenders_collectionobject_change", args=(value.object.pk,))

    assert b"250000" in ruth.client.get(address).content
    assert b"250000" not in colin.client.get(address).content


def test_history_says_who_changed_what(ruth: Staff) -> None:
    thing = CollectionObjectFactory(title="Ewer")
    address = reverse("admin:lenders_collectionobject_change", args=(thing.pk,))
    ruth.client.post(address, form_of(thing, title="Ewer with lion"))

    response = ruth.client.get(reverse("admin:lenders_collectionobject_history", args=(thing.pk,)))

    latest = response.context["versions"][0]
    assert (latest.who, latest.what) == ("Ruth Okafor", "Changed")
    assert [(each.name, each.before, each.after) for each in latest.differences if each.name == "Title"] == [
        ("Title", "Ewer", "Ewer with lion")
    ]


def a_list(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(("accession number,title,date", *rows))
    return SimpleUploadedFile("objects.csv", text.encode())


def test_an_import_is_looked_at_before_it_is_done(ruth: Staff) -> None:
    lender: Lender = LenderFactory()

    preview = ruth.client.post(
        reverse(IMPORT), {"lender": lender.pk, "file": a_list("A-1,Ewer,8th century", "A-2,,9th century")}
    )
    assert CollectionObject.objects.count() == 0
    done = ruth.client.post(reverse(IMPORT), {"ticket": preview.context["ticket"]})

    assert (preview.context["result"].created, len(preview.context["result"].rejections)) == (1, 1)
    assert "It has no title." in preview.content.decode()
    assert done.context["result"].created == 1
    assert CollectionObject.objects.get().title == "Ewer"


def test_the_same_list_again_changes_nothing_and_offers_nothing(ruth: Staff) -> None:
    lender: Lender = LenderFactory()
    for _again in range(2):
        preview = ruth.client.post(reverse(IMPORT), {"lender": lender.pk, "file": a_list("A-1,Ewer,8th century")})
        ruth.client.post(reverse(IMPORT), {"ticket": preview.context["ticket"]})

    assert preview.context["result"].unchanged == 1
    assert "Import it" not in preview.content.decode()


def test_a_file_that_is_no_list_is_refused_with_a_way_out(ruth: Staff) -> None:
    response = ruth.client.post(
        reverse(IMPORT), {"lender": LenderFactory().pk, "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    )

    assert response.status_code == 422
    assert "PDF" in response.content.decode()


def test_a_forged_ticket_imports_nothing(ruth: Staff) -> None:
    response = ruth.client.post(reverse(IMPORT), {"ticket": "forged"}, follow=True)

    assert "The preview is too old. Upload the file again." in response.content.decode()


def test_kofi_may_not_import(kofi: Staff) -> None:
    assert kofi.client.get(reverse(IMPORT)).status_code == 403
