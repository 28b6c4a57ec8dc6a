"""What has happened so far, lender by lender; it is played through the services, oldest day first.

Days are counted back from the demo's day; lines are counted within the loan. Real institutions only review, approve,
confirm and sign here. Everything unpleasant happens to invented ones.
"""

import datetime as dt
from decimal import Decimal
from typing import Final

from loans.management.demo.returns import CLOSING, examined
from loans.management.demo.script import (
    EVERY,
    HEAD,
    PORTAL,
    REGISTRAR,
    WHOLE,
    Step,
    Story,
    agree,
    checked,
    climate,
    counter,
    drafted,
    issued,
    no,
    note,
    numbers,
    on_terms,
    propose,
    refuse,
    settled,
    signed,
    yes,
)
from loans.models import Moment
from loans.services.terms import Offer

# Days of the real show; they are moved with it.
INSTALL, AFTER_INSTALL, OPENING_MONTH = dt.date(2024, 9, 2), dt.date(2024, 9, 24), dt.date(2024, 10, 24)

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
    Story("FJM", 24, (propose(22, WHOLE, Offer("photography", "One photograph of each object for the catalogue.")),)),
    Story(
        "LHM",
        396,
        (
            Step(380, "review"),
            yes(301, numbers(1, 3)),
            on_terms(
                301,
                (4,),
                climate(48, 55, "No vibration above 2 mm/s at the case.", swing=3),
                Offer("light", "Lit only while visitors are there.", lux=50, uv=10),
                Offer(
                    "courier",
                    "Our courier stays for the whole installation.",
                    promise="The lender's courier is at the unpacking",
                    promise_by="lender",
                    promise_on=INSTALL,
                ),
            ),
            on_terms(
                301,
                (5,),
                Offer("display", "A case of her own, with nothing beside her.", display_days=120),
                Offer("credit_line", "Lotus Hill Museum, Xi'an, in Chinese and English."),
            ),
            no(301, (6,), "on_display", "On display in our new galleries until the end of next year."),
            Step(
                298,
                "offer_substitute",
                PORTAL,
                (7,),
                {"reason": "Its rim is cracked. We offer the bowl with ducks from the same hoard."},
            ),
            note(270, (4,), "climate", "The plant can hold 45 to 55 % in the end bay only. Ask the conservators."),
            counter(262, (4,), climate(45, 55, "The end bay, away from the doors.", swing=5)),
            agree(262, (4,), "courier"),
            agree(262, (5,), "credit_line"),
            refuse(261, (5,), "display", "The case is shared with the other dancers: it is built already."),
            note(240, (4,), "climate", "Our conservator could live with 46; ask for the swing.", by=PORTAL),
            counter(214, (4,), climate(46, 54, "And at most 4 % within a day.", swing=4), by=PORTAL),
            counter(58, (4,), climate(46, 55, "As measured there last winter.", swing=4)),
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
                {"reason": "The provincial bureau's decree is pending; it decides in summer."},
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
            on_terms(
                288,
                (3, 4),
                climate(45, 50, "In its case, logged every ten minutes."),
                Offer(
                    "other",
                    "We follow the climate from here.",
                    promise="Climate data of the case to the lender",
                    promise_by="organiser",
                    promise_on=OPENING_MONTH,
                    promise_every="monthly",
                ),
            ),
            no(288, (5,), "committed", "Promised to a partner museum from August to December."),
            Step(286, "propose_presets", REGISTRAR, WHOLE, {"whose": "guideline", "kinds": ("climate",)}),
            agree(280, WHOLE, "climate", by=PORTAL),
            agree(270, (3, 4), "other"),
            counter(268, (3,), climate(45, 55, "The case holds this without silica gel.")),
            counter(266, (4,), climate(42, 52, "The case holds this without silica gel.")),
            counter(249, (4,), climate(44, 51, "With a drawer of silica gel, then."), by=PORTAL),
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
                Offer("light", "At 50 lux.", lux=50, display_days=56),
                Offer("handling", "Two of our conservators open the crate."),
                by="letter",
            ),
            no(230, (2,), "fragile", "The lacquer has begun to lift along the inlay; it can't travel.", by="letter"),
            Step(
                226,
                "approve_in_principle",
                "letter",
                (4,),
                {"reason": "Trustees on 12 July: the council agrees, its letter follows."},
            ),
            agree(200, (1, 3), "handling"),
        ),
    ),
    Story(
        "SCC",
        204,
        (
            on_terms(
                149, EVERY, Offer("packing", "Packed by the museum's own firm."), Offer("costs", "You pay for it.")
            ),
            agree(120, EVERY, "packing"),
            counter(119, EVERY, Offer("costs", "We pay for the packing up to three crates; the rest is shared.")),
            note(118, (1,), "costs", "The budget bears 4 crates if they insist. Don't offer it first."),
        ),
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
            on_terms(205, (3,), Offer("handling", "Moved on our own sledge; the stone has an old break.")),
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
            on_terms(
                5,
                (2,),
                Offer("transport", "The screen travels in two crates."),
                Offer("display", "Our engineer sees the floor before it is mounted."),
            ),
        ),
    ),
    Story("HPM", 66),
    Story(
        "ABT",
        381,
        (
            Step(375, "propose_presets", REGISTRAR, WHOLE, {"whose": "standing", "kinds": ("light", "credit_line")}),
            yes(322, numbers(1, 4)),
            on_terms(
                322,
                numbers(5, 9),
                Offer("display", "In our own mounts; turned after eight weeks by our conservator alone.", lux=50),
                Offer(
                    "photography",
                    "No flash, no tripod over the case.",
                    promise="A photograph of it as installed, to the lender",
                    promise_by="organiser",
                    promise_on=AFTER_INSTALL,
                ),
            ),
            agree(318, WHOLE, by=PORTAL),
            agree(240, numbers(5, 9)),
            *settled(212, 190, 151, 144),
            Step(22, "prepare", REGISTRAR, numbers(1, 5)),
            examined(9, Moment.LENDER_OUT, (1, 2), marks=1),
            examined(2, Moment.LENDER_OUT, (3, 4, 5), signed_by=(), marks=1),
            Step(8, "make_ready", REGISTRAR, (1, 2)),
            Step(5, "pack", REGISTRAR, (1, 2)),
        ),
        collect=-6,
    ),
    Story(
        "MVC",
        342,
        (
            yes(281, numbers(1, 4)),
            on_terms(281, (5,), Offer("display", "In its frame, unglazed, behind our barrier.", lux=50)),
            agree(250, (5,)),
            Step(152, "confirm", REGISTRAR),
            *issued(76, organiser_steps=("approve", "sign")),
        ),
        collect=-6,
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
            Step(11, "confirm", REGISTRAR, (2, 4)),
            checked(7),
            drafted(3),
        ),
    ),
    Story(
        "MTA",
        341,
        (
            yes(283),
            Step(222, "confirm", REGISTRAR),
            *issued(181),
            signed(161),
            signed(156, by=HEAD),
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
            Step(21, "prepare", REGISTRAR, (2, 3)),
            examined(15, Moment.LENDER_OUT, (2, 3), marks=2),
            Step(14, "make_ready", REGISTRAR, (2, 3)),
            examined(4, Moment.BORROWER_IN, (2,), signed_by=()),
        ),
        collect=12,
    ),
    Story(
        "SCM",
        263,
        (
            yes(214, (4, 5)),
            on_terms(
                214,
                (1, 2, 6),
                Offer("costs", "The export commission's fee is the borrower's."),
                Offer("other", "The commission sits once a month; apply through the foundation."),
            ),
            no(214, (3,), "fragile", "Felt and silk of the caftan no longer hold together when it is laid flat."),
            yes(210, (7,)),
            agree(160, (1, 2, 6)),
            Step(120, "confirm", REGISTRAR, (1, 2, 4, 5, 6, 7)),
            *issued(74),
            Step(
                72, "original", REGISTRAR, (), {"number": 1, "printed": 73, "sent": 72, "how": "Courier of the embassy"}
            ),
            Step(51, "sign_ink", REGISTRAR, (), {"side": "lender"}),
            Step(44, "sign_ink", REGISTRAR, (), {"side": "organiser"}),
            Step(
                43,
                "original",
                REGISTRAR,
                (),
                {"number": 1, "printed": 73, "sent": 72, "how": "Courier of the embassy", "both": 44, "back": 47},
            ),
            Step(
                12,
                "original",
                REGISTRAR,
                (),
                {"number": 2, "printed": 73, "sent": 12, "how": "By post, registered", "ours": 44},
            ),
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
            Step(201, "confirm", REGISTRAR),
            checked(172),
            drafted(163),
            Step(162, "own_paper", REGISTRAR),
            Step(160, "issue_text", REGISTRAR),
            signed(121),
            signed(117, by=HEAD),
            Step(24, "prepare", REGISTRAR, (1, 3, 4)),
            Step(13, "hold", REGISTRAR, (2,), {"reason": "The export office asks for a new photograph of the back."}),
            examined(13, Moment.LENDER_OUT, (1, 3), marks=2),
            examined(6, Moment.LENDER_OUT, (4,), signed_by=(), marks=1),
            Step(12, "make_ready", REGISTRAR, (1, 3)),
            Step(8, "pack", REGISTRAR, (1, 3)),
        ),
        collect=7,
    ),
    Story(
        "DTM",
        312,
        (
            yes(266, (1, 2)),
            on_terms(266, (3, 4), Offer("display", "New mounts to our drawings; no adhesive touches the linen.")),
            no(266, (5,), "conservation", "The papyrus is being relaxed and rehoused until October."),
            propose(
                240,
                (1,),
                Offer("value", "As insured with us last year.", amount=Decimal(640_000), currency="USD"),
            ),
            agree(220, (1,), "value", by=PORTAL),
            agree(200, (3, 4)),
            Step(180, "confirm", REGISTRAR, (1, 2, 3, 4)),
            *issued(60),
            signed(19),
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
