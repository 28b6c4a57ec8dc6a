"""The loans of the small show that is closing: asked long ago, shown, and now on their way home."""

from typing import Final

from loans.management.demo.script import REGISTRAR, Step, Story, settled, yes


def _home(lender: str, *steps: Step) -> Story:
    """A loan of the closing show: asked long ago, shown, and now on its way home."""
    return Story(
        lender,
        562,
        (
            yes(505),
            *settled(421, 401, 381, 376),
            Step(252, "prepare", REGISTRAR),
            Step(241, "make_ready", REGISTRAR),
            Step(227, "pack", REGISTRAR),
            Step(223, "dispatch", REGISTRAR),
            Step(218, "receive", REGISTRAR),
            Step(201, "install", REGISTRAR),
            *steps,
        ),
        exhibition="GLASS25",
    )


CLOSING: Final = (
    _home(
        "DTM",
        Step(19, "deinstall", REGISTRAR),
        Step(14, "pack_for_return", REGISTRAR),
        Step(11, "send_back", REGISTRAR),
        Step(6, "return", REGISTRAR, (1, 2, 3)),
        Step(2, "close", REGISTRAR, (1,)),
    ),
    _home("HQM", Step(18, "deinstall", REGISTRAR), Step(9, "pack_for_return", REGISTRAR, (1, 2))),
    _home(
        "ABT",
        Step(16, "deinstall", REGISTRAR, (1, 2, 3)),
        Step(8, "pack_for_return", REGISTRAR, (2, 3)),
        Step(4, "send_back", REGISTRAR, (3,)),
    ),
)
