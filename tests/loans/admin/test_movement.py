"""Shipments, crates, incidents and labels on screen: what a registrar does in two minutes, and who may not."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from exhibitions.models import Exhibition
from lenders.models import StandingTerms
from loans.models import Courier, Crate, Incident, IncidentKind, Leg, LoanLine, Shipment, ShipmentDirection
from loans.services import crates, incidents, shipments
from loans.services.shipments import ShipmentState, state_of
from loans.states import LineStatus
from tests.factories import ExhibitionFactory, ShowingFactory
from tests.loans.admin.rows import a_picture
from tests.loans.travelling import days, lines_of, now, planned
from tests.personas import Staff


@pytest.fixture
def show(db: None) -> Exhibition:
    return ExhibitionFactory(code="ROADS")


def plan_address(direction: str = "out") -> str:
    return reverse("admin:shipment_plan", args=("ROADS", direction))


def home(shipment: Shipment, page: str = "") -> str:
    name = f"admin:shipment_{page}" if page else "admin:shipment"
    return reverse(name, args=(shipment.reference,))


def text(response: object) -> str:
    words = re.sub(r"<script.*?</script>|<style.*?</style>", " ", response.content.decode(), flags=re.S)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", words)))


# Planning


def test_a_shipment_is_planned_by_ticking_loans_and_objects(show: Exhibition, ruth: Staff) -> None:
    whole, single = lines_of(show), lines_of(show)

    form = ruth.client.get(plan_address())
    answer = ruth.client.post(
        plan_address(),
        {
            "collect_on": days(3).isoformat(),
            "deliver_on": days(5).isoformat(),
            "agent": "Artmove",
            "loan": whole[0].loan.reference,
            "line": str(single[1].uid),
        },
    )

    shipment = Shipment.objects.get()
    first = single[0].period.lower.isoformat()
    assert f'value="{first}"' in form.content.decode()
    assert answer["Location"] == home(shipment)
    assert {row.line_id for row in shipment.contents.all()} == {whole[0].pk, whole[1].pk, single[1].pk}
    assert (shipment.agent, shipment.collect_on) == ("Artmove", days(3))


def test_a_plan_without_objects_or_with_wrong_days_says_so_and_keeps_what_was_ticked(
    show: Exhibition, ruth: Staff
) -> None:
    (line,) = lines_of(show, number=1)
    said = {"collect_on": days(3).isoformat(), "deliver_on": days(5).isoformat()}

    nothing = ruth.client.post(plan_address(), said)
    wrong = ruth.client.post(plan_address(), said | {"deliver_on": days(1).isoformat(), "line": str(line.uid)})

    assert (nothing.status_code, wrong.status_code) == (422, 422)
    assert "Tick the objects" in text(nothing)
    assert "before the collection" in text(wrong)
    assert re.search(rf'value="{line.uid}" checked', wrong.content.decode())
    assert Shipment.objects.count() == 0


def test_the_days_of_a_return_follow_from_the_show(show: Exhibition, ruth: Staff) -> None:
    lines_of(show, status=LineStatus.INSTALLED)

    form = ruth.client.get(plan_address("home")).content.decode()

    assert f'value="{show.showings.get().deinstall_date.isoformat()}"' in form


def test_a_way_that_is_none_is_not_there(show: Exhibition, ruth: Staff) -> None:
    assert ruth.client.get(plan_address("sideways")).status_code == 404


def test_what_travels_elsewhere_can_not_be_ticked(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    other = planned(show, lines[:1], actor=ruth.actor)

    form = ruth.client.get(plan_address()).content.decode()

    assert f'value="{lines[0].uid}"' not in form
    assert f"travels in {other.reference}" in form
    assert f'value="{lines[1].uid}"' in form


def test_the_plan_and_the_objects_are_changed(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines[:1], actor=ruth.actor)

    days_said = {"collect_on": days(1).isoformat(), "deliver_on": days(8).isoformat(), "agent": "Artmove"}
    ruth.client.post(home(shipment, "change"), days_said)
    ruth.client.post(home(shipment, "objects"), {"line": str(lines[1].uid)})

    shipment.refresh_from_db()
    assert (shipment.deliver_on, shipment.agent) == (days(8), "Artmove")
    assert shipment.contents.get().line == lines[1]


def test_a_number_puts_an_object_into_a_crate_and_makes_it_if_new(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    crates.create(show, number=4, actor=ruth.actor)

    ruth.client.post(home(shipment, "pack"), {f"crate-{lines[0].uid}": "4", f"crate-{lines[1].uid}": "7"})
    wrong = ruth.client.post(home(shipment, "pack"), {f"crate-{lines[0].uid}": "0", f"crate-{lines[1].uid}": "7"})
    ruth.client.post(home(shipment, "pack"), {f"crate-{lines[0].uid}": "", f"crate-{lines[1].uid}": "7"})

    assert wrong.status_code == 422
    assert sorted(Crate.objects.values_list("number", flat=True)) == [4, 7]
    assert list(shipment.contents.order_by("line").values_list("crate__number", flat=True)) == [None, 7]


def test_stages_are_written_on_one_form(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)
    said = {
        "stage-TOTAL_FORMS": "2", "stage-INITIAL_FORMS": "0", "stage-MIN_NUM_FORMS": "0", "stage-MAX_NUM_FORMS": "20",
        "stage-0-from_place": "Paris", "stage-0-from_country": "FR", "stage-0-to_place": "London", "stage-0-to_country": "GB",
        "stage-0-mode": "road", "stage-0-vehicle": "AB 123 CD",
        "stage-0-departs_at": f"{days(1).isoformat()}T08:00", "stage-0-arrives_at": f"{days(1).isoformat()}T19:30",
    }  # fmt: skip

    form = ruth.client.get(home(shipment, "stages"))
    wrong = ruth.client.post(home(shipment, "stages"), said | {"stage-0-arrives_at": f"{days(0).isoformat()}T19:30"})
    ruth.client.post(home(shipment, "stages"), said)

    assert form.status_code == 200
    assert "arrives before it leaves" in text(wrong)
    leg = Leg.objects.get()
    assert (leg.to_country.code, leg.vehicle, timezone.localdate(leg.arrives_at)) == ("GB", "AB 123 CD", days(1))
    assert "AB 123 CD" in text(ruth.client.get(home(shipment)))


def test_a_courier_and_a_paper_stand_on_the_page_and_go_again(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)
    who = {"name": "Timur Aliev", "side": "lender", "paid_by": "organiser", "justification": "Fragile lacquer."}

    ruth.client.post(reverse("admin:courier_new", args=(shipment.reference,)), who)
    courier = Courier.objects.get()
    address = reverse("admin:courier", args=(shipment.reference, courier.uid))
    ruth.client.post(address, who | {"booked_on": days(0).isoformat()})
    ruth.client.post(reverse("admin:paper_new", args=(shipment.reference,)), {"title": "ATA carnet", "number": "17"})
    page = text(ruth.client.get(home(shipment)))

    assert "Timur Aliev" in page
    assert "booked on" in page
    assert "ATA carnet" in page
    ruth.client.post(reverse("admin:courier_off", args=(shipment.reference, courier.uid)))
    ruth.client.post(reverse("admin:paper_off", args=(shipment.reference, shipment.papers.get().uid)))
    assert (shipment.couriers.count(), shipment.papers.count()) == (0, 0)


# The page and its steps


def test_the_page_says_what_is_in_the_way_of_each_object(show: Exhibition, ruth: Staff) -> None:
    (line,) = lines_of(show, number=1, gates=False, status=LineStatus.READY)
    shipment = planned(show, [line], actor=ruth.actor)

    page = text(ruth.client.get(home(shipment)))
    refused = ruth.client.post(home(shipment, "release"))

    assert "It can't be released yet" in page
    assert "Agreement signed" in page
    assert "Bring it to “Packed” first." in page
    assert refused.status_code == 422
    assert "Not yet." in text(refused)


def test_from_release_to_arrival(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    when = {"happened_on": days(0).isoformat()}

    ruth.client.post(home(shipment, "release"))
    released = state_of(Shipment.objects.get())
    ruth.client.post(home(shipment, "collected"), when | {"line": [str(line.uid) for line in lines]})
    collected = state_of(Shipment.objects.get())
    ruth.client.post(home(shipment, "received"), when | {"line": [str(lines[0].uid)], "rest": "later"})
    partly = text(ruth.client.get(home(shipment)))
    ruth.client.post(home(shipment, "received"), when | {"line": [str(lines[1].uid)]})
    opened = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    ruth.client.post(home(shipment, "opened"), {"at": opened})

    assert (released, collected) == (ShipmentState.RELEASED, ShipmentState.UNDER_WAY)
    assert "Partly arrived" in partly
    assert state_of(Shipment.objects.get()) == ShipmentState.ARRIVED
    assert {now(line) for line in lines} == {LineStatus.RECEIVED}
    assert Shipment.objects.get().opened_at is not None


def test_what_is_unticked_at_the_collection_was_left_behind(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)

    ruth.client.post(home(shipment, "collected"), {"happened_on": days(0).isoformat(), "line": str(lines[1].uid)})

    assert (now(lines[0]), now(lines[1])) == (LineStatus.PACKED, LineStatus.IN_TRANSIT_OUT)
    assert "left behind" in text(ruth.client.get(home(shipment)))


def test_what_is_missing_at_the_arrival_is_a_loss(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = shipments.dispatch(planned(show, lines, actor=ruth.actor), actor=ruth.actor)

    ruth.client.post(
        home(shipment, "received"),
        {"happened_on": days(0).isoformat(), "line": str(lines[1].uid), "rest": "missing"},
    )

    assert Incident.objects.get().line == lines[0]
    assert Incident.objects.get().kind == IncidentKind.LOSS


def test_open_gates_are_said_before_a_fact_is_recorded(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show, gates=False), actor=ruth.actor)

    page = text(ruth.client.get(home(shipment, "collected")))

    assert "These gates are open and become incidents" in page
    assert "This shipment was never released." in page


def test_a_shipment_is_called_off(show: Exhibition, ruth: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)

    silent = ruth.client.post(home(shipment, "cancel"), {"reason": ""})
    ruth.client.post(home(shipment, "cancel"), {"reason": "The lorry broke down."})

    assert silent.status_code == 422
    assert Shipment.objects.get().cancelled_on == days(0)
    assert "The lorry broke down." in text(ruth.client.get(home(shipment)))


@pytest.mark.parametrize("name", ["change", "objects", "pack", "stages", "cancel", "collected", "received", "opened"])
def test_who_does_not_move_objects_changes_nothing(name: str, show: Exhibition, ruth: Staff, vera: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)

    looked = vera.client.get(home(shipment))
    answer = vera.client.post(home(shipment, name), {"happened_on": days(0).isoformat(), "reason": "x"})

    assert looked.status_code == 200
    assert "Record the collection" not in text(looked)
    assert answer.status_code == 403
    assert {now(line) for line in lines} == {LineStatus.PACKED}


def test_a_viewer_releases_nothing_and_takes_nobody_off(show: Exhibition, ruth: Staff, vera: Staff) -> None:
    shipment = planned(show, lines_of(show), actor=ruth.actor)
    courier = shipments.book_courier(shipment, name="Timur", justification="Fragile.", actor=ruth.actor)

    vera.client.post(home(shipment, "release"))
    vera.client.post(reverse("admin:courier_off", args=(shipment.reference, courier.uid)))

    assert Shipment.objects.get().released_at is None
    assert Courier.objects.count() == 1


# Lists


def test_the_show_lists_what_is_still_to_come_first(show: Exhibition, ruth: Staff) -> None:
    empty = text(ruth.client.get(reverse("admin:shipments", args=("ROADS",))))
    over = shipments.cancel(planned(show, lines_of(show), actor=ruth.actor), reason="Strike.", actor=ruth.actor)
    ahead = planned(show, lines_of(show), actor=ruth.actor)

    page = text(ruth.client.get(reverse("admin:shipments", args=("ROADS",))))

    assert "Nothing travels yet" in empty
    assert page.index(ahead.reference) < page.index("Over") < page.index(over.reference)


def test_where_everything_is(show: Exhibition, ruth: Staff) -> None:
    with_lender, travelling = lines_of(show, number=1), lines_of(show, number=1)
    shipments.dispatch(planned(show, travelling, actor=ruth.actor), actor=ruth.actor)
    address = reverse("admin:where", args=("ROADS",))

    everything = text(ruth.client.get(address))
    on_the_way = text(ruth.client.get(address, {"at": "transit"}))

    assert with_lender[0].object.title in everything
    assert "nothing planned" in everything
    assert travelling[0].object.title in on_the_way
    assert with_lender[0].object.title not in on_the_way


def test_the_loan_page_shows_its_shipments_and_open_incidents(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    incident = incidents.report(lines[0], kind=IncidentKind.DAMAGE, words="A chip.", actor=ruth.actor)

    page = text(ruth.client.get(reverse("admin:loan", args=(lines[0].loan.reference,))))

    assert shipment.reference in page
    assert incident.reference in page
    assert "The lender must be told by" in page


# Crates and labels


def test_a_crate_is_made_measured_and_taken_away(show: Exhibition, ruth: Staff) -> None:
    new = reverse("admin:crate_new", args=("ROADS",))
    said = {
        "number": "1",
        "length_mm": "805",
        "width_mm": "600",
        "height_mm": "500",
        "weight_kg": "41.5",
        "marks": "dry",
    }

    form = ruth.client.get(new)
    ruth.client.post(new, said)
    twice = ruth.client.post(new, said)
    ruth.client.post(reverse("admin:crate", args=("ROADS", 1)), said | {"number": "2"})
    page = text(ruth.client.get(reverse("admin:crates", args=("ROADS",))))

    assert form.status_code == 200
    assert "already" in text(twice)
    assert "805 × 600 × 500 mm" in page
    assert "41.5 kg" in page
    assert "Keep dry" in page
    ruth.client.post(reverse("admin:crate_remove", args=("ROADS", 2)))
    assert Crate.objects.count() == 0
    assert ruth.client.get(reverse("admin:crate", args=("ROADS", 99999))).status_code == 404


# Incidents


def test_damage_is_written_down_and_the_page_says_whom_to_telephone(show: Exhibition, kofi: Staff) -> None:
    (line,) = lines_of(show, number=1, status=LineStatus.RECEIVED)
    StandingTerms.objects.create(lender=line.loan.lender, emergency_contact="Guard room +998 66 233 00 00")
    address = reverse("admin:incident_report", args=(line.loan.reference, line.uid))

    form = text(kofi.client.get(address))
    silent = kofi.client.post(address, {"kind": "damage", "words": "", "happened_on": days(0).isoformat()})
    answer = kofi.client.post(
        address, {"kind": "damage", "words": "A chip at the foot.", "happened_on": days(0).isoformat()}
    )
    page = text(kofi.client.get(answer["Location"]))

    assert "until the lender's consent" in form
    assert silent.status_code == 422
    assert "Guard room +998 66 233 00 00" in page
    assert "A chip at the foot." in page
    assert LoanLine.objects.get(pk=line.pk).held_since == days(0)


def test_an_incident_is_followed_to_its_end(show: Exhibition, ruth: Staff) -> None:
    (line,) = lines_of(show, number=1, status=LineStatus.RECEIVED)
    incident = incidents.report(line, kind=IncidentKind.DAMAGE, words="A chip.", actor=ruth.actor)
    when = {"happened_on": days(0).isoformat()}

    def step(name: str, **said: str) -> int:
        address = reverse("admin:incident_step", args=(incident.reference, name))
        assert ruth.client.get(address).status_code == 200
        return ruth.client.post(address, when | said).status_code

    early = step("settle", words="Glued.")
    done = [
        step("told", whom="Dr Rahimova"),
        step("consent", decided_by="Dr Rahimova", authority="telephone"),
        step("reported"),
        step("settle", words="Glued."),
    ]
    page = text(ruth.client.get(reverse("admin:incident", args=(incident.reference,))))

    assert (early, done) == (422, [302] * 4)
    assert "Dr Rahimova. Recorded by Ruth Okafor from a telephone call" in page
    assert "Glued." in page
    assert LoanLine.objects.get(pk=line.pk).incident_since is None


def test_a_viewer_reads_an_incident_and_writes_none(show: Exhibition, ruth: Staff, vera: Staff) -> None:
    (line,) = lines_of(show, number=1, status=LineStatus.RECEIVED)
    incident = incidents.report(line, kind=IncidentKind.DAMAGE, words="A chip.", actor=ruth.actor)

    read = vera.client.get(reverse("admin:incident", args=(incident.reference,)))
    report = vera.client.post(reverse("admin:incident_report", args=(line.loan.reference, line.uid)), {"words": "x"})
    told = vera.client.post(reverse("admin:incident_step", args=(incident.reference, "told")), {"whom": "x"})

    assert (read.status_code, report.status_code, told.status_code) == (200, 403, 403)


# Scanning


def test_the_code_of_a_crate_confirms_one_step_after_the_other(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show, status=LineStatus.READY)
    shipment = planned(show, lines, actor=ruth.actor)
    crate = crates.create(show, actor=ruth.actor)
    shipments.pack_into(shipment, crate, lines, actor=ruth.actor)
    address = reverse("admin:scan", args=(crate.token,))

    states = []
    for words, name in (
        ("Confirm: packed", "pack"),
        ("Confirm: collected", "dispatch"),
        ("Confirm: received", "receive"),
    ):
        assert words in text(ruth.client.get(address))
        ruth.client.post(address, {"name": name})
        states.append({now(line) for line in lines})
    page = text(ruth.client.get(address))

    assert states == [{LineStatus.PACKED}, {LineStatus.IN_TRANSIT_OUT}, {LineStatus.RECEIVED}]
    assert state_of(Shipment.objects.get()) == ShipmentState.ARRIVED
    assert "Nothing is to be confirmed here now." in page


def test_a_second_press_of_the_same_button_changes_nothing(show: Exhibition, ruth: Staff) -> None:
    lines = lines_of(show)
    shipment = planned(show, lines, actor=ruth.actor)
    address = reverse("admin:scan", args=(lines[0].uid,))

    ruth.client.post(address, {"name": "dispatch"})
    again = ruth.client.post(address, {"name": "dispatch"}, follow=True)

    assert "This was confirmed already" in text(again)
    assert now(lines[0]) == LineStatus.IN_TRANSIT_OUT
    assert now(lines[1]) == LineStatus.PACKED
    assert shipment.contents.filter(collected_on__isnull=False).count() == 1


def test_the_code_of_an_object_goes_home_with_it(show: Exhibition, ruth: Staff) -> None:
    (line,) = lines_of(show, number=1, status=LineStatus.DEINSTALLED)
    planned(show, [line], actor=ruth.actor, direction=ShipmentDirection.HOME)
    address = reverse("admin:scan", args=(line.uid,))

    states = []
    for name in ("pack_for_return", "send_back", "return"):
        ruth.client.post(address, {"name": name})
        states.append(now(line))

    assert states == [LineStatus.PACKED_FOR_RETURN, LineStatus.IN_TRANSIT_BACK, LineStatus.RETURNED]


def test_an_open_gate_refuses_to_confirm_the_packing(show: Exhibition, ruth: Staff) -> None:
    (line,) = lines_of(show, number=1, status=LineStatus.READY, gates=False)

    answer = ruth.client.post(reverse("admin:scan", args=(line.uid,)), {"name": "pack"}, follow=True)

    assert "Agreement signed" in text(answer)
    assert now(line) == LineStatus.READY


def test_a_code_that_is_none_of_ours_is_not_there_and_nobody_looks_without_signing_in(
    show: Exhibition, ruth: Staff, client: object
) -> None:
    crate = crates.create(show, actor=ruth.actor)

    for token in ("abc", "0192f0c1-2345-7000-8000-000000000001"):
        assert ruth.client.get(reverse("admin:scan", args=(token,))).status_code == 404
    answer = client.get(reverse("admin:scan", args=(crate.token,)))  # type: ignore[attr-defined]

    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_a_viewer_scans_and_confirms_nothing(show: Exhibition, vera: Staff) -> None:
    (line,) = lines_of(show, number=1)
    address = reverse("admin:scan", args=(line.uid,))

    page = text(vera.client.get(address))
    vera.client.post(address, {"name": "dispatch"})

    assert "Your role doesn't handle objects" in page
    assert now(line) == LineStatus.PACKED


# Costs


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_a_fixed_number_of_queries(
    number: int, show: Exhibition, ruth: Staff, django_assert_num_queries: object
) -> None:
    shipment = planned(show, [], actor=ruth.actor)
    for _each in range(number):
        lines = lines_of(show, number=number, gates=False)
        for line in lines:
            line.object.image = a_picture()
            line.object.save()
        shipments.add_lines(shipment, lines, actor=ruth.actor)
        shipments.pack_into(shipment, crates.create(show, actor=ruth.actor), lines, actor=ruth.actor)
        planned(show, [], actor=ruth.actor)

    for address, cost in (
        (home(shipment), COSTS["shipment"]),
        (reverse("admin:shipments", args=("ROADS",)), COSTS["shipments"]),
        (reverse("admin:where", args=("ROADS",)), COSTS["where"]),
        (reverse("admin:crates", args=("ROADS",)), COSTS["crates"]),
        (plan_address(), COSTS["plan"]),
        (home(shipment, "pack"), COSTS["pack"]),
        (home(shipment, "collected"), COSTS["collected"]),
    ):
        with django_assert_num_queries(cost):  # type: ignore[operator]
            assert ruth.client.get(address).status_code == 200


COSTS = {"shipment": 24, "shipments": 5, "where": 7, "crates": 6, "plan": 8, "pack": 5, "collected": 20}
"""Two for the session and its person, one for the badge of the menu; the rest is the page itself."""


def test_a_touring_show_asks_for_the_venue(show: Exhibition, ruth: Staff) -> None:
    second = ShowingFactory(exhibition=show)
    (line,) = lines_of(show, number=1, status=LineStatus.DEINSTALLED)
    said = {"collect_on": days(1).isoformat(), "deliver_on": days(2).isoformat(), "line": str(line.uid)}

    without = ruth.client.post(plan_address("onward"), said)
    ruth.client.post(plan_address("onward"), said | {"showing": str(second.pk)})

    assert "Say to which venue it goes." in text(without)
    assert Shipment.objects.get().showing == second
