"""An exhibition's home in the admin: its name leads to the board, and new dates move every open deadline."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from exhibitions.admin.exhibitions import ExhibitionAdmin
from exhibitions.models import Exhibition, Showing
from loans.models import Loan
from loans.services import deadlines
from office.people.desk import actor_of

admin.site.unregister(Exhibition)


@admin.register(Exhibition)
class ExhibitionHome(ExhibitionAdmin):
    """Exhibitions, with the loans that hang on their dates."""

    change_form_outer_before_template = "desk/loans/exhibition_head.html"

    def address_of(self, show: Exhibition) -> str:
        return reverse("admin:board", args=(show.code,))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and any(each.model is Showing and each.has_changed() for each in formsets):
            self._reflow(request, form.instance)

    def _reflow(self, request: HttpRequest, show: Exhibition) -> None:
        """Counts every open deadline of the show anew and says how many moved."""
        actor = actor_of(request)
        loans = (
            Loan.objects.filter(exhibition=show, deadlines__done_on__isnull=True).distinct().select_related("lender")
        )
        moved = sum(len(deadlines.reflow(loan, actor=actor)) for loan in loans.select_related("exhibition"))
        if moved:
            words = ngettext(
                "%(count)d deadline moved with the new dates.", "%(count)d deadlines moved with the new dates.", moved
            )
            self.message_user(request, words % {"count": moved})
