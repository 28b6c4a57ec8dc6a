"""Loans of invented lenders on the way to the show: agreed, signed, prepared, sent; and some that came to nothing."""

import datetime as dt
from decimal import Decimal
from typing import Final

from loans.management.demo.returns import examined
from loans.management.demo.script import (
    HEAD,
    PORTAL,
    REGISTRAR,
    WHOLE,
    Step,
    Story,
    agree,
    checked,
    drafted,
    issued,
    no,
    numbers,
    on_terms,
    propose,
    settled,
    signed,
    yes,
)
from loans.models import Moment
from loans.services.terms import Offer

# Days of the real show; they are moved with it.
INSTALL, AFTER_INSTALL, OPENING_MONTH = dt.date(2024, 9, 2), dt.date(2024, 9, 24), dt.date(2024, 10, 24)

SETTLING: Final = (
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
