"""What an audit entry says happened, in words. Packages above add their own verbs with `name`."""

from collections.abc import Mapping

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, object] = {
    "job.cancel": _("job stopped"),
    "contact.invite": _("invited"),
    "contact.revoke_link": _("link revoked"),
    "contact.shut_out": _("shut out of the portal"),
    "contact.enter": _("entered the portal"),
    "created": _("API token made"),
    "revoked": _("API token ended"),
    "objects_imported": _("objects imported"),
    "checklist.add": _("objects added to the checklist"),
}


def name(words: Mapping[str, object]) -> None:
    """Teaches the words for verbs of a package above."""
    _WORDS.update(words)


def said(verb: str) -> str:
    """The verb in words; one nobody has named is spelt out."""
    return str(capfirst(str(_WORDS.get(verb, verb.replace(".", ": ").replace("_", " ")))))
