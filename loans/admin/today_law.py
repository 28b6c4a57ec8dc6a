"""What the law says on Today: objects that must soon be home, immunity lists that don't stand as they should.

None of it can be put off: it goes when what it says is no longer so.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from loans import packs
from loans.models import Deadline, DeadlineKind
from loans.services import immunity_checks
from office.people.desk import may
from office.people.templatetags.desk import since
from office.records.wording import written

type Row = tuple[str, str, str, str, bool]
"""What, the words below it, the action, its address, and whether it is late."""

LAWFUL: Final = DeadlineKind.LAWFUL_RETURN


def near(day: dt.date, *, ahead: dt.timedelta) -> Q:
    """What falls due within so many days, and the latest lawful returns from the first mark of the pack on."""
    first = max(packs.current("lawful-return", on=day).integers("warn_days_before"))
    return Q(due_date__lte=day + ahead) | Q(kind=LAWFUL, due_date__lte=day + dt.timedelta(days=first))


def returns(deadlines: Iterable[Deadline], *, day: dt.date) -> Iterator[Row]:
    """A row for each loan that must be home by a day that is near or past."""
    for deadline in deadlines:
        if deadline.kind != LAWFUL or deadline.loan is None:
            continue
        late = deadline.due_date < day
        words = _("had to be home by %(day)s, %(when)s") if late else _("home by %(day)s, %(when)s")
        yield (
            f"{deadline.loan.lender.name}, {deadline.loan.reference}",
            f"{words % {'day': written(deadline.due_date), 'when': since(deadline.due_date)}} · {deadline}",
            _("See what binds it"),
            reverse("admin:returns", args=(deadline.exhibition.code,)),
            late,
        )


def lists(request: HttpRequest, *, now: dt.datetime) -> Iterator[Row]:
    """A row for each published immunity list whose page lacks something; one question to the database."""
    if not may(request, "cover.edit"):
        return
    for check in immunity_checks.problems(now=now):
        show = check.edition.showing.exhibition
        yield (
            _("Immunity list %(number)d of %(show)s") % {"number": check.edition.number, "show": show.title},
            check.problem,
            _("Look at it"),
            reverse("admin:immunity", args=(show.code,)),
            True,
        )
