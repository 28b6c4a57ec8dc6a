"""What has happened so far, lender by lender; it is played through the services, oldest day first.

Days are counted back from the demo's day; lines are counted within the loan. Real institutions only review, approve,
confirm and sign here. Everything unpleasant happens to invented ones.
"""

from typing import Final

from loans.management.demo.returns import CLOSING
from loans.management.demo.script import (
    EVERY,
    HEAD,
    PORTAL,
    REGISTRAR,
    Step,
    Story,
    no,
    numbers,
    on_terms,
    settled,
    yes,
)

REAL: Final = (
    Story("SSMR", 420, (Step(404, "review"), yes(296), Step(240, "confirm", REGISTRAR))),
    Story("SMAU", 420, (Step(404, "review"), yes(288, numbers(1, 4)), yes(281, (5, 6)))),
    Story("NMT", 20, (Step(11, "review"),)),
    Story("NMS", 366, (yes(309), *settled(250, 201, 187, 182))),
    Story("SHM", 352, (yes(313), *settled(247, 198, 180, 174))),
    Story("ACM", 351, (Step(340, "review"), yes(290, by="letter"), Step(204, "confirm", REGISTRAR))),
    Story("CUL", 302, (yes(255), *settled(190, 120, 96, 90))),
    Story("VAM", 27, (Step(14, "review", lines=numbers(1, 5)),)),
)

INVENTED: Final = (
    Story("FJM", 24),
    Story(
        "LHM",
        396,
        (
            Step(380, "review"),
            yes(301, numbers(1, 3)),
            on_terms(
                301,
                (4, 5),
                "Humidity 48 to 55 %, no vibration above 2 mm/s; our courier stays for the whole installation.",
            ),
            no(301, (6,), "on_display", "On display in our new galleries until the end of next year."),
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
            no(
                219, (2, 3), "policy", "Wall paintings that were detached before 1930 are not lent abroad.", by="letter"
            ),
        ),
    ),
    Story(
        "EGM",
        361,
        (
            yes(288, (1, 2, 6)),
            on_terms(288, (3, 4), "Case climate 45 to 50 % RH, logged every ten minutes, data sent to us weekly."),
            no(288, (5,), "committed", "Promised to a partner museum from August to December."),
            Step(170, "confirm", REGISTRAR, (1, 2, 6)),
        ),
    ),
    Story(
        "PCT",
        384,
        (
            Step(372, "review", "email"),
            on_terms(
                230,
                (1, 3),
                "Shown for eight weeks at most, at 50 lux; two of our conservators open the crate.",
                by="letter",
            ),
            no(230, (2,), "fragile", "The lacquer has begun to lift along the inlay; it can't travel.", by="letter"),
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
        "SCC",
        204,
        (on_terms(149, EVERY, "Packing by the museum's own firm at the borrower's cost."),),
    ),
    Story(
        "BSM",
        252,
        (
            no(
                205,
                (1, 2),
                "legal",
                "Worked ivory leaves Indonesia only with a permit that is not given for exhibitions.",
            ),
            yes(205, (4, 5, 6, 7)),
            on_terms(205, (3,), "Moved on our own sledge; the stone has an old break."),
            Step(150, "confirm", REGISTRAR, (4, 5, 6, 7)),
        ),
    ),
    Story(
        "FCM",
        221,
        (
            yes(183),
            Step(140, "confirm", REGISTRAR, (1, 2)),
            Step(12, "hold", REGISTRAR, (3,), {"reason": "Two acquisition dates in the file; the lender is asked."}),
        ),
    ),
    Story("PRV", 9),
    Story(
        "RSC",
        208,
        (
            Step(190, "review", "telephone"),
            yes(5, (1,)),
            on_terms(5, (2,), "The screen travels in two crates; our engineer sees the floor before it is mounted."),
        ),
    ),
    Story("HPM", 66),
    Story(
        "ABT",
        381,
        (
            yes(322, numbers(1, 4)),
            on_terms(
                322,
                numbers(5, 9),
                "In our own mounts, at 50 lux; the pages are turned after eight weeks by our conservator alone.",
            ),
            *settled(212, 190, 151, 144),
            Step(22, "prepare", REGISTRAR, numbers(1, 5)),
            Step(8, "make_ready", REGISTRAR, (1, 2)),
        ),
    ),
    Story(
        "MVC",
        342,
        (
            yes(281, numbers(1, 4)),
            on_terms(281, (5,), "The cushion cover is shown in its frame, unglazed, behind our barrier, at 50 lux."),
            Step(152, "confirm", REGISTRAR),
            Step(76, "issue", REGISTRAR),
        ),
    ),
    Story(
        "BCA",
        331,
        (
            yes(262, (1, 2, 4), by="letter"),
            no(262, (3,), "conservation", "The binding needs six months in the workshop.", by="letter"),
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
            yes(283),
            *settled(222, 181, 161, 156),
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
            yes(214, (4, 5)),
            on_terms(214, (1, 2, 6), "The export commission sits once a month; apply through the foundation."),
            no(214, (3,), "fragile", "Felt and silk of the caftan no longer hold together when it is laid flat."),
            yes(210, (7,)),
            Step(120, "confirm", REGISTRAR, (4, 5, 7)),
        ),
    ),
    Story("OCM", 152, (Step(131, "review", "email"),)),
    Story(
        "PHM",
        283,
        (
            no(
                247,
                (1, 2),
                "fragile",
                "Charred wood of this size was moved once, in 1958, and will not be moved again.",
            ),
            no(247, (3,), "conservation", "On our own workshop's list for next spring."),
        ),
    ),
    Story(
        "HQM",
        303,
        (
            yes(252),
            *settled(201, 160, 121, 117),
            Step(13, "hold", REGISTRAR, (2,), {"reason": "The export office asks for a new photograph of the back."}),
            Step(6, "prepare", REGISTRAR, (1, 3, 4)),
        ),
    ),
    Story(
        "DTM",
        312,
        (
            yes(266, (1, 2)),
            on_terms(266, (3, 4), "New mounts to our drawings; no adhesive touches the linen."),
            no(266, (5,), "conservation", "The papyrus is being relaxed and rehoused until October."),
            Step(180, "confirm", REGISTRAR, (1, 2)),
        ),
    ),
    Story(
        "CVM",
        101,
        (
            yes(72, (1,)),
            yes(3, (3,)),
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


STORIES: Final = (*REAL, *INVENTED, *CLOSING)
