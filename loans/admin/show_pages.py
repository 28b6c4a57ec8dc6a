"""What pages of an exhibition share: finding it, its frame, and a form that makes one call and leads back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from exhibitions.models import Exhibition
from loans.admin.basics import carry_out, refused
from office.people.desk import may, page


def show_of(code: str) -> Exhibition:
    return get_object_or_404(Exhibition.objects.select_related("registrar"), code=code)


def show_page(request: HttpRequest, template: str, show: Exhibition, *, here: str, **context: Any) -> HttpResponse:
    """A page under the tabs of its exhibition."""
    return page(
        request,
        template,
        title=show.title,
        crumbs=((_("Exhibitions"), reverse("admin:exhibitions_exhibition_changelist")),),
        exhibition=show,
        here=here,
        **context,
    )


def form_step(
    request: HttpRequest,
    form: forms.Form,
    *,
    do: Callable[[], object],
    done: object,
    title: object,
    submit: object,
    back: str,
    crumbs: tuple[tuple[object, str], ...],
    ability: str,
    template: str = "desk/form.html",
    **context: Any,
) -> HttpResponse:
    """One form, one service call; the answer is the page it came from, a refusal is the form with its sentence.

    Whoever lacks the `ability` is told so before anything of the form is read.
    """
    if not may(request, ability):
        return refused(request, title, "")
    if request.method == "POST" and carry_out(form, do):
        messages.success(request, str(done))
        return redirect(back)
    return page(
        request,
        template,
        title=title,
        crumbs=crumbs,
        form=form,
        submit=submit,
        back=back,
        status=422 if form.errors else 200,
        **context,
    )
