"""Which languages the product speaks: one it has words for, else its own."""

from django.conf import settings
from django.utils.translation import get_language_info


def spoken(language: str) -> str:
    """The language itself if we have a catalogue for it, else the installation's own."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def runs_right_to_left(language: str) -> bool:
    return bool(get_language_info(language)["bidi"])
