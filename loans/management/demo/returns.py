"""The loans of the small show that is closing: asked long ago, shown, and now on their way home."""

from typing import Final

from loans.management.demo.script import REGISTRAR, Step, Story, checked, settled, yes
from loans.models import Moment

_BOTH = ("lender", "borrower")


def examined(
    day: int,
    moment: Moment,
    lines: tuple[int, ...] = (),
    *,
    signed_by: tuple[str, ...] = _BOTH,
    marks: int = 0,
) -> Step:
    """A condition report of each of these objects."""
    return Step(
        day, "examine", "conservator", lines, {"moment": moment, "signed": signed_by, "marks": marks, "spread": 3}
    )


def _shown(*steps: Step) -> tuple[Step, ...]:
    """Asked long ago, signed, brought here and shown; the shipments are in `journeys`."""
    return (
        yes(505),
        *settled(421, 401, 381, 376),
        Step(252, "prepare", REGISTRAR),
        examined(243, Moment.LENDER_OUT, marks=1),
        Step(241, "make_ready", REGISTRAR),
        Step(227, "pack", REGISTRAR),
        examined(216, Moment.BORROWER_IN),
        Step(201, "install", REGISTRAR),
        examined(98, Moment.CHECK, (2,), signed_by=("borrower",), marks=1),
        *steps,
    )


CLOSING: Final = (
    Story(
        "DTM",
        562,
        _shown(
            Step(19, "deinstall", REGISTRAR),
            examined(15, Moment.BORROWER_OUT, signed_by=("borrower",)),
            Step(14, "pack_for_return", REGISTRAR),
            examined(4, Moment.LENDER_RETURN, (1,)),
            examined(4, Moment.LENDER_RETURN, (2, 3), signed_by=()),
            Step(2, "close", REGISTRAR, (1,)),
        ),
        exhibition="GLASS25",
    ),
    Story(
        "HQM",
        562,
        _shown(
            Step(18, "deinstall", REGISTRAR),
            examined(15, Moment.BORROWER_OUT, (1, 2), signed_by=("borrower",)),
            examined(15, Moment.BORROWER_OUT, (3, 4), signed_by=()),
            Step(
                10,
                "recall",
                "letter",
                (),
                {"reason": "The lender opens its own gallery of glass early and needs the objects.", "return_in": 12},
            ),
            Step(9, "pack_for_return", REGISTRAR, (1, 2)),
        ),
        exhibition="GLASS25",
    ),
    Story(
        "ABT",
        562,
        _shown(
            Step(16, "deinstall", REGISTRAR, (1, 2, 3)),
            examined(15, Moment.BORROWER_OUT, (2, 3), signed_by=("borrower",)),
            examined(15, Moment.BORROWER_OUT, (1,), signed_by=()),
            checked(14),
            Step(
                13,
                "extend",
                REGISTRAR,
                (),
                {
                    "days": 75,
                    "summary": "The lamp stays ten weeks longer: its prayers are being read and photographed.",
                },
            ),
            Step(12, "issue_text", REGISTRAR),
            Step(8, "pack_for_return", REGISTRAR, (2, 3)),
        ),
        exhibition="GLASS25",
    ),
)
