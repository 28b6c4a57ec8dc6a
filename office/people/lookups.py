"""What a list may be asked: its own filters and the few links that lead to it, nothing else.

Whoever may see a list must not find out by asking what it doesn't show: a value, a secret, a text.
"""

from typing import Any

from django.contrib.admin.utils import get_fields_from_path


def asked_by(list_filter: Any, model: type[Any]) -> set[str]:
    """The parameters with which the filters of a list ask."""
    names: set[str] = set()
    for each in list_filter:
        own = getattr(each, "parameter_name", None)
        if own:
            names.add(own)
            continue
        path = each[0] if isinstance(each, (tuple, list)) else each
        field = get_fields_from_path(model, path)[-1]
        names.add(f"{path}__id__exact" if field.is_relation else f"{path}__exact")
        names.add(f"{path}__isnull")
    return names
