"""The addresses of shipments, crates, incidents and labels inside the admin site."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path, re_path
from django.urls.converters import UUIDConverter

from loans.admin import (
    crates,
    incidents,
    scan,
    shipment_company,
    shipment_forms,
    shipment_steps,
    shipments,
    whereabouts,
)

_SHIPMENT = r"^shipments/(?P<reference>S-\d{4}-\d+)"
_UID = rf"(?P<uid>{UUIDConverter.regex})"
_INCIDENT = r"^incidents/(?P<reference>I-\d{4}-\d+)"
_LINE = rf"^loans/(?P<reference>L-\d{{4}}-\d+)/objects/{_UID}"


def pages(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """Each behind `guard`, which asks for a signed-in member of staff."""
    return [
        path("exhibitions/<slug:code>/shipments/", guard(shipments.list_page), name="shipments"),
        path("exhibitions/<slug:code>/shipments/plan/<slug:direction>/", guard(shipment_forms.plan_page), name="shipment_plan"),
        path("exhibitions/<slug:code>/where/", guard(whereabouts.where_page), name="where"),
        path("exhibitions/<slug:code>/crates/", guard(crates.list_page), name="crates"),
        path("exhibitions/<slug:code>/crates/new/", guard(crates.new_page), name="crate_new"),
        path("exhibitions/<slug:code>/crates/labels/", guard(crates.labels_page), name="crate_labels"),
        path("exhibitions/<slug:code>/crates/<int:number>/", guard(crates.change_page), name="crate"),
        path("exhibitions/<slug:code>/crates/<int:number>/remove/", guard(crates.remove_page), name="crate_remove"),
        re_path(_SHIPMENT + r"/$", guard(shipments.shipment_page), name="shipment"),
        re_path(_SHIPMENT + r"/plan/$", guard(shipment_forms.change_page), name="shipment_change"),
        re_path(_SHIPMENT + r"/objects/$", guard(shipment_forms.objects_page), name="shipment_objects"),
        re_path(_SHIPMENT + r"/crates/$", guard(shipment_forms.pack_page), name="shipment_pack"),
        re_path(_SHIPMENT + r"/labels/$", guard(crates.shipment_labels_page), name="shipment_labels"),
        re_path(_SHIPMENT + r"/tags/$", guard(crates.shipment_tags_page), name="shipment_tags"),
        re_path(_SHIPMENT + r"/stages/$", guard(shipment_company.stages_page), name="shipment_stages"),
        re_path(_SHIPMENT + r"/couriers/new/$", guard(shipment_company.courier_page), name="courier_new"),
        re_path(_SHIPMENT + rf"/couriers/{_UID}/$", guard(shipment_company.courier_page), name="courier"),
        re_path(_SHIPMENT + rf"/couriers/{_UID}/off/$", guard(shipment_company.courier_off_page), name="courier_off"),
        re_path(_SHIPMENT + r"/papers/new/$", guard(shipment_company.paper_page), name="paper_new"),
        re_path(_SHIPMENT + rf"/papers/{_UID}/off/$", guard(shipment_company.paper_off_page), name="paper_off"),
        re_path(_SHIPMENT + r"/release/$", guard(shipment_steps.release_page), name="shipment_release"),
        re_path(_SHIPMENT + r"/collected/$", guard(shipment_steps.collected_page), name="shipment_collected"),
        re_path(_SHIPMENT + r"/received/$", guard(shipment_steps.received_page), name="shipment_received"),
        re_path(_SHIPMENT + r"/opened/$", guard(shipment_steps.opened_page), name="shipment_opened"),
        re_path(_SHIPMENT + r"/cancel/$", guard(shipment_steps.cancel_page), name="shipment_cancel"),
        re_path(_LINE + r"/incident/$", guard(incidents.report_page), name="incident_report"),
        re_path(_INCIDENT + r"/$", guard(incidents.incident_page), name="incident"),
        re_path(_INCIDENT + r"/(?P<step>told|consent|reported|settle)/$", guard(incidents.step_page), name="incident_step"),
        path("scan/<slug:token>/", guard(scan.scan_page), name="scan"),
    ]  # fmt: skip
