"""Row history by statement-level triggers: every insert, update and delete, whoever wrote it and however."""

from collections.abc import Callable
from typing import Any

import pghistory


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type], type]:
    """A class decorator that keeps every version of a model's rows, without the derived columns in `exclude`."""
    decorate: Any = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude) or None
    )
    return decorate  # type: ignore[no-any-return]
