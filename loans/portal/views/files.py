"""Pictures and documents, given out one by one to those who may see the row they hang on."""

import uuid

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from loans.portal.door import visit_of
from loans.queries import files_visible_to
from office.records.files import response


@require_safe
def file(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    """A picture as its derivative, a document whole. Kept for an hour in the reader's own browser only."""
    visit = visit_of(request)
    if visit is None:
        raise Http404
    return response(get_object_or_404(files_visible_to(visit.actor), uid=uid))
