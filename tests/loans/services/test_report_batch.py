"""Many condition reports as one job: one bad report stops no other, and a killed worker's job is finished once."""

import datetime as dt
import io
import signal
import subprocess
import time
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from loans import tasks
from loans.errors import MissingFact, NotAllowed
from loans.models import ConditionReport, Document, LoanLine, Moment
from loans.services import report_batch, reports
from loans.states import LineStatus
from office.records import files, jobs
from office.records.models import Job, StoredFile
from tests import other_process, personas
from tests.factories import ExhibitionFactory, LoanFactory, LoanLineFactory
from tests.personas import Staff


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "#c8b79a").save(out, "JPEG")
    return out.getvalue()


def some_reports(kofi: Staff, number: int, *, code: str = "SILK24") -> list[ConditionReport]:
    loan = LoanFactory(exhibition=ExhibitionFactory(code=code, title="Roads of Silk"))
    made = []
    for _each in range(number):
        line: LoanLine = LoanLineFactory(loan=loan, status=LineStatus.READY)
        report = reports.start(line, moment=Moment.LENDER_OUT, actor=kofi.actor, summary="Sound.")
        reports.add_photo(report, file=files.store(picture(), name="front.jpg"), actor=kofi.actor, caption="Front")
        made.append(report)
    return made


def break_photo(report: ConditionReport) -> None:
    """The file is gone from the store, as after a restore without the files."""
    Path(files.shown(report.photos.get().file).file.path).unlink()


def spoil_photo(report: ConditionReport) -> None:
    Path(files.shown(report.photos.get().file).file.path).write_bytes(b"no picture")


def start(kofi: Staff) -> Job:
    return report_batch.start(report_batch.reports_of(), title="Condition reports", actor=kofi.actor)


def names_in(job: Job) -> list[str]:
    assert job.result is not None
    with zipfile.ZipFile(io.BytesIO(files.read(job.result))) as archive:
        assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
        return archive.namelist()


class TestJob:
    def test_every_report_is_filed_and_put_into_one_archive(self, kofi: Staff) -> None:
        made = some_reports(kofi, 3)
        job = start(kofi)
        tasks.run_job(job_id=job.pk, a_keyword_of_tomorrow=True)

        job.refresh_from_db()
        assert (job.status, job.done, job.total, job.problems) == (Job.Status.DONE, 3, 3, [])
        assert job.message == "3 reports made."
        assert names_in(job) == [f"{report.reference}.pdf" for report in made]
        assert Document.objects.count() == 3

    def test_a_report_without_its_photo_is_a_problem_and_the_rest_is_made(self, kofi: Staff) -> None:
        first, gone, spoiled = some_reports(kofi, 3)
        break_photo(gone)
        spoil_photo(spoiled)
        job = start(kofi)
        tasks.run_job(job_id=job.pk)

        job.refresh_from_db()
        assert job.status == Job.Status.DONE
        assert job.problems == [
            f"{gone.reference} could not be made: a photo is missing in the store. Add it to the report again.",
            f"Photo 1 of {spoiled.reference} can't be read; the report was made without it. Add it again.",
        ]
        assert names_in(job) == [f"{first.reference}.pdf", f"{spoiled.reference}.pdf"]
        assert job.message == "2 reports made, 2 problems: see the list."

    def test_a_second_job_files_nothing_twice(self, kofi: Staff) -> None:
        some_reports(kofi, 2)
        for _time in range(2):
            tasks.run_job(job_id=start(kofi).pk)
        assert Document.objects.count() == 2

    def test_of_a_loan_or_of_lines_alone(self, kofi: Staff) -> None:
        here, _there = some_reports(kofi, 2)
        other = some_reports(kofi, 1, code="OTHER")[0]
        assert [*report_batch.reports_of(loan=other.line.loan)] == [other]
        assert [*report_batch.reports_of(lines=[here.line])] == [here]
        assert report_batch.reports_of(exhibition=here.line.loan.exhibition).count() == 2

    def test_who_may_start_it(self, kofi: Staff, vera: Staff) -> None:
        with pytest.raises(MissingFact, match="There is no condition report yet"):
            start(kofi)
        some_reports(kofi, 1)
        with pytest.raises(NotAllowed, match="Ask a registrar"):
            start(vera)

    def test_a_kind_nobody_knows_fails_with_a_sentence(self, kofi: Staff) -> None:
        job = jobs.start("juggling", title="?", params={}, total=0, actor=kofi.actor)
        tasks.run_job(job_id=job.pk)
        job.refresh_from_db()
        assert job.status == Job.Status.FAILED
        assert job.message == "Nobody here knows how to do this. Update the workers and start it again."

    def test_a_job_that_gets_nowhere_is_given_up(self, kofi: Staff) -> None:
        job = jobs.start(report_batch.KIND, title="?", params={"nothing": "useful"}, total=1, actor=kofi.actor)
        for _time in range(jobs.TRIES_PER_STEP + 2):
            tasks.run_job(job_id=job.pk)
            Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING).update(
                lease_until=timezone.now() - dt.timedelta(seconds=1)
            )
        job.refresh_from_db()
        assert job.status == Job.Status.FAILED
        assert job.message == "It broke off again and again; the log says why. Start it again."


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_a_job_that_is_finished_once() -> None:
    """Real processes, killed with SIGKILL at different moments until the job is done."""
    kofi = personas.kofi()
    made = some_reports(kofi, 6)
    job = start(kofi)
    killed = 0
    for wanted in (1, 3, 5):
        worker = other_process.start(f"from loans import tasks\ntasks.run_job(job_id={job.pk})")
        killed += kill_after(wanted, job, worker)
        Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING).update(lease_until=timezone.now() - jobs.LEASE)

    tasks.run_job(job_id=job.pk)

    job.refresh_from_db()
    assert killed == 3
    assert (job.status, job.done, job.total, job.problems) == (Job.Status.DONE, 6, 6, [])
    assert names_in(job) == [f"{report.reference}.pdf" for report in made]
    assert Document.objects.count() == 6
    assert StoredFile.objects.filter(media_type="application/pdf").count() == 6
    assert StoredFile.objects.filter(media_type="application/zip").count() == 1


