"""The tour as plain data: what to look at in which order, who one can be, and what each of them has before them now."""

import datetime as dt
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from lenders.models import Contact
from lenders.services import entrance
from loans.management.demo import staff
from loans.management.demo.houses import houses
from loans.management.demo.people import decider, signatory
from loans.management.demo.scene import GLASS, SILK, Scene
from loans.models import Incident, Loan, LoanLine, Shipment, ShipmentDirection
from office.people.passwords import DEMO_PASSWORD
from office.records.actors import Actor

# Whom a visitor can be first, and what is before them; the others follow by themselves.
FIRST: Final = {
    "FJM": "Eight objects to decide on, and a first condition of ours to answer.",
    "MVC": "An agreement to read and sign, typed or drawn.",
    "LHM": "Conditions in talk: the humidity of one case, a figure that was refused a case of its own.",
    "EGM": "It is our turn on one climate and theirs on another.",
    "FCM": "A facility report half read, a question without an answer.",
    "ABT": "Glass on its way home, damage found today, and an extension to sign.",
    "SCM": "A cover to accept; the second paper original is on its way to its foundation.",
    "PRV": "A private owner, anonymous in public, who was asked last week.",
}
# Who comes in by the link where it isn't the person who decides.
_SIGNING: Final = ("MVC", "ABT")


def tour(scene: Scene, *, now: dt.datetime) -> dict[str, Any]:
    links = _lenders(scene, now=now)
    by_code = {link["code"]: link for link in links}
    return {
        "moved": scene.days.sentence(),
        "moved_days": scene.days.moved,
        "stops": _stops(by_code),
        "people": [
            {
                "name": each.name,
                "email": each.email,
                "password": DEMO_PASSWORD,
                "role": each.job_title,
                "look": [_look(words, path, each.email) for words, path in _now(each.role.value)],
            }
            for each in staff.STAFF
        ],
        "lenders": links,
    }


def _now(role: str) -> list[tuple[str, str]]:
    """What somebody of this role has before them: words and the page."""
    return {
        "registrar": [
            ("What needs her today", reverse("admin:index")),
            ("Conditions in talk: Lotus Hill", reverse("admin:terms", args=(_loan("LHM"),))),
            ("Lines and gates, one board", reverse("admin:gates", args=(SILK,))),
            ("A shipment that may leave", _shipment("ABT")),
            ("One that may not leave yet", _shipment("MVC")),
            ("One under way", _shipment("HQM")),
            ("What came without a notice", _incident("open_gate")),
            ("Cover, and its gap", reverse("admin:cover", args=(SILK,))),
            ("The immunity list", reverse("admin:immunity", args=(SILK,))),
        ],
        "curator": [
            ("The board of lenders", reverse("admin:board", args=(SILK,))),
            ("What the gallery can't keep", reverse("admin:fitness", args=(SILK,))),
            ("Where everything is", reverse("admin:where", args=(SILK,))),
        ],
        "head": [
            ("An agreement that waits for her signature", _agreement("DTM")),
            ("A gate that she waived", _gates("ABT", 1)),
            ("A loan that was recalled", reverse("admin:loan", args=(_loan("HQM", GLASS),))),
        ],
        "conservator": [
            ("Damage found today: the clock runs", _incident("damage")),
            ("A question about the facility report", reverse("admin:exhibition_facility", args=(SILK,))),
            ("Condition reports", reverse("admin:loans_conditionreport_changelist")),
        ],
    }[role]


