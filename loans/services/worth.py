"""What objects count for: the value agreed for the loan, else the newest that was given. Never converted.

Whoever calls this hands the amounts on to people who may see values, and to nobody else.
"""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q
from djmoney.money import Money

from lenders.models import Valuation, ValueKind
from loans.models import LoanLine


def worth(lines: Sequence[LoanLine], *, on: dt.date, first: ValueKind = ValueKind.INSURANCE) -> dict[int, Money | None]:
    """The amount of each line by primary key, None where nobody has said; one query.

    For the insurance value what the loan agrees wins; for an indemnity or market value one of that kind does. A value
    whose time has passed is none.
    """
    valid = Valuation.objects.filter(object__in=[line.object_id for line in lines]).filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    )
    newest: dict[tuple[int, str], Money] = {}
    for each in valid.order_by("valued_on", "pk"):
        newest[each.object_id, each.kind] = each.amount
    agreed_wins = first == ValueKind.INSURANCE
    order = [first, *(kind for kind in (ValueKind.INSURANCE, ValueKind.INDEMNITY) if kind != first)]
    found: dict[int, Money | None] = {}
    for line in lines:
        given = [newest[line.object_id, kind] for kind in order if (line.object_id, kind) in newest]
        own_kind = newest.get((line.object_id, first))
        choices = (line.agreed_value, *given) if agreed_wins else (own_kind, line.agreed_value, *given)
        found[line.pk] = next((each for each in choices if each is not None), None)
    return found
