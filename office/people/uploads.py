"""Uploads that belong to what a form does: when it is refused, neither rows nor files of them stay."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from office.records import files
from office.records.models import StoredFile

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/tiff")
DOCUMENTS = (*PICTURES, "application/pdf")
_DRAWN = "data:image/png;base64,"
_DRAWING_MAX_BYTES = 1_000_000


@dataclass(slots=True)
class Taken:
    """What was stored since `together` began, by its place in the store."""

    names: list[str] = field(default_factory=list)
    refused: bool = False

    def refuse(self) -> None:
        """Nothing of it is kept."""
        self.refused = True


_taken: ContextVar[Taken | None] = ContextVar("taken", default=None)


def take(upload: Any, *, allow: Iterable[str] = DOCUMENTS) -> StoredFile:
    """Stores an upload; one we don't take is a form error with the sentence that says why."""
    return _kept(upload, name=upload.name, allow=allow)


def take_drawing(data: str) -> StoredFile:
    """Stores what was drawn in the browser, a PNG as a data address; anything else is a form error."""
    try:
        content = base64.b64decode(data.removeprefix(_DRAWN), validate=True) if data.startswith(_DRAWN) else b""
    except binascii.Error:
        content = b""
    if not content or len(content) > _DRAWING_MAX_BYTES:
        raise forms.ValidationError(_("The drawing did not arrive whole. Draw it again, or type your name."))
    return _kept(content, name="signature.png", allow=("image/png",))


def _kept(content: Any, *, name: str, allow: Iterable[str]) -> StoredFile:
    try:
        stored = files.store(content, name=name, allow=allow)
    except files.FileRefused as refusal:
        raise forms.ValidationError(refusal.sentence) from refusal
    taken = _taken.get()
    if taken is not None:
        taken.names += [str(stored.file.name), *(str(each.file.name) for each in stored.derivatives.all())]
    return stored


@contextmanager
def together() -> Iterator[Taken]:
    """One transaction for a form's uploads and what the form does. Refused or raised: rows and files are gone."""
    taken = Taken()
    token = _taken.set(taken)
    try:
        with transaction.atomic():
            yield taken
            if taken.refused:
                transaction.set_rollback(True)
    except BaseException:
        taken.refuse()
        raise
    finally:
        _taken.reset(token)
        if taken.refused:
            store = StoredFile._meta.get_field("file").storage
            for name in taken.names:
                store.delete(name)


class SavedTogether:
    """For a form of the admin that takes uploads: unless it is saved, nothing of them stays."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        with together() as taken:
            taken.refuse()
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The last step of saving: from here on all of it is kept."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        taken = _taken.get()
        if taken is not None:
            taken.refused = False