def _stops(lenders: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    registrar, head, conservator = (f"{role}@caravan.example" for role in ("registrar", "head", "conservator"))
    return [
        _stop(
            "The registrar's morning",
            "Who has not answered, what is due, whose turn it is: one page across both exhibitions.",
            _as(registrar, reverse("admin:index")),
            "Sign in as the registrar",
        ),
        _stop(
            "The board",
            "Every lender against every state of the loan: 29 lenders and 300 objects on one screen.",
            _as(registrar, reverse("admin:board", args=(SILK,))),
            "Open the board",
        ),
        _stop(
            "A lender's link, on a phone",
            "No account, no password: press the button, read the code in the demo post, answer what is asked.",
            lenders["FJM"]["url"],
            f"Come in for {lenders['FJM']['name']}",
        ),
        _stop(
            "Conditions, row by row",
            "Humidity was offered, countered and countered again; one row was refused and keeps its figure from being"
            " confirmed. Each side has notes the other never sees.",
            _as(registrar, reverse("admin:terms", args=(_loan("LHM"),))),
            "Open the negotiation",
        ),
        _stop(
            "An agreement to sign",
            "Composed from clauses in English and French, with what was agreed. Sign it as the lender's director; the"
            " next one waits for our head of exhibitions.",
            lenders["MVC"]["url"],
            f"Sign for {lenders['MVC']['name']}",
        ),
        _stop(
            "Nothing moves while a gate is open",
            "Due diligence, agreement, decree, licence, immunity, cover, courier: every object against every gate, with"
            " what to do about each.",
            _as(registrar, reverse("admin:gates", args=(SILK,))),
            "Open the gates",
        ),
        _stop(
            "A waiver has a name",
            "Two silks are packed and may leave: the list for their immunity came a week too late, and the head of"
            " exhibitions answers for it, with her reason.",
            _as(head, _gates("ABT", 1)),
            "Open the gates of a silk",
        ),
        _stop(
            "Damage, found today",
            "The object is on hold, the lender's clock runs, and the page says whom to telephone.",
            _as(conservator, _incident("damage")),
            "Open the incident",
        ),
        _stop(
            "The list that protects",
            "Published for immunity from seizure on the museum's own website, which the demonstration plays too, and"
            " looked at every day.",
            _as(registrar, reverse("admin:immunity", args=(SILK,))),
            "Open the list",
        ),
        _stop(
            "A condition report",
            "An examination with its marks and photos, as the PDF that travels with the object.",
            _as(conservator, reverse("admin:loans_conditionreport_changelist")),
            "Open the reports",
        ),
        _stop(
            "The API",
            "The same loans, read by another collection system; the documentation lets you try it.",
            "/api/v1/docs/",
            "Open the API",
        ),
    ]


def _lenders(scene: Scene, *, now: dt.datetime) -> list[dict[str, Any]]:
    """A link into the portal for every lender, those who have something to decide first."""
    registrar = Actor.staff(scene.staff["registrar"])
    order = list(FIRST)
    lenders = [code for code, house in houses().items() if house.kind != "agency" and house.people]
    lenders.sort(key=lambda code: (order.index(code) if code in FIRST else len(FIRST), not houses()[code].invented))
    found = []
    for code in lenders:
        contact = _who(scene, code)
        _invitation, url = entrance.invite(contact, actor=registrar, now=now)
        house, own = houses()[code], contact.lender.code == code
        found.append(
            {
                "code": code,
                "name": house.name if own else f"{house.name} (through {contact.lender.name})",
                "contact": contact.name,
                "email": contact.email,
                "url": url,
                "look": FIRST.get(code, ""),
            }
        )
    return found


def _who(scene: Scene, code: str) -> Contact:
    return signatory(scene, code) if code in _SIGNING else decider(scene, code)


def _loan(code: str, exhibition: str = SILK) -> str:
    loans = Loan.objects.filter(lender__code=code, exhibition__code=exhibition)
    return str(loans.earliest("pk").reference)


def _agreement(code: str) -> str:
    loan = Loan.objects.select_related("agreement").get(reference=_loan(code))
    assert loan.agreement is not None
    return reverse("admin:agreement", args=(loan.agreement.reference,))


def _shipment(code: str) -> str:
    out = Shipment.objects.filter(exhibition__code=SILK, direction=ShipmentDirection.OUT)
    first = out.filter(contents__line__loan__lender__code=code).earliest("collect_on")
    return reverse("admin:shipment", args=(first.reference,))


def _gates(code: str, number: int) -> str:
    line = LoanLine.objects.get(loan__reference=_loan(code), number=number)
    return reverse("admin:line_gates", args=(_loan(code), line.uid))


def _incident(kind: str) -> str:
    return reverse("admin:incident", args=(Incident.objects.filter(kind=kind).latest("pk").reference,))


def _look(words: str, path: str, email: str) -> dict[str, str]:
    return {"text": words, "url": _as(email, path)}


def _as(email: str, path: str) -> str:
    """The page, by way of the sign-in with the address filled in."""
    return f"{reverse('account_login')}?{urlencode({'next': path, 'as': email})}"


def _stop(title: str, text: str, url: str, link: str) -> dict[str, str]:
    return {"title": title, "text": text, "url": url, "link": link}
