"""The tour of the demo: what the demo command wrote down about itself, or a plain one when it wrote nothing yet."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

log = logging.getLogger(__name__)

FEW: Final = 4


@dataclass(frozen=True, slots=True)
class Stop:
    title: str
    text: str
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class Tour:
    """`moved` is the sentence that says by how many days the example's dates were moved to look alive today."""

    moved: str = ""
    stops: list[Stop] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    lenders: list[dict[str, Any]] = field(default_factory=list)

    @property
    def first_lenders(self) -> list[dict[str, Any]]:
        """Those with something said about them; where nothing is said, the first few."""
        return [each for each in self.lenders if each.get("look")] or self.lenders[:FEW]

    @property
    def other_lenders(self) -> list[dict[str, Any]]:
        return [each for each in self.lenders if each not in self.first_lenders]

    @classmethod
    def read(cls, home: Path) -> Self:
        """The tour in `home`/tour.json. A missing or broken file costs a log line and gives the plain tour."""
        try:
            data = json.loads((home / "tour.json").read_text(encoding="utf-8"))
            lenders = [each for each in data.get("lenders", []) if each.get("url")]
            return cls(
                moved=str(data.get("moved") or _moved(data.get("moved_days"))),
                stops=[_stop(each) for each in data.get("stops", [])] or plain_stops(lenders),
                people=list(data.get("people", [])),
                lenders=lenders,
            )
        except FileNotFoundError:
            pass
        except (OSError, ValueError, AttributeError, TypeError) as error:
            log.warning("tour.json can't be read: %s", error)
        return cls(stops=plain_stops())


def _stop(data: dict[str, Any]) -> Stop:
    return Stop(*(str(data.get(name, "")) for name in ("title", "text", "url", "link")))


def _moved(days: int | None) -> str:
    if not days:
        return ""
    return ngettext(
        "All dates are moved by %(days)d day, so that it looks alive today.",
        "All dates are moved by %(days)d days, so that it looks alive today.",
        days,
    ) % {"days": days}


def plain_stops(lenders: Sequence[dict[str, Any]] = ()) -> list[Stop]:
    """The five stops of the example, the third by the link of its first lender when there is one."""
    link = lenders[0] if lenders else {"url": "/demo/post/", "name": ""}
    return [
        Stop(
            _("The registrar's morning"),
            _("Sign in as the registrar and see what needs her today: who has not answered, what is due."),
            "/accounts/login/?next=/admin/&as=registrar@caravan.example",
            _("Sign in as the registrar"),
        ),
        Stop(
            _("The board"),
            _("Every lender against every state of the loan: one screen for the whole exhibition."),
            "/admin/exhibitions/SILK24/board/",
            _("Open the board"),
        ),
        Stop(
            _("A lender's link, on a phone"),
            _("No account, no password: press the button, read the code in the demo post, answer what is asked."),
            str(link["url"]),
            _("Come in for %(name)s") % {"name": link["name"]} if link.get("name") else _("Open the demo post"),
        ),
        Stop(
            _("A condition report"),
            _("An examination with its marks and photos, as the PDF that travels with the object."),
            "/admin/loans/conditionreport/",
            _("Open the reports"),
        ),
        Stop(
            _("The API"),
            _("The same loans, read by another collection system; the documentation lets you try it."),
            "/api/v1/docs/",
            _("Open the API"),
        ),
    ]
