"""Tags of the admin's lists and pages."""

import datetime as dt
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers, results
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from office.front.templatetags.caravan import icon
from office.records.models import StoredFile
from office.records.wording import written as in_words

register = template.Library()


@register.inclusion_tag("desk/results.html")
def desk_rows(cl: Any) -> dict[str, Any]:
    """The rows of a list, with a tenth of the markup of the stock table."""
    headers = list(result_headers(cl))
    if headers and 'id="action-toggle"' in (ticking := str(headers[0]["text"])):
        # unfold's script finds the box that ticks all by its class
        headers[0]["text"] = SafeString(
            ticking.replace('id="action-toggle"', 'id="action-toggle" class="action-toggle"')
        )
    return {"cl": cl, "headers": headers, "rows": list(results(cl))}


@register.simple_tag
def page_link(cl: Any, number: int) -> str:
    """The address of another page of the list, with everything else kept."""
    return str(cl.get_query_string({"p": number}))


@register.filter
def written(value: dt.date | dt.datetime | None) -> str:
    """3 March 2026; moments in the organiser's time zone."""
    if value is None:
        return ""
    return in_words(timezone.localtime(value).date() if isinstance(value, dt.datetime) else value)


@register.filter
def since(day: dt.date) -> str:
    """How long ago or ahead a day is, in the word a person would use."""
    days = (timezone.localdate() - day).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days == -1:
        return _("tomorrow")
    if days > 0:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return ngettext("in %(count)d day", "in %(count)d days", -days) % {"count": -days}


@register.simple_tag
def thumbnail(stored: StoredFile | None) -> SafeString:
    """A small picture beside words that say what it shows; a drawn frame where there is none."""
    if stored is None:
        return format_html('<span class="thumb thumb--none">{}</span>', icon("picture"))
    return format_html(
        '<img class="thumb" src="{}?small" alt="" loading="lazy" width="52" height="52">',
        reverse("admin:file", args=(stored.uid,)),
    )


@register.simple_tag
def demo_mark(row: Any) -> SafeString | str:
    """A mark on a record that was made up for the demonstration; nothing on others."""
    return format_html(' <span class="demo-record">{}</span>', _("demo record")) if row.demo_record else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """3 March 2026, 14:05, in the organiser's time zone."""
    return f"{written(value)}, {timezone.localtime(value):%H:%M}" if value is not None else ""
