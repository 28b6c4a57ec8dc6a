"""What has happened so far, lender by lender, as one table: it is played through the services, oldest day first.

Days are counted back from the demo's day; lines are counted within the loan. Real institutions only ask, review,
approve, confirm and sign here. Everything unpleasant happens to invented ones.
"""

from dataclasses import dataclass, field
from typing import Final

EVERY: Final = ()

# Who made the step: a contact in the portal, or ours; "letter", "email", "telephone" and "committee" are answers of
# the lender that the registrar recorded.
PORTAL, REGISTRAR, HEAD = "portal", "registrar", "head"


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is a move of a line, or issue, sign_lender, sign_organiser, hold."""

    day: int
    name: str
    by: str = PORTAL
    lines: tuple[int, ...] = EVERY
    said: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One loan. `asked` days ago the request went out; None is a draft that has not been sent."""

    lender: str
    asked: int | None
    steps: tuple[Step, ...] = ()
    exhibition: str = "SILK24"
    take: slice = slice(None)


def _to(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


def _yes(day: int, lines: tuple[int, ...] = EVERY, by: str = PORTAL) -> Step:
    return Step(day, "approve", by, lines)


def _if(day: int, lines: tuple[int, ...], conditions: str, by: str = PORTAL) -> Step:
    return Step(day, "approve_with_conditions", by, lines, {"conditions": conditions})


def _no(day: int, lines: tuple[int, ...], code: str, reason: str, by: str = PORTAL) -> Step:
    return Step(day, "decline", by, lines, {"reason_code": code, "reason": reason})


def _settled(confirmed: int, issued: int, lender: int, ours: int, lines: tuple[int, ...] = EVERY) -> tuple[Step, ...]:
    return (
        Step(confirmed, "confirm", REGISTRAR, lines),
        Step(issued, "issue", REGISTRAR),
        Step(lender, "sign_lender", REGISTRAR),
        Step(ours, "sign_organiser", REGISTRAR),
    )


REAL: Final = (
    Story("SSMR", 420, (Step(404, "review"), _yes(296), Step(240, "confirm", REGISTRAR))),
    Story("SMAU", 420, (Step(404, "review"), _yes(288, _to(1, 4)), _yes(281, (5, 6)))),
    Story("NMT", 20, (Step(11, "review"),)),
    Story("NMS", 366, (_yes(309), *_settled(250, 201, 187, 182))),
    Story("SHM", 352, (_yes(313), *_settled(247, 198, 180, 174))),
    Story("ACM", 351, (Step(340, "review"), _yes(290, by="letter"), Step(204, "confirm", REGISTRAR))),
    Story("CUL", 302, (_yes(255), *_settled(190, 120, 96, 90))),
    Story("VAM", 27, (Step(14, "review", lines=_to(1, 5)),)),
)

INVENTED: Final = (
    Story("FJM", 24),
    Story(
        "LHM",
        396,
        (
            Step(380, "review"),
            _yes(301, _to(1, 3)),
            _if(
                301,
                (4, 5),
                "Humidity 48 to 55 %, no vibration above 2 mm/s; our courier stays for the whole installation.",
            ),
            _no(301, (6,), "on_display", "On display in our new galleries until the end of next year."),
            Step(
                298,
                "offer_substitute",
                PORTAL,
                (7,),
                {"reason": "Its rim is cracked. We offer the bowl with ducks from the same hoard."},
            ),
        ),
        take=slice(0, 7),
    ),
    Story("LHM", None, take=slice(7, 8)),
    Story(
        "STA",
        403,
        (
            Step(391, "review", "letter"),
            Step(
                222,
                "approve_in_principle",
                "committee",
                (1, 4, 5, 6),
                {"reason": "The provincial bureau decides in summer."},
            ),
            _no(
                219, (2, 3), "policy", "Wall paintings that were detached before 1930 are not lent abroad.", by="letter"
            ),
        ),
    ),
    Story(
        "EGM",
        361,
        (
            _yes(288, (1, 2, 6)),
            _if(288, (3, 4), "Case climate 45 to 50 % RH, logged every ten minutes, data sent to us weekly."),
            _no(288, (5,), "committed", "Promised to a partner museum from August to December."),
            Step(170, "confirm", REGISTRAR, (1, 2, 6)),
        ),
    ),
    Story(
        "PCT",
        384,
        (
            Step(372, "review", "email"),
            _if(
                230,
                (1, 3),
                "Shown for eight weeks at most, at 50 lux; two of our conservators open the crate.",
                by="letter",
            ),
            _no(230, (2,), "fragile", "The lacquer has begun to lift along the inlay; it can't travel.", by="letter"),
            Step(
                226,
                "approve_in_principle",
                "letter",
                (4,),
                {"reason": "The council agrees; its letter follows in July."},
            ),
        ),
    ),
    Story(
        "SCC", 204, (_if(149, EVERY, "Packing by the museum's own firm at the borrower's cost, up to 1,900,000 yen."),)
    ),
    Story(
        "BSM",
        252,
        (
            _no(
                205,
                (1, 2),
                "legal",
                "Worked ivory leaves Indonesia only with a permit that is not given for exhibitions.",
            ),
            _yes(205, (4, 5, 6, 7)),
            _if(205, (3,), "Moved on our own sledge; the stone has an old break."),
            Step(150, "confirm", REGISTRAR, (4, 5, 6, 7)),
        ),
    ),
    Story(
        "FCM",
        221,
        (
            _yes(183),
            Step(140, "confirm", REGISTRAR, (1, 2)),
            Step(12, "hold", REGISTRAR, (3,), {"reason": "Two acquisition dates in the file; the lender is asked."}),
        ),
    ),
    Story("PRV", 9),
    Story("RSC", 208, (Step(190, "review", "telephone"),)),
    Story("HPM", 66),
    Story(
        "ABT",
        381,
        (
            _yes(322, _to(1, 4)),
            _if(
                322,
                _to(5, 9),
                "In our own mounts, at 50 lux; the pages are turned after eight weeks by our conservator alone.",
            ),
            *_settled(212, 190, 151, 144),
            Step(22, "prepare", REGISTRAR, _to(1, 5)),
            Step(8, "make_ready", REGISTRAR, (1, 2)),
        ),
    ),
    Story(
        "MVC",
        342,
        (
            _yes(281, _to(1, 4)),
            _if(281, (5,), "The cushion cover is shown in its frame, unglazed, behind our barrier, at 50 lux."),
            Step(152, "confirm", REGISTRAR),
            Step(76, "issue", REGISTRAR),
        ),
    ),
    Story(
        "BCA",
        331,
        (
            _yes(262, (1, 2, 4), by="letter"),
            _no(262, (3,), "conservation", "The binding needs six months in the workshop.", by="letter"),
            Step(
                16,
                "withdraw_by_lender",
                "email",
                (1,),
                {"reason": "Water came into the store; the pyxis stays with our conservator."},
            ),
        ),
    ),
    Story(
        "MTA",
        341,
        (
            _yes(283),
            *_settled(222, 181, 161, 156),
            Step(
                26,
                "terminate",
                HEAD,
                (6,),
                {
                    "reason": "The gallery floor can't bear the fountain head and its base.",
                    "by": "The organiser",
                    "notice": "Four weeks, as agreed in clause 11",
                    "costs": "Crate already built: the organiser",
                },
            ),
            Step(11, "prepare", REGISTRAR, (1, 2)),
        ),
    ),
    Story(
        "SCM",
        263,
        (
            _yes(214, (4, 5)),
            _if(214, (1, 2, 6), "The export commission sits once a month; apply through the foundation."),
            _no(214, (3,), "fragile", "Felt and silk of the caftan no longer hold together when it is laid flat."),
            _yes(210, (7,)),
            Step(120, "confirm", REGISTRAR, (4, 5, 7)),
        ),
    ),
    Story("OCM", 152, (Step(131, "review", "email"),)),
    Story(
        "PHM",
        283,
        (
            _no(
                247,
                (1, 2),
                "fragile",
                "Charred wood of this size was moved once, in 1958, and will not be moved again.",
            ),
            _no(247, (3,), "conservation", "On our own workshop's list for next spring."),
        ),
    ),
    Story(
        "HQM",
        303,
        (
            _yes(252),
            *_settled(201, 160, 121, 117),
            Step(13, "hold", REGISTRAR, (2,), {"reason": "The export office asks for a new photograph of the back."}),
            Step(6, "prepare", REGISTRAR, (1, 3, 4)),
        ),
    ),
    Story(
        "DTM",
        312,
        (
            _yes(266, (1, 2)),
            _if(266, (3, 4), "New mounts to our drawings; no adhesive touches the linen."),
            _no(266, (5,), "conservation", "The papyrus is being relaxed and rehoused until October."),
            Step(180, "confirm", REGISTRAR, (1, 2)),
        ),
    ),
    Story(
        "CVM",
        101,
        (
            _yes(72, (1,)),
            Step(
                72,
                "approve_in_principle",
                PORTAL,
                (2,),
                {"reason": "Approved by the director; the ministry's order is being written."},
            ),
        ),
    ),
)


def _home(lender: str, *steps: Step) -> Story:
    """A loan of the closing show: asked long ago, shown, and now on its way home."""
    return Story(
        lender,
        562,
        (
            _yes(505),
            *_settled(421, 401, 381, 376),
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
STORIES: Final = (*REAL, *INVENTED, *CLOSING)
