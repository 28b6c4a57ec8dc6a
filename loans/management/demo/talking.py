"""Loans of invented lenders that are still asked for, answered and talked about, lender by lender."""

import datetime as dt
from typing import Final

from loans.management.demo.script import (
    EVERY,
    PORTAL,
    REGISTRAR,
    WHOLE,
    Step,
    Story,
    agree,
    climate,
    counter,
    no,
    note,
    numbers,
    on_terms,
    propose,
    refuse,
    yes,
)
from loans.services.terms import Offer

# Days of the real show; they are moved with it.
INSTALL, AFTER_INSTALL, OPENING_MONTH = dt.date(2024, 9, 2), dt.date(2024, 9, 24), dt.date(2024, 10, 24)

TALKING: Final = (
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
)
