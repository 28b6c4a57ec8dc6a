"""A database of its own for the benchmarks: 100,000 objects of 29 lenders, 1,000 loans with ten lines each."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import batched
from typing import Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from exhibitions.models import ChecklistEntry, Exhibition, Section, Showing, Venue, WishStatus
from lenders.models import CollectionObject, Contact, Lender, ObjectPart
from lenders.services.search import object_search_text, search_text
from loans.models import Agreement, Deadline, DeadlineKind, Loan, LoanLine
from loans.states import LineStatus
from office.people.models import User
from office.people.roles import Role

LINES: Final = 10
_BATCH: Final = 5_000
_TODAY: Final = dt.date(2026, 9, 1)
_KINDS: Final = ("Ewer", "Lidded bowl", "Textile fragment", "Coin of Varakhran V", "Wall painting", "Figure of a camel")
# One status a loan: lines of one lender mostly travel together.
_STATUSES: Final = (
    LineStatus.DRAFT,
    LineStatus.REQUESTED,
    LineStatus.UNDER_REVIEW,
    LineStatus.APPROVED,
    LineStatus.APPROVED_WITH_CONDITIONS,
    LineStatus.DECLINED,
    LineStatus.CONFIRMED,
    LineStatus.INSTALLED,
    LineStatus.RETURNED,
)


def fill(*, objects: int, loans: int) -> None:
    """Rows like real ones in length and spread; the same every time."""
    dice = random.Random(20_260_926)
    lenders = _lenders()
    for rows in batched(_objects(lenders, objects, dice), _BATCH, strict=False):
        made = CollectionObject.objects.bulk_create(rows)
        ObjectPart.objects.bulk_create(
            ObjectPart(object=row, number=f"{row.accession_number}.{part}", title="Lid", height_mm=21)
            for row in made[::10]
            for part in "AB"
        )
    _loans(lenders, loans)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _lenders() -> list[Lender]:
    User.objects.create_user(
        "registrar@museum.example", "correct horse battery", name="Ruth Okafor", role=Role.REGISTRAR
    )
    Lender.objects.create(code="US", name="The organising museum", country="GB", is_organiser=True)
    lenders = Lender.objects.bulk_create(
        Lender(
            code=f"L{number:02}",
            name=f"Museum of the Oasis {number}",
            country="UZ",
            city="Samarkand",
            search=search_text(f"L{number:02}", f"Museum of the Oasis {number}", "Samarkand"),
        )
        for number in range(1, 30)
    )
    Contact.objects.bulk_create(
        Contact(lender=lender, name="Registrar", email=f"registrar@{lender.code.lower()}.example", may_decide=True)
        for lender in lenders
    )
    return lenders


def _objects(lenders: list[Lender], count: int, dice: random.Random) -> Iterator[CollectionObject]:
    for number in range(count):
        year = dice.choice((-206, -30, 224, 618, 907))
        row = CollectionObject(
            lender=lenders[number % len(lenders)],
            accession_number=f"{1850 + number % 170}.{number}",
            accession_sort=f"{1850 + number % 170:08}.{number:08}",
            other_numbers=[{"kind": "old", "number": str(number)}],
            title=f"{dice.choice(_KINDS)} with a frieze of running animals and an inscription, {number}",
            maker="Workshop of the Oasis",
            culture="Sogdian",
            date_text="7th-8th century",
            earliest_year=year,
            latest_year=year + 120 if year > 0 else -1,
            materials="silver, gilded; niello",
            technique="raised, chased, ring-punched and gilded",
            dimensions_text="H. 19.7 cm, diam. 9.4 cm; 623 g",
            height_mm=dice.randint(10, 9_000),
            diameter_mm=dice.randint(10, 900),
            weight_g=dice.randint(10, 90_000),
            credit_line="Purchased with the help of the friends of the museum, 1926",
            classification="Metalwork",
            provenance="Said to be from a hoard found by the river; a dealer in Paris; bought in 1926.",
            source_system="tms",
            source_id=str(number),
            licence="CC0",
        )
        row.search = object_search_text(row)
        yield row


def _loans(lenders: list[Lender], count: int) -> None:
    shows = _exhibitions(max(1, count // 50))
    free = {
        lender.pk: iter(CollectionObject.objects.filter(lender=lender).order_by("pk")[: LINES * (count // 29 + 1)])
        for lender in lenders
    }
    agreements = Agreement.objects.bulk_create(
        Agreement(reference=f"AG-2026-{number:04}", issued_on=_TODAY) for number in range(count)
    )
    loans = Loan.objects.bulk_create(
        Loan(
            reference=f"L-2026-{number:04}",
            lender=lenders[number % len(lenders)],
            exhibition=shows[number % len(shows)],
            agreement=agreements[number],
            purpose="Exhibition",
            period=DateRange(dt.date(2026, 8, 1), dt.date(2027, 4, 1)),
        )
        for number in range(count)
    )
    wanted = [(loan, [next(free[loan.lender_id]) for _line in range(LINES)]) for loan in loans]
    numbers = dict.fromkeys((show.pk for show in shows), 0)
    entries = []
    for loan, chosen in wanted:
        for each in chosen:
            numbers[loan.exhibition_id] += 1
            entries.append(
                ChecklistEntry(
                    exhibition=loan.exhibition,
                    object=each,
                    number=numbers[loan.exhibition_id],
                    wish_status=WishStatus.CHOSEN,
                )
            )
    ChecklistEntry.objects.bulk_create(entries)
    listed = iter(entries)
    LoanLine.objects.bulk_create(
        LoanLine(
            loan=loan,
            object=each,
            entry=next(listed),
            number=number,
            period=loan.period,
            status=_STATUSES[loan.pk % len(_STATUSES)],
            reason_code="on_display" if _STATUSES[loan.pk % len(_STATUSES)] == LineStatus.DECLINED else "",
        )
        for loan, chosen in wanted
        for number, each in enumerate(chosen, start=1)
    )
    Deadline.objects.bulk_create(
        Deadline(
            kind=DeadlineKind.ANSWER,
            loan=loan,
            exhibition=loan.exhibition,
            due_date=_TODAY + dt.timedelta(days=loan.pk % 90 - 30),
        )
        for loan in loans
    )


def _exhibitions(count: int) -> list[Exhibition]:
    venue = Venue.objects.create(name="Great Gallery", city="London", country="GB")
    shows = Exhibition.objects.bulk_create(
        Exhibition(code=f"SHOW{number}", title=f"Roads of silk {number}") for number in range(count)
    )
    Showing.objects.bulk_create(
        Showing(
            exhibition=show,
            venue=venue,
            install_date=dt.date(2026, 9, 5),
            opens_date=dt.date(2026, 9, 26),
            closes_date=dt.date(2027, 2, 23),
            deinstall_date=dt.date(2027, 3, 9),
        )
        for show in shows
    )
    Section.objects.bulk_create(Section(exhibition=show, number=1, title="Sogdians") for show in shows)
    return shows