def kill_after(done: int, job: Job, worker: "subprocess.Popen[str]") -> bool:
    """Kills the worker as soon as it has done so many steps; says whether it died of it."""
    end = time.monotonic() + 60
    while Job.objects.get(pk=job.pk).done < done:
        assert time.monotonic() < end, worker.communicate()
        assert worker.poll() is None, worker.communicate()
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    return worker.returncode == -signal.SIGKILL


class TestCommand:
    def said(self, *words: str) -> tuple[str, str]:
        out, errors = StringIO(), StringIO()
        call_command("condition_reports", *words, stdout=out, stderr=errors)
        return out.getvalue().splitlines()[-1], errors.getvalue()

    def test_it_writes_the_pdfs_into_the_folder(self, kofi: Staff, tmp_path: Path) -> None:
        first, gone = some_reports(kofi, 2)
        break_photo(gone)
        line, errors = self.said("--exhibition", "SILK24", "--out", str(tmp_path / "new" / "out"))

        assert line == "reports 1, failed 1"
        assert errors == (
            f"{gone.reference} could not be made: a photo is missing in the store. Add it to the report again.\n"
        )
        assert [path.name for path in (tmp_path / "new" / "out").iterdir()] == [f"{first.reference}.pdf"]
        assert (tmp_path / "new" / "out" / f"{first.reference}.pdf").read_bytes().startswith(b"%PDF-")

    def test_running_it_again_files_nothing_twice(self, kofi: Staff, tmp_path: Path) -> None:
        some_reports(kofi, 2)
        for _time in range(2):
            assert self.said("--exhibition", "silk24", "--out", str(tmp_path))[0] == "reports 2, failed 0"
        assert Document.objects.count() == 2

    @pytest.mark.django_db
    def test_an_exhibition_nobody_knows(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="There is no exhibition with the code “NOPE”"):
            self.said("--exhibition", "NOPE", "--out", str(tmp_path))

    def test_a_folder_that_is_a_file(self, kofi: Staff, tmp_path: Path) -> None:
        some_reports(kofi, 1)
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError, match="can't be made"):
            self.said("--exhibition", "SILK24", "--out", str(tmp_path / "file"))
