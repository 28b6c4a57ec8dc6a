"""The gates that keep an object where it is until everything is in order, as one table. Plain data.

A gate blocks permissions, never facts: what happened is recorded, and gates that were open then become an incident.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.db import models
from django.utils.translation import gettext_lazy as _


class GateState(models.TextChoices):
    NOT_NEEDED = "not_needed", _("Not needed")
    NEEDED = "needed", _("Needed")
    IN_PROGRESS = "in_progress", _("In progress")
    SATISFIED = "satisfied", _("Satisfied")
    FAILED = "failed", _("Failed")
    WAIVED = "waived", _("Waived")


PASSED: Final = frozenset({GateState.NOT_NEEDED, GateState.SATISFIED, GateState.WAIVED})
"""A gate in one of these lets an object through."""

Direction = Literal["out", "home"]
Proof = Literal["computed", "report", "permit", "evidence"]


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate.

    `blocks` names what it keeps from happening: moves of loans.states.MOVES, or "issue_agreement" and "release" (a
    shipment's leave to set off) and "release_home". `proof` says how it is satisfied: "computed" from other records
    alone, "report" by a signed condition report or one on paper filed as evidence, "permit" by a permit that covers
    the object on the day, "evidence" by a file or number kept with the gate.
    `validity` says in words on which day the proof must hold. `todo` is what a person does about it.
    """

    name: str
    label: object
    direction: Direction
    blocks: tuple[str, ...]
    proof: Proof
    validity: object
    todo: object


def _gate(
    name: str, label: object, direction: Direction, blocks: Iterable[str], proof: Proof, validity: object, todo: object
) -> Gate:
    return Gate(name, label, direction, tuple(blocks), proof, validity, todo)


_ONCE = _("once given, until it is taken back")
_THAT_DAY = _("valid on the day of the move")
_WHOLE_WAY = _("valid on every day from collection to return")

# A table is read by its rows.
# fmt: off
GATES: Final[dict[str, Gate]] = {
    gate.name: gate
    for gate in (
        # On the way out
        _gate("due_diligence", _("Due diligence"), "out", ("issue_agreement",), "evidence", _ONCE, _("Check the provenance, 1933 to 1945 and since 1970, and file what you found.")),
        _gate("agreement", _("Agreement signed"), "out", ("pack", "release"), "computed", _("in force on the day of the move"), _("Have the agreement signed by both sides.")),
        _gate("facility_report", _("Facility report accepted"), "out", ("pack",), "computed", _("the accepted version has not expired on that day"), _("Send the venue's facility report and ask the lender to accept it.")),
        _gate("legal_basis", _("Decree of the lender's country"), "out", ("pack", "release"), "permit", _THAT_DAY, _("Record the decree: number, date, signatory, objects and the day they must be back.")),
        _gate("outgoing_report", _("Outgoing condition report"), "out", ("pack",), "report", _("signed, and nothing newer is unsigned"), _("Have the lender's outgoing condition report signed.")),
        _gate("export_licence", _("Export licence"), "out", ("release",), "permit", _THAT_DAY, _("Record the export licence of the lender's country.")),
        _gate("cites", _("CITES permit"), "out", ("release",), "permit", _THAT_DAY, _("Record the CITES export and import permits.")),
        _gate("immunity", _("Immunity from seizure"), "out", ("release",), "computed", _("published in time for the day of entry"), _("Publish the immunity list in time, or record why the object goes without.")),
        _gate("cover", _("Cover in force"), "out", ("release",), "computed", _WHOLE_WAY, _("Arrange cover from collection to return and have the lender accept it.")),
        _gate("courier", _("Courier booked"), "out", ("release",), "computed", _("booked for the shipment the object travels in"), _("Book the courier that was agreed.")),
        _gate("customs_in", _("Import and customs"), "out", ("install",), "permit", _THAT_DAY, _("Record the customs entry; keep it, it proves the re-export.")),
        _gate("incoming_report", _("Incoming condition report"), "out", ("install",), "report", _("signed since the object was received"), _("Examine the object after it has rested and sign the incoming report.")),
        _gate("method_statement", _("Method statement"), "out", ("install",), "evidence", _ONCE, _("File the method statement for the installation.")),
        # On the way home
        _gate("closing_report", _("Condition report before return"), "home", ("pack_for_return",), "report", _("signed since the object was taken down"), _("Examine the object and sign the report before it is packed.")),
        _gate("cover_home", _("Cover on the way home"), "home", ("release_home",), "computed", _("valid from the move until the return"), _("Extend the cover until the object is back.")),
        _gate("export_home", _("Export licence for the return"), "home", ("release_home",), "permit", _THAT_DAY, _("Record the licence to take the object out again.")),
        _gate("cites_home", _("CITES permit for the return"), "home", ("release_home",), "permit", _THAT_DAY, _("Record the CITES re-export certificate.")),
        _gate("customs_home", _("Customs on the way home"), "home", ("release_home",), "permit", _THAT_DAY, _("Record the re-export entry that discharges the import.")),
        _gate("return_report", _("Report on return"), "home", ("close",), "report", _("signed since the object was returned"), _("Have the lender's report on return signed.")),
    )
}
# fmt: on


def blocking(step: str) -> tuple[Gate, ...]:
    """The gates that keep this step from happening, in the order of the table."""
    return tuple(gate for gate in GATES.values() if step in gate.blocks)
