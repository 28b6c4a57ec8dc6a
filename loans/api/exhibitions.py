"""/api/v1/exhibitions/: a lender sees the ones it was asked for, which only loans can say."""

from django.db.models import QuerySet

from exhibitions.api import exhibitions
from exhibitions.models import Exhibition
from loans.queries import exhibitions_with_loans_visible_to
from office.records.actors import Actor


class Exhibitions(exhibitions.Exhibitions):
    """Exhibitions: all for the organiser's token, those it was asked for for a lender's."""

    def visible_to(self, actor: Actor) -> QuerySet[Exhibition]:
        return exhibitions_with_loans_visible_to(actor)
