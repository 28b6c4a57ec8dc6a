"""Serializers of what is sent to us: a field we don't know is an error, never dropped in silence."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class OneLine(serializers.CharField):
    """Text that stands in one line wherever it is shown or printed: line breaks become spaces."""

    def to_internal_value(self, data: Any) -> str:
        return " ".join(super().to_internal_value(data).split())


class Strict(serializers.Serializer[Any]):
    """Refuses unknown fields by name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError(
                {
                    name: [serializers.ErrorDetail(_("There is no such field."), code="unknown-field")]
                    for name in unknown
                }
            )
        return super().to_internal_value(data)
