"""Signing on the desk: our own step on screen, signatures that came on paper, and where each original is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _now

from loans.admin.agreement_forms import OriginalForm, SignatureForm
from loans.admin.agreement_pages import act
from loans.admin.basics import refused
from loans.models import AgreementOriginal, AgreementVersion
from loans.services import agreements as services
from loans.states import Party
from office.front.visitors import address_of
from office.people.desk import actor_of
from office.people.signatures import SigningForm


def sign_on_screen(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    """Our own step, typed or drawn. Whose turn it isn't is told so before anything is read."""
    actor = actor_of(request)
    turn = services.turn(version, actor=actor)
    title = _now("Sign agreement %(reference)s") % {"reference": version.agreement.reference}
    if turn is None or turn.refusal:
        words = turn.refusal if turn else _now("Nothing is to be signed on our side now.")
        return refused(request, title, words)
    initial = {"name": actor.name, "title": actor.title}
    form = SigningForm(request.POST or None, initial=initial)

    def do() -> object:
        return services.sign(version, actor=actor, step=turn.step, ip=address_of(request), **form.said())

    return act(
        request,
        form,
        agreement=version.agreement,
        do=do,
        done=_now("Your signature is recorded."),
        title=title,
        submit={"prepare": _now("It is ready"), "approve": _now("Approve")}.get(turn.step, _now("Sign")),
        ability="see",
        template="desk/loans/agreement_sign.html",
        version=version,
        consent=services.consent(version, side=turn.side, step=turn.step),
    )


def recorded(side: Party) -> Callable[[HttpRequest, AgreementVersion], HttpResponse]:
    def record_page(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
        form = SignatureForm(request.POST or None, request.FILES or None)

        def do() -> object:
            said = form.cleaned_data
            return services.record_signature(
                version,
                side=side,
                signatory=said["signatory"],
                title=said["title"],
                actor=actor_of(request),
                facts=form.facts(),
            )

        return act(
            request,
            form,
            agreement=version.agreement,
            do=do,
            done=_now("The signature under %(agreement)s is recorded.") % {"agreement": version.agreement},
            title=_now("Record the lender's signature") if side == Party.LENDER else _now("Record our signature"),
            submit=_now("Record the signature"),
            lead=_now("For what was signed on paper. A scan of the signed copy counts as much as the originals."),
        )

    return record_page


def original_page(request: HttpRequest, reference: str, number: int, place: int) -> HttpResponse:
    rows = AgreementOriginal.objects.select_related("version__agreement", "scan")
    original = get_object_or_404(rows, version__agreement__reference=reference, version__number=number, number=place)
    form = OriginalForm(request.POST or None, request.FILES or None, original=original)
    return act(
        request,
        form,
        agreement=original.version.agreement,
        do=lambda: services.record_original(original, form.facts(), actor=actor_of(request)),
        done=_now("Original %(number)d is noted.") % {"number": original.number},
        title=_now("Original %(number)d") % {"number": original.number},
        submit=_now("Note it"),
    )
