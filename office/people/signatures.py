"""A signature on screen as a form: a typed name or a drawing, and the consent to the sentence above it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from office.people.uploads import take_drawing

TYPED, DRAWN = "typed", "drawn"


class SigningForm(forms.Form):
    """What is missing is asked for by the service that signs. The drawing arrives as a picture in a data address.

    Read it inside `uploads.together`: a drawing is stored while the form is cleaned.
    """

    method = forms.ChoiceField(
        choices=[(TYPED, _("My name, typed")), (DRAWN, _("My signature, drawn"))],
        initial=TYPED,
        error_messages={"required": _("Choose how you sign.")},
    )
    name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    title = forms.CharField(label=_("Your job title"), max_length=200, required=False)
    drawing = forms.CharField(required=False, widget=forms.HiddenInput)
    consent = forms.BooleanField(required=False)
    sha256 = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        drawn, said["drawing"] = said.get("drawing", ""), None
        if said.get("method") == DRAWN and drawn:
            try:
                said["drawing"] = take_drawing(drawn)
            except forms.ValidationError as error:
                self.add_error("drawing", error)
        return said

    def said(self) -> dict[str, Any]:
        """As the service takes it."""
        said = self.cleaned_data
        return {
            "method": said["method"],
            "name": said["name"],
            "title": said["title"],
            "drawing": said["drawing"],
            "consented": said["consent"],
            "sha256": said["sha256"],
        }
