"""Every letter that went out or waits to: read, never changed; a failed one can be sent again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from office.front.templatetags.caravan import status
from office.people.desk import DeskAdmin, may, page
from office.people.templatetags.desk import moment
from office.post.models import Letter
from office.post.nudge import nudge


@admin.register(Letter)
class LetterAdmin(DeskAdmin):
    sees = "letters.see"
    list_display = ("called", "to", "state", "when")
    list_filter = (("status", ChoicesDropdownFilter),)
    list_only = ("subject", "to_name", "to_email", "status", "sent_at", "visited_at", "created_at", "confidential")
    search_fields = ("to_email", "to_name", "subject")
    search_help_text = _("Person, address or subject")
    ordering = ("-id",)
    empty_title = _("No letter yet")
    empty_words = _(
        "Letters are written when you send a request, when a deadline comes near, and when a lender asks for a code."
    )

    def get_urls(self) -> list[URLPattern]:
        again = path(
            "<uuid:uid>/send-again/",
            self.admin_site.admin_view(require_POST(self.send_again)),
            name="post_letter_send_again",
        )
        return [again, *super().get_urls()]

    @admin.display(description=_("subject"))
    def called(self, letter: Letter) -> str:
        return letter.subject

    @admin.display(description=_("to"))
    def to(self, letter: Letter) -> SafeString:
        return format_html('{}<span class="sub">{}</span>', letter.to_name, letter.to_email)

    @admin.display(description=_("state"))
    def state(self, letter: Letter) -> SafeString:
        return status(letter.status, letter.get_status_display())

    @admin.display(description=_("when"))
    def when(self, letter: Letter) -> SafeString:
        opened = _now("link opened") if letter.visited_at else ""
        return format_html('{}<span class="sub">{}</span>', moment(letter.sent_at or letter.created_at), opened)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The letter as it reads. Codes and links are secrets: such a text is shown to nobody here."""
        letter = self.get_object(request, object_id)
        if letter is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request):
            return page(request, "desk/refused.html", title=_now("Letter"), status=403)
        return page(
            request,
            "desk/post/letter.html",
            title=letter.subject,
            crumbs=((_now("Post"), reverse("admin:post_letter_changelist")),),
            letter=letter,
            readable=not letter.confidential,
        )

    def send_again(self, request: HttpRequest, uid: str) -> HttpResponse:
        if not may(request, self.sees):
            return page(request, "desk/refused.html", title=_now("Letter"), status=403)
        letter = get_object_or_404(Letter, uid=uid)
        back = redirect("admin:post_letter_change", letter.pk)
        if not _requeue(Letter.objects.filter(pk=letter.pk)):
            messages.info(request, _now("This letter has not failed: there is nothing to send again."))
            return back
        messages.success(request, _now("The letter waits to be sent again."))
        return back


def _requeue(letters: QuerySet[Letter]) -> int:
    """Puts failed letters back into the queue; pressing twice does it once."""
    count = letters.filter(status=Letter.Status.FAILED).update(
        status=Letter.Status.QUEUED, attempts=0, not_before=None, lease_until=None
    )
    if count:
        nudge("letters")
    return count
