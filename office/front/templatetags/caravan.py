"""Tags every surface shares: signs, states and the fonts when they are there."""

from functools import cache

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from office.front.icons import ICONS
from office.front.status import look_of

register = template.Library()

_FONTS = "bundled/fonts/fonts.css"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign of office.front.icons; it says nothing to a screen reader, so a word stands beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag
def status(value: str, label: object) -> SafeString:
    """A state as word, sign and colour: {% status line.status line.get_status_display %}."""
    look = look_of(value)
    return format_html('<span class="status status--{}">{}<span>{}</span></span>', look.tone, icon(look.icon), label)


@register.simple_tag
def fonts() -> SafeString:
    """The link to the bundled fonts, or nothing while they are not built: the system's fonts stand in."""
    return format_html('<link rel="stylesheet" href="{}">', static(_FONTS)) if _has_fonts() else mark_safe("")


@cache
def _has_fonts() -> bool:
    """Asked once a process: they are built before it starts."""
    return bool(finders.find(_FONTS)) or staticfiles_storage.exists(_FONTS)
