"""Post, audit trail, jobs, people and files in the admin."""

import pytest
from django.urls import reverse
from pytest_django import Settings

from office.people.models import User
from office.post.models import Letter
from office.records.models import AuditEvent, Job
from tests.loans.admin.rows import a_job, a_letter, a_picture, an_event
from tests.personas import Staff


@pytest.mark.parametrize("demo", [False, True])
def test_a_code_in_a_letter_is_read_by_nobody(demo: bool, ruth: Staff, settings: Settings) -> None:
    settings.DEMO = demo
    letter = a_letter(text="Your code is 123 456", confidential=True)

    page = ruth.client.get(reverse("admin:post_letter_change", args=(letter.pk,))).content.decode()

    assert "123 456" not in page


def test_a_failed_letter_is_sent_again_once(ruth: Staff) -> None:
    letter = a_letter(status=Letter.Status.FAILED, attempts=5)
    address = reverse("admin:post_letter_send_again", args=(letter.uid,))

    first = ruth.client.post(address, follow=True).content.decode()
    second = ruth.client.post(address, follow=True).content.decode()

    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (Letter.Status.QUEUED, 0)
    assert "waits to be sent again" in first
    assert "nothing to send again" in second


def test_letters_are_read_not_written(ruth: Staff) -> None:
    letter = a_letter()

    ruth.client.post(reverse("admin:post_letter_change", args=(letter.pk,)), {"text": "Changed"})

    letter.refresh_from_db()
    assert letter.text != "Changed"


def test_the_audit_trail_has_no_form(ruth: Staff) -> None:
    event = an_event()

    page = ruth.client.get(reverse("admin:records_auditevent_change", args=(event.pk,))).content.decode()

    assert '<form method="post" action' in page  # signing out
    assert 'name="_save"' not in page
    assert ruth.client.post(reverse("admin:records_auditevent_delete", args=(event.pk,))).status_code == 403
    assert AuditEvent.objects.count() == 1


def test_the_audit_trail_speaks(ruth: Staff) -> None:
    an_event()

    page = ruth.client.get(reverse("admin:records_auditevent_changelist")).content.decode()

    assert "Approved" in page
    assert "line.approve" not in page


def test_a_running_job_shows_its_progress_and_asks_again(ruth: Staff) -> None:
    job = a_job(status=Job.Status.RUNNING, done=5, problems=["CR-2026-0004 could not be made."])

    page = ruth.client.get(reverse("admin:records_job_change", args=(job.pk,))).content.decode()

    assert "5 of 12 done" in page
    assert "data-going" in page
    assert "CR-2026-0004 could not be made." in page


def test_a_job_is_stopped_by_who_may_run_jobs(ruth: Staff, vera: Staff) -> None:
    job = a_job()
    address = reverse("admin:records_job_stop", args=(job.uid,))

    assert vera.client.post(address).status_code == 403
    ruth.client.post(address)

    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED


def test_a_picture_is_given_as_its_copy_and_may_not_be_sniffed(vera: Staff) -> None:
    stored = a_picture(name="ewer.png")

    shown = vera.client.get(reverse("admin:file", args=(stored.uid,)))
    small = vera.client.get(reverse("admin:file", args=(stored.uid,)), {"small": ""})
    kept = vera.client.get(reverse("admin:file", args=(stored.uid,)), {"download": ""})

    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert (small["Content-Type"], small["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert len(small.content) < 10_000
    assert kept["Content-Disposition"] == 'attachment; filename="ewer.png"'


def test_a_file_nobody_stored_is_not_there(vera: Staff) -> None:
    address = reverse("admin:file", args=("01980000-0000-7000-8000-000000000000",))

    assert vera.client.get(address).status_code == 404


def test_a_new_colleague_has_no_password_to_guess(ada: Staff) -> None:
    ada.client.post(
        reverse("admin:people_user_add"),
        {
            "name": "Mina Sol", "email": "Mina@Museum.example", "role": "curator",
            "time_zone": "Europe/London", "language": "en-gb", "is_active": "on",
        },
    )  # fmt: skip

    mina = User.objects.get(name="Mina Sol")
    assert (mina.email, mina.has_usable_password()) == ("mina@museum.example", False)


def test_ruth_keeps_no_accounts(ruth: Staff) -> None:
    assert ruth.client.get(reverse("admin:people_user_add")).status_code == 403
